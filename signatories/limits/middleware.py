"""The middleware before all that answers: refuses who asks too often or for too much, and bounds how long it takes."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from hashlib import blake2b
from threading import Lock
from typing import Any, NamedTuple

from cachetools import TTLCache
from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed

from signatories.api.authentication import TokenAuthentication
from signatories.keeping.middleware import given_up
from signatories.limits.addresses import address_of
from signatories.limits.rates import Rate, counts, rates_of
from signatories.limits.sizes import too_much
from signatories.record.patience import TookTooLong, answering_within, bound_connections
from signatories.web.asking import language_of

ONE_MORE = 0.1
"""An answer counts once, and once more for each so many seconds that it takes to be made."""
MOST_TOKENS, SECONDS_KNOWN = 1000, 300
ASKED_TOO_OFTEN = {
    "address": _(
        "This address has asked more than {amount} requests in {period} seconds, where an answer that takes long counts"
        " as several: ask again in {seconds} seconds."
    ),
    "token": _(
        "This token has asked more than {amount} requests in {period} seconds, where an answer that takes long counts"
        " as several: ask again in {seconds} seconds."
    ),
}

logger = logging.getLogger(__name__)


class Asker(NamedTuple):
    """Who is counted, and how often they may ask."""

    kind: str
    name: str
    rates: tuple[Rate, ...]


class Limits:
    """Middleware: each asks as often as `RATE_LIMIT` says, for no more than is good, and is answered in bounded time.

    It stands before kept answers, which count like others, and inside ProblemsUnderAPI, which words its sentences.
    Who asks is an address until a token was found good. What it costs before a kept answer is told in ADR 27.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._is_unlimited = re.compile(settings.UNLIMITED_PATHS).match
        self._of_addresses, self._of_tokens = rates_of(settings.RATE_LIMIT), rates_of(settings.RATE_LIMIT_TOKENS)
        self._good_tokens: TTLCache[bytes, str] = TTLCache(MOST_TOKENS, SECONDS_KNOWN)
        self._lock = Lock()
        bound_connections()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if refused := too_much(request.META):
            return sentence(request, *refused)
        if not self._of_addresses or self._is_unlimited(request.path):
            return self._answered(request)
        asker = self._asker(request)
        if refusal := self._counted(request, asker):
            return refusal
        began = time.monotonic()
        if asker.kind == "address" and "HTTP_AUTHORIZATION" in request.META:
            self._look_at_token(request)
        response = self._answered(request)
        left = _charged(asker, time.monotonic() - began)
        if response.streaming:
            response.streaming_content = _charging(asker, left, iter(response.streaming_content))  # type: ignore[attr-defined]
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What took too long outside kept answers: a write, the admin."""
        return given_up(request, error) if isinstance(error, TookTooLong) else None

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        """The answer. Of writes each statement is bounded, but not the whole: so many rows need what they need."""
        is_read = request.method in ("GET", "HEAD")
        with answering_within(settings.ANSWER_SECONDS) if is_read else nullcontext():
            return self.get_response(request)

    def _asker(self, request: HttpRequest) -> Asker:
        if header := request.META.get("HTTP_AUTHORIZATION"):
            with self._lock:
                token = self._good_tokens.get(_digest(header))
            if token:
                return Asker("token", token, self._of_tokens)
        return Asker("address", address_of(request.META), self._of_addresses)

    def _counted(self, request: HttpRequest, asker: Asker) -> HttpResponse | None:
        """Counts the request; the refusal where it is one too many."""
        for rate in asker.rates:
            asked = counts().add(asker.name, rate, 1)
            if asked > rate.amount:
                seconds = counts().seconds_left(asker.name, rate)
                if asked == rate.amount + 1:
                    logger.warning("%s %s is refused for %s seconds: %s", asker.kind, asker.name, seconds, rate)
                return _too_many(request, asker.kind, rate, seconds)
        return None

    def _look_at_token(self, request: HttpRequest) -> None:
        """Remembers the token for a while, where it is good: what is asked with it next is counted by itself."""
        asks: Any = request  # Of the REST framework's request, only its header is looked at.
        try:
            known = TokenAuthentication().authenticate(asks)
        except (AuthenticationFailed, Error):
            return
        if known:
            with self._lock:
                self._good_tokens[_digest(request.META["HTTP_AUTHORIZATION"])] = f"token {known[1].pk}"


def sentence(request: HttpRequest, status: int, said: Promise) -> HttpResponse:
    """A refusal in a sentence of the reader's language; under /api/ it is English, and becomes a problem document."""
    with translation.override(_language(request)):
        return HttpResponse(str(said), status=status, content_type="text/plain; charset=utf-8")


def _language(request: HttpRequest) -> str:
    try:
        return "en" if request.path.startswith("/api/") else language_of(request)
    except TooManyFieldsSent:
        return "en"


def _too_many(request: HttpRequest, kind: str, rate: Rate, seconds: int) -> HttpResponse:
    """429, with when to come back; in the words of draft-ietf-httpapi-ratelimit-headers too."""
    told = format_lazy(ASKED_TOO_OFTEN[kind], amount=rate.amount, period=rate.seconds, seconds=seconds)
    response = sentence(request, 429, told)
    response["Retry-After"] = str(seconds)
    response["RateLimit-Policy"] = f'"{kind}";q={rate.amount};w={rate.seconds}'
    response["RateLimit"] = f'"{kind}";r=0;t={seconds}'
    response["Cache-Control"] = "no-store"
    return response


def _charged(asker: Asker, seconds: float) -> float:
    """Counts what took long as several; gives the seconds that are not counted yet."""
    if more := int(seconds / ONE_MORE):
        for rate in asker.rates:
            counts().add(asker.name, rate, more)
    return seconds - more * ONE_MORE


def _charging(asker: Asker, seconds: float, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks of a stream, each counted by the time it takes to be made, and not to be sent."""
    while True:
        began = time.monotonic()
        chunk = next(chunks, None)
        seconds = _charged(asker, seconds + time.monotonic() - began)
        if chunk is None:
            return
        yield chunk


def _digest(header: str) -> bytes:
    return blake2b(header.encode(errors="surrogateescape"), digest_size=16).digest()
