"""Answers whose bytes are made while they are sent: all of one state of one database, and tagged by its version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import http_date

from signatories.keeping.answers import NOT_IN_A_304, is_unmodified
from signatories.keeping.notes import now
from signatories.keeping.routing import reading_from


class OfOneState:
    """The chunks, read from one state of a database; it is let go once they are sent or given up.

    The first is made at once, so that a database that cannot give it fails before anything has gone out.
    """

    def __init__(self, chunks: Iterable[bytes], using: str, state: ExitStack) -> None:
        self._using = using
        made = iter(chunks)
        self._chunks = chain([next(made, b"")], made)
        self._state = state.pop_all()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with reading_from(self._using):
            return next(self._chunks)

    def close(self) -> None:
        """Lets go of the state; Django calls it at the end of the response."""
        self._state.close()


def streamed(
    request: HttpRequest, response: Any, etag: str, modified: int, using: str, state: ExitStack
) -> HttpResponseBase:
    """What the request is sent of a streamed answer: its bytes, its headers alone, or that nothing was modified.

    `state` is taken over from the caller where bytes are still to be read.
    """
    if is_unmodified(request, etag, modified):
        response = _with_headers(HttpResponseNotModified(), response, but=NOT_IN_A_304)
    elif request.method == "HEAD":
        response = _with_headers(HttpResponse(), response)
    else:
        response.streaming_content = OfOneState(response.streaming_content, using, state)
    response["ETag"], response["Last-Modified"] = etag, http_date(min(modified, now().timestamp()))
    return response


def _with_headers(bare: Any, response: HttpResponseBase, but: Collection[str] = ()) -> Any:
    """A response without a body that has the other's headers, but for some."""
    for name, value in response.items():
        if name not in but:
            bare[name] = value
    return bare
