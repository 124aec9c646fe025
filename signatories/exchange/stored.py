"""Stored rows as the cells that say them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from signatories.exchange.tables import Table
from signatories.models.plain_rows import stored_rows


def stored_cells(table: Table, rows: QuerySet[Any]) -> Iterator[tuple[Any, list[str]]]:
    """Each row's database id with its cells in the table's columns, in the queryset's order."""
    columns = [(column.name, column.cell.text) for column in table.columns]
    for pk, row in stored_rows(rows):
        yield pk, [text(row[name]) for name, text in columns]
