"""The outermost middleware: each request has an id, a line in the log, and is counted.

Kept answers cost less than a fifth of a millisecond, so this is written for its cost: docs/adr/0029.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from random import getrandbits
from time import perf_counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from signatories.keeping.told import told
from signatories.observation.logs import Said, log_request, within
from signatories.observation.requests import counting

ID_HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._:-]{8,128}", re.ASCII)
SLOW_MS = 1000
TOKEN = str(settings.REST_KNOX["TOKEN_PREFIX"]) + "[0-9a-z]{8}"
SECRET = re.compile(f"secret|passw|auth|session|credential|token|{TOKEN}", re.IGNORECASE)


class Observed:
    """Middleware: names the request in `X-Request-ID` and in all that is logged meanwhile; logs it; counts it.

    The id is the proxy's, where one is trusted (`BEHIND_PROXY`) and gives one that is well-formed, else a new one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        named = {"request_id": request_id(request)}
        token = within.set(named)
        try:
            response: Any = self.get_response(request)
            response.headers[ID_HEADER] = named["request_id"]
            response._has_been_logged = True  # Else Django has a second line about it, if it is 503.
            if response.streaming and "Content-Length" not in response.headers:
                response.streaming_content = Streamed(
                    response.streaming_content, named, lambda size: self._tell(request, response, began, size)
                )
            else:
                self._tell(request, response, began, _size(request, response))
        finally:
            within.reset(token)
        return response

    def _tell(self, request: HttpRequest, response: HttpResponseBase, began: float, size: int) -> None:
        seconds = perf_counter() - began
        how, status = told(request), response.status_code
        counting(how.view, request.method, status, how.given, how.database)(seconds)
        line: Said = {
            "method": request.method,
            "path": request.path,
            "status": status,
            "ms": round(seconds * 1000, 2),
            "bytes": size,
            "view": how.view,
            "given": how.given,
            "database": how.database,
        }
        if by := who(request):
            line["by"] = by
        if (line["ms"] >= SLOW_MS or status >= 500) and (query := request.META.get("QUERY_STRING")):
            line["query"] = "left out: it may hold a secret" if SECRET.search(query) else query
        log_request(line)


class Streamed:
    """An answer that is made while it is sent: told of once it is sent or given up, with the bytes that there were."""

    def __init__(self, chunks: Iterable[bytes], named: Said, tell: Callable[[int], None]) -> None:
        self._chunks, self._named, self._tell = iter(chunks), named, tell
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        token = within.set(self._named)
        try:
            chunk = next(self._chunks)
        finally:
            within.reset(token)
        self._size += len(chunk)
        return chunk

    def close(self) -> None:
        """Django calls it at the end of the response, also where that ends before its time."""
        token = within.set(self._named)
        try:
            self._tell(self._size)
        finally:
            within.reset(token)


def request_id(request: HttpRequest) -> str:
    """The id that the proxy gave the request, if it is to be trusted and well-formed; else a new one."""
    if settings.BEHIND_PROXY:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        if WELL_FORMED.fullmatch(given):
            return str(given)
    return f"{getrandbits(128):032x}"


def who(request: HttpRequest) -> str:
    """Who is known to have asked, by number and by the token's name; empty where nobody looked. It asks no database."""
    asked: Any = request
    token = getattr(asked, "auth", None)
    if token is not None:
        return f"user {token.user_id}, token {token.name}"
    user = getattr(asked, "_cached_user", None)
    return f"user {user.pk}" if user is not None and user.pk else ""


def _size(request: HttpRequest, response: Any) -> int:
    if request.method == "HEAD":
        return 0
    return int(response.headers["Content-Length"]) if response.streaming else len(response.content)
