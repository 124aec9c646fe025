"""What can only be read is only read: another method is refused as such, and nobody is asked for a CSRF token first."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed


class ReadingOnly:
    """Middleware, before Django's against forged requests: outside `WRITTEN_PATHS` whatever writes is 405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The refusal, which names what is offered; None where the view is to answer."""
        if request.method in ("GET", "HEAD", "OPTIONS", "TRACE") or re.match(settings.WRITTEN_PATHS, request.path):
            return None
        return HttpResponseNotAllowed(["GET", "HEAD", *(["OPTIONS"] if hasattr(view, "view_class") else [])])
