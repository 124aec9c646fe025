"""Every address served under /api/v1/, taken from the URL patterns: `actions/`, `actions/{key}/`.

Lists come in pages and as CSV; files and the export have one form; the log's proofs need a question. What is written
to has the addresses in WRITTEN_TO beside: those that are only written to, and the lists that are also read.
"""

from __future__ import annotations

from typing import Any

from signatories.api.urls import urlpatterns


def _route(pattern: Any) -> str:
    """A pattern as the OpenAPI document would write it."""
    shape = pattern.regex.pattern.removeprefix("^").removesuffix("$").removesuffix("\\Z")
    return shape.replace("(?P<key>[^/]+)", "{key}").replace("\\", "")


SERVED = [_route(pattern.pattern) for pattern in urlpatterns]
ONLY_WRITTEN_TO = [route for route in SERVED if route.endswith(("/bulk/", "/correct/", "/retract/"))]
WRITTEN_TO = [*ONLY_WRITTEN_TO, *(route.replace("bulk/", "") for route in ONLY_WRITTEN_TO if route.endswith("bulk/"))]
ROUTES = [route for route in SERVED if route not in ONLY_WRITTEN_TO]
FILES = [route for route in ROUTES if route and not route.endswith("/")]
EXPORT = "export/"
LOG = {"log/": "log/", "log/proof/": "log/proof/?entry=1.1", "log/consistency/": "log/consistency/?from=1"}
LISTS = [route for route in ROUTES if route and "{key}" not in route and route not in (*FILES, *LOG, EXPORT)]
