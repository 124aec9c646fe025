"""A stretch of time: from a day, until another on which it no longer holds.

Apart because everything a participant is, it is for such stretches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open interval of days; ``until`` is None while it lasts."""

    start: dt.date
    until: dt.date | None = None

    def holds_on(self, on: dt.date) -> bool:
        """Whether it holds on that day."""
        return self.start <= on and (self.until is None or on < self.until)

    def cut(self, day: dt.date | None) -> Span:
        """The same stretch, ending on that day at the latest."""
        return Span(self.start, earliest(self.until, day))


def earliest(*days: dt.date | None) -> dt.date | None:
    """The first of the days that are known."""
    return min((day for day in days if day is not None), default=None)


def switched(on_days: Iterable[dt.date], off_days: Iterable[dt.date]) -> tuple[Span, ...]:
    """The stretches between being switched on and off; an off on the same day undoes an on.

    >>> [span.until for span in switched([dt.date(2020, 1, 1)], [dt.date(2021, 1, 1)])]
    [datetime.date(2021, 1, 1)]
    """
    spans: list[Span] = []
    start: dt.date | None = None
    for day, is_off in sorted([(day, False) for day in on_days] + [(day, True) for day in off_days]):
        if start is None and not is_off:
            start = day
        elif start is not None and is_off:
            spans.append(Span(start, day))
            start = None
    return tuple(spans) if start is None else (*spans, Span(start))
