"""Which language the API speaks: English in every sentence, and in names and titles the one that was asked for.

The sentences of errors are a contract that programs may rest on; so are the document's. They come from the same rules
and help texts as the admin's, which are said in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

LANGUAGES = ["en", "fr"]
_asked: ContextVar[str] = ContextVar("language asked", default="en")


class EnglishUnderAPI:
    """Middleware, after Django's LocaleMiddleware: under /api/ notes the language it found, and speaks English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/api/"):
            _asked.set(translation.get_language() or "en")
            translation.activate("en")
        return self.get_response(request)


def language_of_names() -> str:
    """The language negotiated from Accept-Language for names and titles, else English."""
    language = _asked.get()[:2]
    return language if language in LANGUAGES else "en"
