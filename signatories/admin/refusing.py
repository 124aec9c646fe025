"""What Django's admin does not refuse by itself, and fails at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.options import TO_FIELD_VAR
from django.http import Http404, HttpRequest, HttpResponseBase


class RefusedByTheAdmin:
    """Middleware: an empty `_to_field`, which the admin would look for among a model's columns, is a 400.

    A key with a NUL, which PostgreSQL would not take, is of no row: a 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Raises what the admin itself raises: of a row there is not, for a field that may not be asked for."""
        if not request.path.startswith("/admin/"):
            return
        if "\0" in request.path:
            raise Http404
        if "" in (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)):
            raise DisallowedModelAdminToField("_to_field is empty: name a field, or leave it out.")
