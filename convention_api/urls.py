"""Every address of the product."""

from csp.decorators import csp_update
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from convention_api.health import alive, ready
from signatories.api.openapi import DocumentationView, OpenAPIView
from signatories.observation.exposition import metrics

# Its drawings are data: addresses in its own style sheet.
documentation = DocumentationView.as_view(url_name="api-schema", template_name="api/docs.html")

urlpatterns = [
    path("admin/language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("signatories.api.urls")),
    path("api/schema/", OpenAPIView.as_view(), name="api-schema"),
    path("api/docs/", csp_update({"img-src": ["data:"]})(documentation), name="api-docs"),
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("", include("signatories.web.urls")),
]
handler404 = "signatories.web.pages.not_found"
handler500 = "convention_api.failing.server_error"
