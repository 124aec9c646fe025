"""What a request asks: days, moments, languages and words read from its parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.http import QueryDict

from signatories.api.language import LANGUAGES, language_of_names
from signatories.api.problems import BadParameters, Wrong
from signatories.chart.asking import instants, whole_day
from signatories.keeping.notes import note_fixed_by, note_reaching, present, today
from signatories.keeping.once import once, unless_now
from signatories.models.directory import Directory

CERTAINTIES = ["possible", "certain"]


@dataclass
class Asked:
    """What every question has: for which day, as known at which moment, how sure, in which language."""

    day: dt.date | None = None
    """The day given by `as_of`."""
    known_on: dt.datetime | None = None
    certain: bool = False
    language: str = "en"
    directory: Directory = field(default_factory=partial(once, Directory))

    @property
    def as_of_given(self) -> bool:
        """Whether the question names its day."""
        return self.day is not None

    @property
    def as_of(self) -> dt.date:
        """The day the question is about; today where it names none."""
        return self.day or today()


class Reader:
    """Reads parameters one by one, keeping what is wrong until all have been read."""

    def __init__(self, parameters: QueryDict, accepted: Iterable[str]) -> None:
        self.parameters = parameters
        self.accepted = sorted(accepted)
        self.wrongs: list[Wrong] = []
        for name in parameters:
            if name not in self.accepted:
                self.wrong(name, f"{name!r} is not a parameter of this address.", self.accepted)

    def wrong(self, parameter: str, detail: str, accepted: list[str] | None = None) -> None:
        """Notes that a parameter is wrong."""
        self.wrongs.append(Wrong(parameter, detail, accepted or []))

    def finish(self) -> None:
        """Raises BadParameters if anything was wrong."""
        if self.wrongs:
            raise BadParameters(*self.wrongs)

    def one(self, name: str) -> str | None:
        """The value of a parameter that may be given once; None where it is not."""
        values = self.parameters.getlist(name)
        if len(values) > 1:
            self.wrong(name, f"{name} is given {len(values)} times: give it once.")
        return values[0].strip() if values else None

    def word(self, name: str, accepted: list[str], default: str) -> str:
        """One of a few words."""
        value = self.one(name)
        if value is None:
            return default
        if value not in accepted:
            self.wrong(name, f"{name}={value!r} is not known: give {' or '.join(accepted)}.", accepted)
            return default
        return value

    def number(self, name: str, default: int | None, lowest: int, highest: int) -> int | None:
        """A whole number within bounds."""
        value = self.one(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdigit() and len(value) < 10 and lowest <= int(value) <= highest):
            self.wrong(name, f"{name}={value[:40]!r}: give a whole number from {lowest} to {highest}.")
            return default
        return int(value)

    def day(self, name: str) -> dt.date | None:
        """A whole day."""
        value = self.one(name)
        if value is None:
            return None
        day = whole_day(value)
        if day is None:
            self.wrong(name, f"{name}={value[:40]!r} is not a whole day of the calendar: give one such as 2026-09-24.")
        note_fixed_by(name)
        return day

    def moment(self, name: str) -> dt.datetime | None:
        """An instant, or the end of a day in UTC; today means now, and nothing later is accepted. None means now."""
        value = self.one(name)
        if value is None:
            return None
        try:
            first, last = instants(value)
        except ValueError as error:
            self.wrong(name, str(error))
            return None
        latest = present()
        if first > latest:
            self.wrong(name, f"{name}={value!r} lies in the future: give a moment up to now, {latest:%Y-%m-%dT%H:%MZ}.")
        if last <= latest:
            note_fixed_by(name)
        note_reaching(min(last, latest))
        return unless_now(min(last, latest))


def language_of(reader: Reader) -> str:
    """The language asked by `lang`, else the one negotiated from Accept-Language."""
    return reader.word("lang", LANGUAGES, language_of_names())


def known_fields(reader: Reader, names: list[str]) -> list[str]:
    """The fields asked by `fields`, in the row's order; all where it is not given."""
    if "fields" not in reader.parameters:
        return names
    asked = [word.strip() for value in reader.parameters.getlist("fields") for word in value.split(",")]
    for word in asked:
        if word not in names:
            reader.wrong("fields", f"{word!r} is not a field of these rows.", names)
    return [name for name in names if name in asked]
