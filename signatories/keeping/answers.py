"""One answer as it is kept: its bytes, plain and compressed, its headers, and how long it is true."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import ResponseHeaders
from django.utils import translation
from django.utils.http import http_date, parse_etags, parse_http_date_safe

SMALLEST_WORTH_COMPRESSING = 500
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
"""How an answer may be compressed, best first."""
NOT_IN_A_304 = {"Content-Type", "Content-Language", "Content-Disposition", "Content-Length"}
VARIES_BY = ("Accept", "Accept-Encoding", "Accept-Language")


@dataclass(slots=True)
class Kept:
    """An answer that is true of one version of the record and, if it looked at the day, on that day."""

    day: dt.date | None
    etag: str
    modified: int
    """The first whole second, since 1970, in which it was so."""
    headers: list[tuple[str, str]]
    body: bytes
    goes_beyond: bool = False
    """Whether it was asked of more than its version holds (signatories.keeping.notes)."""
    view: str = "none"
    """The name of the view that made it."""
    compressed: dict[str, bytes] = field(default_factory=dict)
    heads: dict[tuple[str, int], ResponseHeaders] = field(default_factory=dict)
    """Its headers as they are sent, by coding and status."""

    def is_true_on(self, day: dt.date) -> bool:
        """Whether it is, of its version of the record, on this day."""
        return self.day in (None, day)

    def response(self, request: HttpRequest) -> HttpResponse:
        """What the request is sent: the bytes in a coding it accepts, or that nothing was modified."""
        coding = chosen_coding(request) if len(self.body) >= SMALLEST_WORTH_COMPRESSING else ""
        response: HttpResponse
        if is_unmodified(request, self.etag, self.modified):
            response = HttpResponseNotModified()
        else:
            response = HttpResponse(self._in(coding))
        modified = _date(min(self.modified, int(time.time())))
        response.headers = HeadersAgain(self._head(coding, response.status_code), ("Last-Modified", modified))
        return response

    def _head(self, coding: str, status: int) -> ResponseHeaders:
        if (coding, status) not in self.heads:
            head = ResponseHeaders(dict(self.headers))
            if status == 304:
                for name in NOT_IN_A_304:
                    head.pop(name)
            else:
                head["Content-Length"] = str(len(self._in(coding)))
                if coding:
                    head["Content-Encoding"] = coding
            head["ETag"] = f'{self.etag[:-1]}-{coding}"' if coding else self.etag
            self.heads[coding, status] = head
        return self.heads[coding, status]

    @property
    def size(self) -> int:
        """About how many bytes it takes, once it was sent in each coding."""
        return 4000 + len(self.body) * 3 // 2

    def _in(self, coding: str) -> bytes:
        if not coding:
            return self.body
        if coding not in self.compressed:
            self.compressed[coding] = CODINGS[coding](self.body)
        return self.compressed[coding]


_date = lru_cache(http_date)


class HeadersAgain(ResponseHeaders):
    """The headers of another response, and one more: none need be looked through again for what they may not hold."""

    def __init__(self, others: ResponseHeaders, more: tuple[str, str]) -> None:
        self._store = others._store | {more[0].lower(): more}

    def items(self) -> Any:
        """Names and values, all at once."""
        return self._store.values()


def name_of(request: HttpRequest, release: str) -> str:
    """The name an answer to this request is kept under: all that can decide its bytes but the record and the day."""
    meta = request.META
    parts = (
        release,
        request.scheme,
        meta.get("HTTP_HOST", ""),
        request.path,
        meta.get("QUERY_STRING", ""),
        meta.get("HTTP_ACCEPT", ""),
        _language_of(request),
        "HTTP_ORIGIN" in meta,
    )
    return hashlib.blake2b(repr(parts).encode(errors="surrogateescape"), digest_size=20).hexdigest()


def _language_of(request: HttpRequest) -> str:
    if "HTTP_COOKIE" in request.META:
        return translation.get_language_from_request(request)
    return _language_accepted(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache
def _language_accepted(header: str) -> str:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = header
    return translation.get_language_from_request(request)


def chosen_coding(request: HttpRequest) -> str:
    """The best coding the request accepts; empty for none."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    if not accepted:
        return ""
    wanted = {word.partition(";")[0].strip(): word.replace(" ", "") for word in accepted.lower().split(",")}
    return next((coding for coding in CODINGS if coding in wanted and not wanted[coding].endswith(";q=0")), "")


def is_unmodified(request: HttpRequest, etag: str, modified: int) -> bool:
    """Whether the request has the answer with this tag already (RFC 9110, 13.1.2 and 13.1.3)."""
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        return known.strip() == "*" or uncoded(etag) in map(uncoded, parse_etags(known))
    known_since = request.META.get("HTTP_IF_MODIFIED_SINCE")
    since: Any = parse_http_date_safe(known_since) if known_since else None
    return since is not None and modified <= since


def uncoded(etag: str) -> str:
    """The tag of the same answer uncompressed."""
    opaque = etag.removeprefix("W/").strip('"')
    head, _, coding = opaque.rpartition("-")
    return head if coding in CODINGS else opaque
