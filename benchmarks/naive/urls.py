"""Its one address."""

from django.urls import path

from benchmarks.naive.acts import Acts

urlpatterns = [path("api/v1/actions/", Acts.as_view())]
