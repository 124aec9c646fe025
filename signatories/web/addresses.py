"""The addresses that a page gives: of itself for ever and in the other language, and of the same answer as data."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from signatories.web.asking import LANGUAGES, Asked

DATED = ("as_of", "known_on")


class Addresses:
    """What a page's links need: the request's own address, and what the question fixes."""

    def __init__(self, request: HttpRequest, asked: Asked) -> None:
        self.asked = asked
        self.path = request.path
        self.root = f"{request.scheme}://{request.get_host()}"
        self.pairs = [(name, value) for name, values in request.GET.lists() for value in values]

    def to(self, name: str, *, carry: bool = True, **given: str) -> str:
        """A page, with what links take along."""
        address = reverse(name, kwargs=given)
        return with_query(address, list(self.asked.carried.items()) if carry else [])

    def api(self, name: str, *more: tuple[str, str], **given: str) -> str:
        """The same answer as data: an address of the API by its name there, for the same day and moment."""
        fixed = [(dated, self.asked.given[dated]) for dated in DATED if dated in self.asked.given]
        return with_query(reverse(name, kwargs=given), [*more, *fixed])

    @property
    def canonical(self) -> str:
        """The page's one address among those that differ by language, day and moment only."""
        return f"{self.root}{self.path}"

    @property
    def languages(self) -> list[tuple[str, str]]:
        """This very page in each language."""
        return [(language, self.in_language(language)) for language in LANGUAGES]

    def in_language(self, language: str) -> str:
        """This very page in the language."""
        return with_query(self.path, [*self._but("lang"), ("lang", language)])

    def but_for(self, **changed: str) -> str:
        """This page with some of its parameters otherwise."""
        return with_query(self.path, [*self._but(*changed), *changed.items()])

    def supposing(self, suppositions: list[tuple[str, str]]) -> str:
        """This page with these suppositions and no others."""
        return with_query(self.path, [*self._but("assume", "who", "kind", "on"), *suppositions])

    @property
    def kept_by_the_form(self) -> list[tuple[str, str]]:
        """What the form of the day hands on unchanged."""
        return self._but(*DATED, "before")

    def permalink(self, as_of: dt.date, known_on: dt.datetime | None) -> str:
        """The page with its day and its moment fixed: the same facts, days and statuses for ever."""
        fixed = [("as_of", as_of.isoformat())]
        if known_on:
            fixed.append(("known_on", known_on.isoformat().replace("+00:00", "Z")))
        return f"{self.root}{with_query(self.path, [*self._but(*DATED), *fixed])}"

    def _but(self, *names: str) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.pairs if name not in names]


def with_query(path: str, pairs: list[tuple[str, str]]) -> str:
    """The path with its parameters."""
    return f"{path}?{urlencode(pairs, safe=':')}" if pairs else path
