"""The OpenAPI document as it is served: always in English, as `docs/openapi.yaml` is."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response


class DocumentView(SpectacularAPIView):
    """Without the `lang` of drf-spectacular, which would say help texts in another language of the admin."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._get_schema_response(request)
