"""Every address of the product, taken from the URL resolver: what is added to it joins by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

_NAMED = re.compile(r"\(\?P<(\w+)>[^()]*\)|<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """A pattern as a person would write it, `api/v1/actions/{key}/`, and the name its view is known by."""

    route: str
    name: str

    @property
    def takes(self) -> list[str]:
        """What stands in it."""
        return re.findall(r"{(\w+)}", self.route)

    @property
    def noun(self) -> str:
        """What it is of: `actions` of the API and of the pages, `signatories/claim` in the admin."""
        words = self.route.split("/")
        start, end = {"api": (2, 3), "admin": (1, 3)}.get(words[0], (0, 1))
        return "/".join(words[start:end])


def every_address() -> list[Address]:
    """All of them, in the resolver's order."""

    def walk(patterns: list[Any], before: str) -> Iterator[Address]:
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield Address(_readable(here), pattern.name or "")
            else:
                yield from walk(pattern.url_patterns, here)

    return list(walk(get_resolver().url_patterns, ""))


def _readable(pattern: str) -> str:
    named = _NAMED.sub(lambda found: f"{{{found[1] or found[2]}}}", pattern)
    return re.sub(r"[\^$\\]|\\Z", "", named)
