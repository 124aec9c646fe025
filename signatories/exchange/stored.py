"""Stored rows as the cells that say them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from signatories.exchange.tables import Table
from signatories.models.plain_rows import stored_columns


def stored_cells(table: Table, rows: QuerySet[Any]) -> Iterator[tuple[Any, list[str]]]:
    """Each row's database id with its cells in the table's columns, in the queryset's order."""
    for ids, columns in _columns(table, rows):
        yield from ((pk, list(cells)) for pk, cells in zip(ids, zip(*columns, strict=True), strict=True))


def cells_together(table: Table, rows: QuerySet[Any]) -> Iterator[list[tuple[str, ...]]]:
    """The cells of some rows at a time, likewise in order."""
    for _, columns in _columns(table, rows):
        yield list(zip(*columns, strict=True))


def _columns(table: Table, rows: QuerySet[Any]) -> Iterator[tuple[Sequence[Any], list[list[str]]]]:
    """Of some rows at a time their ids and, column by column, their cells."""
    for ids, stored in stored_columns(rows):
        yield ids, [column.cell.texts(stored[column.name]) for column in table.columns]
