"""Filters by days, as precise as their sources, and by instants."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

from django.db.models import Q, QuerySet

from signatories.api.filter_kinds import MOST_CONDITIONS, NotAccepted, WordsFilter, any_of
from signatories.chart.asking import MOMENT_FORM, instants
from signatories.querysets import may_fall, must_fall
from signatories.treaty_law.days import FORM, PartialDay


class RangeFilter(WordsFilter):
    """Rows by where they stand in an order of their own, on one side of a place in it."""

    most = MOST_CONDITIONS

    def __init__(self, *args: Any, side: str = "on", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side = side

    @property
    def column(self) -> str:
        """The column it asks about; no index is wanted for it along the list, nor where what is named leaves fewer."""
        return f"{self.field_name}{'__unindexed' if self.walked or self.parent.leave_few else ''}"


class DayFilter(RangeFilter):
    """Rows whose day may fall, or with `certainty=certain` must fall, on, after or before a day, month or year."""

    accepts = "a day such as 2025-09-02, a month such as 2025-09 or a year such as 2025"
    schema = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}

    def read(self, word: str) -> PartialDay:
        try:
            return PartialDay.parse(word)
        except ValueError:
            raise NotAccepted(f"{word[:60]!r} is not a day of the calendar: give {FORM}.") from None

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        days = [self.read(word) for word in self.words(value)]
        if self.side == "after" and self._other_end("before"):
            return qs
        begins = self._other_end("after") if self.side == "before" else []
        if begins and len(begins) == len(days) == 1:
            return qs.filter(self._falls(begins[0].earliest, days[0].latest))
        return qs.filter(self.condition(days), self.condition(begins, "after") if begins else Q())

    def condition(self, values: list[PartialDay], side: str | None = None) -> Q:
        side = side or self.side
        spans = [(day.earliest, day.latest) for day in values]
        return any_of(
            self._falls(None if side == "before" else first, None if side == "after" else last)
            for first, last in (spans if self.asked.certain else joined(spans))
        )

    def _falls(self, first: dt.date | None, last: dt.date | None) -> Q:
        falls = must_fall if self.asked.certain else may_fall
        return falls(self.column, first=first, last=last)

    def _other_end(self, side: str) -> list[PartialDay]:
        """The days given as the other end of the same range, which are asked for together with this one's."""
        for name, other in self.parent.filters.items():
            if isinstance(other, DayFilter) and (other.field_name, other.side) == (self.field_name, side):
                with suppress(NotAccepted):
                    return [other.read(word) for word in other.words(self.parent.data[name])]
        return []


def joined(spans: list[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    """The spans of days in their order, those that touch as one: a day that may fall in that may fall in one of them.

    A year *must* fall in twelve months together and in none of them, so spans for `certain` days stay apart.
    """
    found: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted(spans):
        if found and (first - found[-1][1]).days <= 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


class MomentFilter(RangeFilter):
    """Rows whose instant is at, from or up to a moment; a day means all of it."""

    accepts = MOMENT_FORM

    def read(self, word: str) -> tuple[dt.datetime, dt.datetime]:
        try:
            return instants(word)
        except ValueError as error:
            raise NotAccepted(str(error)) from None

    def condition(self, values: list[tuple[dt.datetime, dt.datetime]]) -> Q:
        after, before = f"{self.column}__gte", f"{self.column}__lte"
        if self.side == "after":
            return any_of(Q(**{after: first}) for first, _ in values)
        if self.side == "before":
            return any_of(Q(**{before: last}) for _, last in values)
        return any_of(Q(**{after: first, before: last}) for first, last in values)
