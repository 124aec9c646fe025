"""Indexes of tables that may grow to millions of rows: what lists are asked for, in the order they give it.

Each ends with the key, which is the order of the list where rows are alike, and with when the record ceased to hold the
row, so that what is held now is counted in the index alone. None is limited to what is held now: a list of an earlier
moment, such as the later pages of one that has changed meanwhile, finds its rows by the same.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Index, Q

REST = ("key", "known_until")


def ordered_by(noun: str, *columns: str) -> list[Index]:
    """Rows by each column: for a filter on it, for days from or up to one, and for the order by it."""
    return [Index(fields=[column, *REST], name=f"{noun}_by_{column}") for column in columns]


def where_known(noun: str, *columns: str) -> list[Index]:
    """The same by columns that are mostly unknown, where they are not."""
    return [
        Index(fields=[column, *REST], name=f"{noun}_by_{column}", condition=Q(**{f"{column}__isnull": False}))
        for column in columns
    ]


def with_any(noun: str, **empty: Any) -> list[Index]:
    """Rows by key in which a list or a long text is not empty; each is given with what it holds when it is."""
    return [
        Index(fields=list(REST), name=f"{noun}_with_{column}", condition=~Q(**{column: nothing}))
        for column, nothing in empty.items()
    ]


def ever_under_a_key(noun: str, *days: str) -> Index:
    """All that was ever held under a key, and all there is in the order of keys, each with its days.

    A list by days that are many is read along this index, so that SQLite looks up no row that is not on the page.
    """
    return Index(fields=[*REST, *days, "known_from"], name=f"{noun}_by_key")
