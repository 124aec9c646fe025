"""What is told of an answer to whoever observes the requests: which view gave it, kept or made, from which database."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest


class Told(NamedTuple):
    """How an answer came about."""

    view: str
    """The name of the view's address; that of a kept answer is the one it was made by."""
    given: str
    """`kept` or `made`."""
    database: str


NOTHING_TOLD = Told("", "made", "default")


def tell(request: HttpRequest, view: str, given: str, database: str) -> None:
    """Leaves it with the request."""
    observed: Any = request
    observed.told = Told(view, given, database)


def view_of(request: HttpRequest) -> str:
    """The name of the view that the address leads to, as Django has it; `none` where it leads to none."""
    match = request.resolver_match
    return (match.view_name if match else "") or "none"


def told(request: HttpRequest) -> Told:
    """What was told of the answer to this request, or what can be seen of it."""
    observed: Any = request
    return getattr(observed, "told", None) or NOTHING_TOLD._replace(view=view_of(request))
