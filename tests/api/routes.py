"""Every address served under /api/v1/, taken from the URL patterns: `actions/`, `actions/{key}/`."""

from __future__ import annotations

from typing import Any

from signatories.api.urls import urlpatterns


def _route(pattern: Any) -> str:
    """A pattern as the OpenAPI document would write it."""
    shape = pattern.regex.pattern.removeprefix("^").removesuffix("$").removesuffix("\\Z")
    return shape.replace("(?P<key>[^/]+)", "{key}").replace("\\", "")


ROUTES = [_route(pattern.pattern) for pattern in urlpatterns]
LISTS = [route for route in ROUTES if route and "{key}" not in route]
