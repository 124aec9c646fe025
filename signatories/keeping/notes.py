"""The clock, and what an answer in the making depends on: the day it looked at, the moments its question fixes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from signatories.record.version import Version


@dataclass(slots=True)
class Notes:
    """What is noted of one answer: the record's version, the day looked at, the parameters that fix it in the past."""

    version: Version | None = None
    day: dt.date | None = None
    fixed_by: set[str] = field(default_factory=set)
    goes_beyond: bool = False
    """Whether it was asked of more than the version holds: a newer one may answer otherwise."""
    failure: Exception | None = None
    """Why the database could not answer."""


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


def now() -> dt.datetime:
    """The present instant, in UTC."""
    return dt.datetime.now(dt.UTC)


def present() -> dt.datetime:
    """The moment up to which the answer in the making may be asked: now, and never before the record's last change.

    The record's own time never goes back. The clock of this machine may, and that of the one that recorded may be
    ahead: what an answer called its moment can be asked again all the same.
    """
    notes = _notes.get()
    last = notes.version.at if notes and notes.version else None
    return max(now(), last) if last else now()


def today() -> dt.date:
    """The present day, in UTC; the answer that looks at it is another one after midnight, and noted as such.

    However long an answer takes, it sees one day.
    """
    notes = _notes.get()
    if notes is None:
        return now().date()
    if notes.day is None:
        notes.day = now().date()
    return notes.day


def note_fixed_by(parameter: str) -> None:
    """Notes that this parameter fixes the answer to a day, or to a moment that has passed."""
    notes = _notes.get()
    if notes is not None:
        notes.fixed_by.add(parameter)


def note_reaching(moment: dt.datetime) -> None:
    """Notes that the answer is of all that was recorded up to this moment."""
    notes = _notes.get()
    if notes is not None and notes.version is not None:
        notes.goes_beyond |= notes.version.at is None or moment > notes.version.at


def note_reading_from(place: int) -> None:
    """Notes that the answer tells of what the log holds from this place on."""
    notes = _notes.get()
    if notes is not None and notes.version is not None:
        notes.goes_beyond |= place > notes.version.size


def note_failure(error: Exception) -> None:
    """Notes why the database could not answer."""
    notes = _notes.get()
    if notes is not None:
        notes.failure = error


def noted_version() -> Version | None:
    """The version of the record that the answer in the making is of; None where no notes are taken."""
    notes = _notes.get()
    return notes.version if notes else None


@contextmanager
def taking_notes() -> Iterator[Notes]:
    """What is noted of the answer made inside."""
    notes = Notes()
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


def seconds_to_midnight() -> int:
    """How long the present day still lasts, in UTC."""
    present = now()
    ends = dt.datetime.combine(present.date() + dt.timedelta(days=1), dt.time.min, dt.UTC)
    return int((ends - present).total_seconds())
