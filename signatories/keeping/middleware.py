"""The first of the product's middleware: sends what is kept and still true, and keeps what had to be made."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from signatories.keeping.answers import NOT_IN_A_304, VARIES_BY, Kept, is_unmodified, name_of
from signatories.keeping.notes import Notes, now, seconds_to_midnight, taking_notes
from signatories.keeping.release import release
from signatories.keeping.store import store
from signatories.record.version import Version, one_state, record_version

SET_ANEW = {"etag", "last-modified", "content-length"}
A_DAY = 86_400


class KeptAnswers:
    """Middleware: the answers below `KEPT_PATHS` carry `ETag`, `Last-Modified` and how long they may be cached.

    Bytes are kept under the record's version, so one look at it finds those that are still the answer. All else that
    decides them is in the rest of their name (signatories.keeping.answers.name_of). Requests that say who asks are
    answered anew.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or not request.path.startswith(settings.KEPT_PATHS):
            return self.get_response(request)
        if not _is_public(request):
            return self._made(request, name_of(request, release()), is_public=False)
        name = name_of(request, release())
        kept = store().get(f"{record_version().name}-{name}")
        if kept is not None and kept.is_true_on(now().date()):
            return kept.response(request)
        return self._made(request, name, is_public=True)

    def _made(self, request: HttpRequest, name: str, *, is_public: bool) -> HttpResponseBase:
        """The answer made anew of one state of the record, and kept where it may be."""
        with one_state(), taking_notes() as notes:
            version = notes.version = record_version()
            response = self.get_response(request)
        if response.status_code != 200:
            return response
        patch_vary_headers(response, VARIES_BY)
        if "Cache-Control" not in response:
            response["Cache-Control"] = _cache_control(notes, is_public=is_public)
        response["Surrogate-Key"] = " ".join(_surrogate_keys(request))
        modified = _modified(version, notes)
        if not isinstance(response, HttpResponse):
            return _streamed(request, response, version, notes, name, modified)
        kept = Kept(
            day=notes.day,
            etag=response.get("ETag") or _tag(response.content),
            modified=modified,
            headers=[(name, value) for name, value in response.items() if name.lower() not in SET_ANEW],
            body=response.content,
        )
        answer = kept.response(request)
        answer.cookies = response.cookies
        if is_public and request.method == "GET" and not response.cookies:
            store().keep(f"{version.name}-{name}", kept)
        return answer


def _is_public(request: HttpRequest) -> bool:
    """Whether the request does not say who asks."""
    meta = request.META
    return "HTTP_AUTHORIZATION" not in meta and settings.SESSION_COOKIE_NAME not in meta.get("HTTP_COOKIE", "")


def _streamed(
    request: HttpRequest, response: Any, version: Version, notes: Notes, name: str, modified: int
) -> HttpResponseBase:
    """An answer whose bytes are not known before they are sent: tagged by the record's version."""
    etag = f'"{version.name}-{notes.day or ""}-{name}"'
    if is_unmodified(request, etag, modified):
        response = _with_headers(HttpResponseNotModified(), response, but=NOT_IN_A_304)
    elif request.method == "HEAD":
        response = _with_headers(HttpResponse(), response)
    else:
        response.streaming_content = _of_one_state(response.streaming_content)
    response["ETag"], response["Last-Modified"] = etag, http_date(min(modified, now().timestamp()))
    return response


def _with_headers(bare: Any, response: HttpResponseBase, but: Collection[str] = ()) -> Any:
    """A response without a body that has the other's headers, but for some."""
    for name, value in response.items():
        if name not in but:
            bare[name] = value
    return bare


def _of_one_state(chunks: Iterable[bytes]) -> Iterator[bytes]:
    with one_state():
        yield from chunks


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
