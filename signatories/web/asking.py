"""What a page is asked: in which language, for which day, as known at which moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from signatories.chart.asking import instants, whole_day
from signatories.keeping.notes import note_fixed_by, present, today
from signatories.models.directory import Directory

LANGUAGES = ("en", "fr")
CARRIED = ("lang", "as_of", "known_on")
"""What a link on a page takes along, where it was given."""


class NotReadable(Exception):
    """A question that cannot be read; says in a sentence of the reader's language what was given and what would do."""

    def __init__(self, parameter: str, sentence: str) -> None:
        super().__init__(sentence)
        self.parameter = parameter


@dataclass
class Asked:
    """A page's question. `as_of` is today, and `known_on` None, where the question names none."""

    language: str
    given: dict[str, str] = field(default_factory=dict)
    day: dt.date | None = None
    known_on: dt.datetime | None = None
    directory: Directory = field(default_factory=Directory)

    @cached_property
    def as_of(self) -> dt.date:
        """The day the page is about."""
        return self.day or today()

    @property
    def carried(self) -> dict[str, str]:
        """What links to other pages take along."""
        return {name: self.given[name] for name in CARRIED if name in self.given}


def language_of(request: HttpRequest) -> str:
    """The language given by `lang`, else the one that the browser prefers of those there are."""
    negotiated = translation.get_language_from_request(request)
    return next((word for word in (request.GET.get("lang"), negotiated) if word in LANGUAGES), LANGUAGES[0])


def asked_by(request: HttpRequest, language: str) -> Asked:
    """The question; NotReadable says which part of it cannot be read."""
    given = {name: value.strip() for name in request.GET if (value := request.GET[name]).strip()}
    if given.get("lang") not in LANGUAGES:
        given.pop("lang", None)
    return Asked(language, given, _day(given.get("as_of")), _moment(given.get("known_on")))


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    day = read_day("as_of", text)
    note_fixed_by("as_of")
    return day


def read_day(parameter: str, text: str) -> dt.date:
    """One whole day; NotReadable where it is none."""
    day = whole_day(text)
    if day is None:
        told = _("“%(text)s” is not a whole day of the calendar: give one such as 2026-09-24.") % {"text": text[:40]}
        raise NotReadable(parameter, told)
    return day


def _moment(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    try:
        first, last = instants(text)
    except ValueError:
        told = _(
            "“%(text)s” is not a moment: give a day such as 2026-09-12, or an instant such as 2026-09-12T08:00:00Z."
        )
        raise NotReadable("known_on", told % {"text": text[:60]}) from None
    latest = present()
    if first > latest:
        told = _("“%(text)s” lies in the future: what the record will know cannot be asked yet.")
        raise NotReadable("known_on", told % {"text": text[:60]})
    if last <= latest:
        note_fixed_by("known_on")
    return min(last, latest)
