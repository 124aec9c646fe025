"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from convention_api.health import alive, ready

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api-docs")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("signatories.api.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
]
