"""A file's rows as the record would keep them: each cell read, each fault noted with its line and column."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from signatories.exchange.cells import Unreadable
from signatories.exchange.faults import Fault
from signatories.exchange.names import Names
from signatories.exchange.plan import Import
from signatories.exchange.reading import Line, TableRows
from signatories.exchange.tables import Column

REMEMBERED = 20_000
Values = dict[str, Any]


class RowReader:
    """Reads the cells of one table's rows."""

    def __init__(self, file: TableRows, plan: Import) -> None:
        self.file, self.table, self.plan = file, file.table, plan
        present = {column.name: place for place, column in enumerate(file.columns)}
        self.present = [(self.table.places[name], place) for name, place in present.items()]
        self._columns = [ColumnReader(column, plan.names) for column in self.table.columns]
        self._missing_told: set[str] = set()

    def cells(self, line: Line, held: list[str] | None = None) -> list[str]:
        """The row's cells in the table's columns; those the file has not are as held, or empty."""
        cells = list(held) if held else [""] * len(self.table.columns)
        for place, given in self.present:
            cells[place] = line.cells[given]
        return cells

    def values(self, line: int, cells: list[str]) -> Values | None:
        """What the cells say, by column; None where one cannot be read, which is noted."""
        values: Values = {}
        for column, cell in zip(self._columns, cells, strict=True):
            value = column.read(cell)
            if isinstance(value, Unreadable):
                self._refuse(line, column.column, cell, value)
            else:
                values[column.column.name] = value
        return values if len(values) == len(cells) else None

    def said(self, values: Values) -> list[str]:
        """The cells that say the values, each in its one form."""
        return [column.cell.text(values[column.name]) for column in self.table.columns]

    def _refuse(self, line: int, column: Column, cell: str, why: Unreadable) -> None:
        if self.file.has(column.name):
            self.plan.faults.add(Fault(self.table.file, line, column.name, cell, why.reason, why.remedy))
        elif column.name not in self._missing_told:
            self._missing_told.add(column.name)
            reason = _("New rows need this column, and the file has none.")
            remedy = _("Add it. %(help)s") % {"help": column.field.help_text}
            self.plan.faults.add(Fault(self.table.file, 1, column.name, "", reason, remedy))


class ColumnReader:
    """Reads one column's cells, and what was read before from memory."""

    def __init__(self, column: Column, names: Names) -> None:
        self.column, self._names = column, names
        self._known: dict[str, Any] = {}

    def read(self, text: str) -> Any:
        """The value; of a cell that does not say one, the Unreadable that tells why."""
        found = self._known.get(text, self)
        if found is not self:
            return found
        try:
            value = self.column.cell.read(text, self._names)
        except Unreadable as error:
            value = error
        if self.column.cell.repeats:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[text] = value
        return value
