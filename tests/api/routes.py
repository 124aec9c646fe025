"""Every address served under /api/v1/, taken from the URL patterns: `actions/`, `actions/{key}/`.

Lists come in pages and as CSV; files have one form; the log's proofs need a question."""

from __future__ import annotations

from typing import Any

from signatories.api.urls import urlpatterns


def _route(pattern: Any) -> str:
    """A pattern as the OpenAPI document would write it."""
    shape = pattern.regex.pattern.removeprefix("^").removesuffix("$").removesuffix("\\Z")
    return shape.replace("(?P<key>[^/]+)", "{key}").replace("\\", "")


ROUTES = [_route(pattern.pattern) for pattern in urlpatterns]
FILES = [route for route in ROUTES if route and not route.endswith("/")]
LOG = {"log/": "log/", "log/proof/": "log/proof/?entry=1.1", "log/consistency/": "log/consistency/?from=1"}
LISTS = [route for route in ROUTES if route and "{key}" not in route and route not in (*FILES, *LOG)]
