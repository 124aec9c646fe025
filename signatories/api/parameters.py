"""What a request asks: days, moments, languages and words read from its parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils import translation

from signatories.api.problems import BadParameters, Wrong
from signatories.keeping.names import kept_directory
from signatories.keeping.notes import note_fixed_by, now, today, unless_now
from signatories.models.directory import Directory
from signatories.treaty_law.days import PartialDay

LANGUAGES = ["en", "fr"]
CERTAINTIES = ["possible", "certain"]
MOMENT_FORM = "an instant such as 2026-09-12T08:00:00Z, or a day such as 2026-09-12, which means its end in UTC"


@dataclass
class Asked:
    """What every question has: for which day, as known at which moment, how sure, in which language."""

    day: dt.date | None = None
    """The day given by `as_of`."""
    known_on: dt.datetime | None = None
    certain: bool = False
    language: str = "en"
    directory: Directory = field(default_factory=kept_directory)

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
        present = now()
        if first > present:
            self.wrong(
                name, f"{name}={value!r} lies in the future: give a moment up to now, {present:%Y-%m-%dT%H:%MZ}."
            )
        if last <= present:
            note_fixed_by(name)
        return unless_now(min(last, present))


def whole_day(text: str) -> dt.date | None:
    """The day, if the text is one whole day of the calendar."""
    try:
        day = PartialDay.parse(text)
    except ValueError:
        return None
    return day.earliest if day.is_whole else None


def instants(text: str) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last instant the text means, the same where it is an instant; a ValueError says what is wrong.

    A day lasts from midnight to a microsecond before the next one, in UTC.
    """
    if len(text) == 10:
        day = PartialDay.parse(text).earliest
        return dt.datetime.combine(day, dt.time.min, dt.UTC), dt.datetime.combine(day, dt.time.max, dt.UTC)
    try:
        if "T" not in text:
            raise ValueError(text)
        moment = dt.datetime.fromisoformat(text.replace(" ", "+"))
        moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:60]!r} is not a moment: give {MOMENT_FORM}.") from None
    return moment, moment


def language_of(reader: Reader) -> str:
    """The language asked by `lang`, else the one negotiated from Accept-Language."""
    preferred = (translation.get_language() or "en")[:2]
    return reader.word("lang", LANGUAGES, preferred if preferred in LANGUAGES else "en")


def known_fields(reader: Reader, names: list[str]) -> list[str]:
    """The fields asked by `fields`, in the row's order; all where it is not given."""
    if "fields" not in reader.parameters:
        return names
    asked = [word.strip() for value in reader.parameters.getlist("fields") for word in value.split(",")]
    for word in asked:
        if word not in names:
            reader.wrong("fields", f"{word!r} is not a field of these rows.", names)
    return [name for name in names if name in asked]
