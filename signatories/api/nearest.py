"""How SQLite is asked for the rows of a page, so that a page of a long list costs what one of a short list does.

PostgreSQL knows how values are spread and when to stop, and is asked plainly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from signatories.api.filters import RecordFilterSet
from signatories.api.keyset import Order
from signatories.api.parameters import Asked
from signatories.keeping.counts import kept

VERY_MANY = 14_000
"""So many rows SQLite sorts in an index in less than a millisecond."""
STEPS = 200
"""So many entries of the index of keys are read for each row of the page: in a millisecond those for a hundred."""


@dataclass(frozen=True)
class Stretch:
    """Rows of a list, and whether they are to be found elsewhere and sorted, not sought along the list."""

    rows: QuerySet[Any]
    is_sorted: bool = False

    def first(self, most: int) -> QuerySet[Any]:
        """The first so many of the rows, in their order.

        SQLite sorts rows with all that is read of them and of what they are joined to. So it is asked which they are
        first, which its indexes mostly tell alone, and only of those what they hold.
        """
        rows = self.rows
        if connection.vendor != "sqlite" or rows.query.annotations:
            return rows[:most]
        order = rows.query.order_by
        if self.is_sorted:
            rows = rows.order_by(*(f"{column}__unindexed" for column in order))
        return rows.model._default_manager.filter(pk__in=rows.values("pk")[:most]).order_by(*order)


def are_sorted(filters: RecordFilterSet, asked: Asked, order: Order) -> bool:
    """Whether an index finds just the rows there are, but in another order than the list's."""
    return order.column == "key" and filters.are_one_range and not asked.as_of_given


def are_walked(filters: RecordFilterSet, order: Order, count: int) -> bool:
    """Whether rows are sought along the list before they are sorted: there are very many, found by days."""
    return connection.vendor == "sqlite" and order.column == "key" and count >= VERY_MANY and filters.find_by_days


def end_of_walk(ahead: QuerySet[Any], most: int, begins: str) -> str | None:
    """The key of the row of the list at which a walk for so many rows is given up; None where the list ends before.

    Where the walk begins with the list, `begins` names the list: its end is the same whatever is asked, and kept.
    """

    def end() -> str | None:
        return next(iter(ahead.values_list("key", flat=True)[STEPS * most :][:1]), None)

    found: str | None = kept(f"end-{begins}-{most}", end) if begins else end()
    return found
