"""Addresses under `/api/v1/`: a list and a detail for each noun, the tables, and the answers about a treaty."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from signatories.api.answers import ForceView, ProjectionView, StatusChartView
from signatories.api.root import RootView
from signatories.api.tables import MatrixView, StatusesView
from signatories.api.views import VIEWSETS

router = SimpleRouter()
for viewset in VIEWSETS:
    resource = viewset.serializer_class.resource
    router.register(resource, viewset, basename=resource)

urlpatterns = [
    path("", RootView.as_view(), name="api-root"),
    path("statuses/", StatusesView.as_view(), name="statuses"),
    path("matrix/", MatrixView.as_view(), name="matrix"),
    path("treaties/<str:key>/status/", StatusChartView.as_view(), name="treaty-status"),
    path("treaties/<str:key>/entry-into-force/", ForceView.as_view(), name="treaty-entry-into-force"),
    path("treaties/<str:key>/projection/", ProjectionView.as_view(), name="treaty-projection"),
    *router.urls,
]
