"""How SQLite is asked for the rows of a page, so that a page of a long list costs what one of a short list does.

PostgreSQL knows how values are spread and when to stop, and is asked plainly.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from signatories.api.filters import RecordFilterSet
from signatories.api.keyset import Order

VERY_MANY = 15_000
"""So many rows SQLite sorts in an index in a millisecond."""
STEPS = 200
"""So many entries of the index of keys are read for each row of the page: in a millisecond those for a hundred."""


def first_of(rows: QuerySet[Any], most: int) -> QuerySet[Any]:
    """The first so many of the rows, in their order.

    SQLite sorts rows with all that is read of them and of what they are joined to. So it is asked which they are first,
    which its indexes mostly tell alone, and only of those what they hold.
    """
    if connection.vendor != "sqlite" or rows.query.annotations:
        return rows[:most]
    found = rows.model._default_manager.filter(pk__in=rows.values("pk")[:most])
    return found.order_by(*rows.query.order_by)


def is_walked(filters: RecordFilterSet, order: Order, count: int) -> bool:
    """Whether the page is sought along the list before the rows are sorted: there are very many, found by days."""
    return connection.vendor == "sqlite" and order.column == "key" and count >= VERY_MANY and filters.find_by_ranges


def end_of_walk(ahead: QuerySet[Any], most: int) -> str | None:
    """The key of the row of the list at which a walk for so many rows is given up; None where the list ends before."""
    return next(iter(ahead.values_list("key", flat=True)[STEPS * most :][:1]), None)
