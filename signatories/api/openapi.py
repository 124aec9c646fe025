"""The OpenAPI document and its page: in English, as `docs/openapi.yaml` is, and made once in each process."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class OpenAPIView(SpectacularAPIView):
    """Without the `lang` of drf-spectacular, which would say help texts in another language of the admin.

    Without its `version` too: there is one document, the same for everybody, and making it takes a second.
    """

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        form: BaseRenderer = request.accepted_renderer  # type: ignore[attr-defined]
        media_type = f"{form.media_type}; charset={form.charset}" if form.charset else form.media_type
        name = f'inline; filename="{self._get_filename(request, None)}"'
        said = _written(type(form))  # type: ignore[arg-type]
        return HttpResponse(said, media_type, headers={"Content-Disposition": name})


class DocumentationView(SpectacularSwaggerSplitView):
    """The page to read the document and to try it."""

    @extend_schema(exclude=True)
    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The methods it takes, and no page: REST framework would look for the template of one."""
        return HttpResponse(headers={"Allow": ", ".join(self.allowed_methods)})


@cache
def _document() -> Any:
    return OpenAPIView.generator_class().get_schema(public=True)


@cache
def _written(form: type[BaseRenderer]) -> Any:
    return form().render(_document(), renderer_context={})
