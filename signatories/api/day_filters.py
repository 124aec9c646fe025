"""Filters by days, as precise as their sources, and by instants."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from signatories.api.filter_kinds import MOST_CONDITIONS, NotAccepted, WordsFilter, any_of
from signatories.api.parameters import MOMENT_FORM, instants
from signatories.querysets import may_fall, must_fall
from signatories.treaty_law.days import FORM, PartialDay


class DayFilter(WordsFilter):
    """Rows whose day may fall, or with `certainty=certain` must fall, on, after or before a day, month or year."""

    accepts = "a day such as 2025-09-02, a month such as 2025-09 or a year such as 2025"
    schema = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
    most = MOST_CONDITIONS

    def __init__(self, *args: Any, side: str = "on", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side = side

    def read(self, word: str) -> PartialDay:
        try:
            return PartialDay.parse(word)
        except ValueError:
            raise NotAccepted(f"{word[:60]!r} is not a day of the calendar: give {FORM}.") from None

    def condition(self, values: list[PartialDay]) -> Q:
        falls = must_fall if self.asked.certain else may_fall
        return any_of(
            falls(
                str(self.field_name),
                first=None if self.side == "before" else day.earliest,
                last=None if self.side == "after" else day.latest,
            )
            for day in values
        )


class MomentFilter(WordsFilter):
    """Rows whose instant is at, from or up to a moment; a day means all of it."""

    accepts = MOMENT_FORM
    most = MOST_CONDITIONS

    def __init__(self, *args: Any, side: str = "on", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side = side

    def read(self, word: str) -> tuple[dt.datetime, dt.datetime]:
        try:
            return instants(word)
        except ValueError as error:
            raise NotAccepted(str(error)) from None

    def condition(self, values: list[tuple[dt.datetime, dt.datetime]]) -> Q:
        after, before = f"{self.field_name}__gte", f"{self.field_name}__lte"
        if self.side == "after":
            return any_of(Q(**{after: first}) for first, _ in values)
        if self.side == "before":
            return any_of(Q(**{before: last}) for _, last in values)
        return any_of(Q(**{after: first, before: last}) for first, last in values)
