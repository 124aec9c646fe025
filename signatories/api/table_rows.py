"""The rows of the tables across treaties: read from what is kept beside the record, or worked out for a moment past.

Both give the same rows in the same order and take the same cursors, so a page does not know which of them it is of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from signatories.api.keyset import Cursor
from signatories.keeping.counts import kept_count
from signatories.models import Participant, StatusPeriod
from signatories.querysets import kept_on

CHUNK = 500
Row = dict[str, Any]


class TableRows(Protocol):
    """Rows in a total order, each with an identity that a cursor names it by."""

    def count(self) -> int:
        """How many there are."""

    def nearest(self, cursor: Cursor | None, most: int | None) -> Iterable[Row]:
        """The rows on the cursor's side of its row, the nearest first; all, or at most so many."""


@dataclass(frozen=True)
class ComputedRows:
    """Rows that were all worked out."""

    rows: Sequence[Row]
    identity: Callable[[Row], str]

    def count(self) -> int:
        return len(self.rows)

    def nearest(self, cursor: Cursor | None, most: int | None) -> Iterable[Row]:
        if cursor is None:
            return self.rows[:most]
        places = {self.identity(row): place for place, row in enumerate(self.rows)}
        place = places.get(cursor.key, len(self.rows))
        side = self.rows[:place][::-1] if cursor.backwards else self.rows[place + 1 :]
        return side[:most]


@dataclass(frozen=True)
class TableOrder:
    """An order by columns, all up or all down; what is unknown in the first comes last either way."""

    columns: tuple[str, ...]
    descending: bool
    nullable: bool

    def sort(self, rows: QuerySet[Any], *, backwards: bool) -> QuerySet[Any]:
        """The rows in this order, or in the opposite one."""
        descending = self.descending != backwards
        nulls: dict[str, bool] = {}
        if self.nullable:
            nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        first, *others = (F(column) for column in self.columns)
        sorted_by = [first.desc(**nulls) if descending else first.asc(**nulls)]
        return rows.order_by(*sorted_by, *(other.desc() if descending else other.asc() for other in others))

    def after(self, place: Sequence[Any], *, backwards: bool) -> Q:
        """The rows that come after the place, or before it."""
        past = "lt" if self.descending != backwards else "gt"
        if not self.nullable:
            return self._past(self.columns, place, past)
        (first, *others), (value, *rest) = self.columns, place
        unknown = Q(**{f"{first}__isnull": True})
        if value is None:
            later = unknown & self._past(others, rest, past)
            return later | ~unknown if backwards else later
        beyond = self._past(self.columns, place, past)
        return beyond if backwards else beyond | unknown

    @classmethod
    def _past(cls, columns: Sequence[str], place: Sequence[Any], past: str) -> Q:
        """Said so that an index on the columns is entered at the place: the first is at least, and not only, equal."""
        (first, *others), (value, *rest) = columns, place
        if not others:
            return Q(**{f"{first}__{past}": value})
        return Q(**{f"{first}__{past}e": value}) & (Q(**{f"{first}__{past}": value}) | cls._past(others, rest, past))


@dataclass(frozen=True)
class KeptStatuses:
    """Rows of `statuses/` on a day, from what is kept."""

    rows: QuerySet[StatusPeriod]
    order: TableOrder
    columns: tuple[str, ...]
    row: Callable[[Any], Row]

    def count(self) -> int:
        return kept_count(self.rows)

    def nearest(self, cursor: Cursor | None, most: int | None) -> Iterable[Row]:
        backwards = bool(cursor and cursor.backwards)
        rows = self.order.sort(self.rows, backwards=backwards)
        if cursor:
            treaty, _, participant = cursor.key.partition(" ")
            place = self.rows.filter(treaty=treaty, participant=participant).values_list(*self.order.columns).first()
            rows = rows.filter(self.order.after(place, backwards=backwards)) if place else rows.none()
        values = rows.values_list(*self.columns)
        return map(self.row, values[:most] if most else values.iterator(CHUNK))


@dataclass(frozen=True)
class KeptMatrix:
    """Lines of the matrix on a day, from what is kept: those among the participants who have a cell or are named."""

    treaties: Sequence[str]
    on: dt.date
    asked_for: Collection[str]
    among: Collection[str]
    is_narrowed: bool
    line: Callable[[str, dict[str, str | None]], Row]

    def count(self) -> int:
        return kept_count(self._people())

    def nearest(self, cursor: Cursor | None, most: int | None) -> Iterable[Row]:
        backwards = bool(cursor and cursor.backwards)
        people = self._people().order_by("-key" if backwards else "key")
        if cursor:
            people = people.filter(**{"key__lt" if backwards else "key__gt": cursor.key})
        return self._lines(iter(people.values_list("key", flat=True)[:most]))

    def _people(self) -> QuerySet[Participant]:
        cells = self._cells().filter(participant=OuterRef("key"))
        return Participant.objects.filter(Q(key__in=self.asked_for) | Exists(cells), key__in=self.among)

    def _cells(self) -> QuerySet[StatusPeriod]:
        cells = StatusPeriod.objects.filter(kept_on(self.on)).order_by()
        return cells.filter(treaty__in=self.treaties) if self.is_narrowed else cells

    def _lines(self, people: Iterator[str]) -> Iterator[Row]:
        while some := list(islice(people, CHUNK)):
            lines: dict[str, dict[str, str | None]] = {key: dict.fromkeys(self.treaties) for key in some}
            cells = self._cells().filter(participant__in=some)
            for participant, treaty, status in cells.values_list("participant", "treaty", "status"):
                lines[participant][treaty] = status
            yield from (self.line(key, line) for key, line in lines.items())
