"""The first of the product's middleware: sends what is kept and still true, and keeps what had to be made."""

from __future__ import annotations

import hashlib
import logging
import math
import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from signatories.keeping.answers import VARIES_BY, Kept, name_of
from signatories.keeping.notes import Notes, note_failure, noted_version, now, seconds_to_midnight, taking_notes
from signatories.keeping.release import release
from signatories.keeping.replicas import AWAY, database_to_read, is_the_newest, note_failed_replica
from signatories.keeping.routing import PRIMARY, read_from, reading_from
from signatories.keeping.store import store
from signatories.keeping.streams import streamed
from signatories.keeping.told import tell, view_of
from signatories.record.patience import TookTooLong
from signatories.record.version import Version, one_state, record_version

SET_ANEW = {"etag", "last-modified", "content-length"}
A_DAY = 86_400
RETRY_SECONDS = 5

logger = logging.getLogger(__name__)


class KeptAnswers:
    """Middleware: what lies at `KEPT_PATHS` carries `ETag`, `Last-Modified` and how long it may be cached.

    Bytes are kept under the record's version, so one look at it finds those that are still the answer. All else that
    decides them is in the rest of their name (signatories.keeping.answers.name_of). Requests that say who asks are
    answered anew, from the primary; all others from one database each, which may be a replica.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._is_kept = re.compile(settings.KEPT_PATHS).match

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or not self._is_kept(request.path):
            return self.get_response(request)
        try:
            return self._answer(request, name_of(request, release()))
        except TookTooLong as error:
            return given_up(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What took too long, or a replica fails to answer, is not yet an error: `_made` raises it again.

        In the replica's place the primary is asked.
        """
        of_ours = isinstance(error, TookTooLong) or (isinstance(error, AWAY) and read_from() != PRIMARY)
        if not of_ours or noted_version() is None:
            return None
        note_failure(error)
        return HttpResponse(status=503)

    def _answer(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """The answer from a replica that can give it, else from the primary."""
        if not _is_public(request):
            return self._made(request, name, PRIMARY, is_public=False)
        using, version = database_to_read()
        if using != PRIMARY:
            try:
                return self._public(request, name, using, version)
            except TookTooLong:
                raise
            except AWAY as error:
                note_failed_replica(using, error)
            except OnlyThePrimaryCanTell:
                pass
            using, version = PRIMARY, record_version()
        return self._public(request, name, using, version)

    def _public(self, request: HttpRequest, name: str, using: str, version: Version) -> HttpResponseBase:
        """The answer for everyone, kept or made, of the version that this database holds.

        Raises OnlyThePrimaryCanTell where a replica's answer may not be the last word.
        """
        kept = store().get(f"{version.name}-{name}")
        if kept is None or not kept.is_true_on(now().date()):
            return self._made(request, name, using, is_public=True)
        if kept.goes_beyond:
            _refuse_unless_complete(using, version, else_say=False)
        tell(request, kept.view, "kept", using)
        return kept.response(request)

    def _made(self, request: HttpRequest, name: str, using: str, *, is_public: bool) -> HttpResponseBase:
        """The answer made anew of one state of the record, and kept where it may be."""
        with reading_from(using), taking_notes() as notes, ExitStack() as state:
            state.enter_context(one_state(using))
            version = notes.version = record_version(using)
            response: Any = self.get_response(request)
            tell(request, view_of(request), "made", using)
            if notes.failure:
                raise notes.failure
            if response.status_code != 200 or notes.goes_beyond:
                _refuse_unless_complete(using, version, else_say=not notes.goes_beyond)
            if response.status_code != 200:
                return response
            modified = _modified(version, notes)
            _tell_caches(request, response, notes, is_public=is_public)
            if response.streaming:
                etag = f'"{version.name}-{notes.day or ""}-{name}"'
                return streamed(request, response, etag, modified, using, state)
        kept = Kept(
            day=notes.day,
            etag=response.get("ETag") or _tag(response.content),
            modified=modified,
            headers=[(name, value) for name, value in response.items() if name.lower() not in SET_ANEW],
            body=response.content,
            goes_beyond=notes.goes_beyond,
            view=view_of(request),
        )
        answer = kept.response(request)
        answer.cookies = response.cookies
        if is_public and request.method == "GET" and not response.cookies:
            store().keep(f"{version.name}-{name}", kept)
        return answer


def given_up(request: HttpRequest, error: Exception) -> HttpResponse:
    """503 with the sentence that says why; logged."""
    logger.warning("%s %s was given up: %s", request.method, request.path, error)
    headers = {"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"}
    return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8", headers=headers)


class OnlyThePrimaryCanTell(Exception):
    """A replica's answer might be another one once it holds what the primary holds already."""


def _refuse_unless_complete(using: str, version: Version, *, else_say: bool) -> None:
    if using != PRIMARY and not is_the_newest(version, else_say=else_say):
        raise OnlyThePrimaryCanTell


def _is_public(request: HttpRequest) -> bool:
    """Whether the request does not say who asks."""
    meta = request.META
    return "HTTP_AUTHORIZATION" not in meta and settings.SESSION_COOKIE_NAME not in meta.get("HTTP_COOKIE", "")


def _tell_caches(request: HttpRequest, response: HttpResponseBase, notes: Notes, *, is_public: bool) -> None:
    """Says in the answer's headers what it differs by, how long it may be kept, and what it is to be forgotten by."""
    patch_vary_headers(response, VARIES_BY)
    if "Cache-Control" not in response:
        response["Cache-Control"] = _cache_control(notes, is_public=is_public)
    response["Surrogate-Key"] = " ".join(_surrogate_keys(request))


def _tag(body: bytes) -> str:
    """A strong tag, which changes exactly when the bytes do."""
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def _modified(version: Version, notes: Notes) -> int:
    """The first whole second in which the answer was so: nothing that was sent before it can have the same date."""
    changed = math.floor(version.at.timestamp()) + 1 if version.at else 0
    if notes.day is None:
        return changed
    began = int((now().timestamp() // A_DAY) * A_DAY)
    return max(changed, began)


def _cache_control(notes: Notes, *, is_public: bool) -> str:
    """How long others may keep the answer: not beyond midnight if it is about today; a day if it is fixed for ever."""
    if not is_public:
        return "private, no-cache"
    if notes.fixed_by >= {"as_of", "known_on"}:
        return f"public, max-age={A_DAY}, immutable"
    shared = settings.SHARED_CACHE_SECONDS
    if notes.day is not None:
        shared = min(shared, seconds_to_midnight())
    return "public, max-age=0, must-revalidate" + (f", s-maxage={shared}" if shared else "")


def _surrogate_keys(request: HttpRequest) -> list[str]:
    """What a cache may be told to forget the answer by: the treaties it is of, or that it is of all."""
    match = request.resolver_match
    named = [match.kwargs["key"]] if match and "key" in match.kwargs and "treaties/" in request.path else []
    named += [word.strip() for value in request.GET.getlist("treaty") for word in value.split(",")]
    treaties = sorted({word.lower() for word in named if word.replace("-", "").isalnum() and word.isascii()})
    return ["record", *(f"treaty-{key}" for key in treaties)] if treaties else ["record", "all"]
