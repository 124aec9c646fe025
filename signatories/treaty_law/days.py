"""Days as the sources give them: known to the day, to the month or to the year.

A partial day is never rounded to a whole one. What follows from it is a range
of days, so a question about it may be answered *certainly* or only *possibly*.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache, total_ordering

_DAY_TEXT = re.compile(r"([12]\d{3})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

FORM = "a day such as 2025-09-02, a month such as 2025-09 or a year such as 2025, between 1000 and 2999"


class NotInTheCalendar(ValueError):
    """A text that has the form of a day, and names none that there is."""


@lru_cache(maxsize=2**16)
def _first_day(text: str) -> dt.date:
    """The first day that a day, a month or a year can be; asked of the same texts again and again."""
    return dt.date.fromisoformat(f"{text}-01-01"[:10])


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDay:
    """A day, a month or a year, exactly as precise as its source.

    Ordered by the earliest day it can be, the vaguer first among equals.

    >>> PartialDay.parse("2025-09").latest
    datetime.date(2025, 9, 30)
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> PartialDay:
        """Reads ``2025-09-02``, ``2025-09`` or ``2025``; a ValueError says what is wrong and what is accepted."""
        match = _DAY_TEXT.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is not a day: give {FORM}.")
        year, month, day = match.groups()
        try:
            dt.date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise NotInTheCalendar(f"{text!r} is not in the calendar: give {FORM}.") from None
        return cls(text)

    @classmethod
    def of(cls, day: dt.date) -> PartialDay:
        """The whole day."""
        return cls(day.isoformat())

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        return {10: "day", 7: "month", 4: "year"}[len(self.text)]

    @property
    def is_whole(self) -> bool:
        """Whether it is known to the day."""
        return len(self.text) == 10

    @property
    def earliest(self) -> dt.date:
        """The first day it can be."""
        return _first_day(self.text)

    @property
    def latest(self) -> dt.date:
        """The last day it can be."""
        if self.is_whole:
            return self.earliest
        year, month = int(self.text[:4]), int(self.text[5:7] or 12)
        return dt.date(year, month, calendar.monthrange(year, month)[1])

    def may_fall_within(self, first: dt.date, last: dt.date) -> bool:
        """Whether some day it can be lies from ``first`` to ``last``, both included."""
        return self.earliest <= last and self.latest >= first

    def must_fall_within(self, first: dt.date, last: dt.date) -> bool:
        """Whether every day it can be lies from ``first`` to ``last``, both included."""
        return first <= self.earliest and self.latest <= last

    def __lt__(self, other: PartialDay) -> bool:
        return self.text < other.text

    def __str__(self) -> str:
        return self.text


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some calendar months later, clamped to the month's end.

    Treaty clauses count calendar months, so 30 November plus three is the end
    of February:

    >>> add_months(dt.date(2012, 11, 30), 3)
    datetime.date(2013, 2, 28)
    """
    month_index = day.year * 12 + day.month - 1 + months
    year, month = divmod(month_index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
