"""The rows of a spreadsheet on their way into the record: its headings made columns of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from signatories.exchange.cells import Unreadable, Word
from signatories.exchange.faults import Fault
from signatories.exchange.reading import Line, ReadSoFar, TableRows
from signatories.exchange.sheets import Sheet, Shown, says_something
from signatories.exchange.tables import Column, Table
from signatories.models.constraints import words


def column_named(heading: str) -> str:
    """The column that a heading means, whatever its case, with spaces or without.

    >>> column_named(" Done on ")
    'done_on'
    """
    return re.sub(r"[\s-]+", "_", heading.strip().lower())


def _in_form(column: Column, text: str) -> str:
    """The text; of a column of few words the word, as `signature` for «Signature»."""
    is_word = isinstance(column.cell, Word)
    return column_named(text) if is_word and column_named(text) in dict(column.field.flatchoices) else text


class SheetRows(TableRows):
    """A sheet as rows of one table, numbered as in the sheet.

    While a heading is wrong, no row is read. A cell that cannot be read is taken for empty, so that all else that is
    wrong with its row is found in the same go.
    """

    def __init__(self, table: Table, sheet: Sheet) -> None:
        super().__init__(table)
        self.sheet = sheet
        self.places: dict[str, int] = {}
        self._wrong_headings: list[Fault] = []
        for place, heading in enumerate(sheet.headings):
            self._take_heading(place, heading)

    def rows(self, note: Callable[[Fault], object], told: ReadSoFar = lambda _: None) -> Iterator[Line]:
        for fault in self._wrong_headings:
            note(fault)
        for number, cells in self.sheet.rows if not self._wrong_headings else ():
            line = []
            for column in self.columns:
                shown = self._cell(cells, column)
                if isinstance(shown, Unreadable):
                    note(self.fault(number, column.name, "", shown.reason, shown.remedy))
                line.append(_in_form(column, shown) if isinstance(shown, str) else "")
            if any(map(says_something, cells[len(self.sheet.headings) :])):
                reason = _("This row has a cell to the right of the last heading.")
                note(self.fault(number, "", "", reason, _("Clear it, or give its column a heading.")))
            if isinstance(self._cell(cells, self.table.columns[0]), str):
                yield Line(number, line)

    def is_unreadable(self, cells: list[Shown], column: str) -> bool:
        """Whether a row's cell in the column cannot be read, whatever else is told of it."""
        return column in self.places and not isinstance(self._cell(cells, self._column(column)), str)

    def _column(self, name: str) -> Column:
        return self.table.columns[self.table.places[name]]

    def _cell(self, cells: list[Shown], column: Column) -> Shown:
        place = self.places.get(column.name, len(cells))
        return cells[place] if place < len(cells) else ""

    def _take_heading(self, place: int, heading: str) -> None:
        name = column_named(heading)
        if name in self.places:
            self._wrong(place, _("This column is there twice."), _("Remove one of them."))
        elif name in self.table.places:
            self.places[name] = place
            self.columns.append(self._column(name))
        elif heading:
            reason = _("%(table)s have no column of this name.") % {"table": self.table.name.capitalize()}
            remedy = _("Remove it, or name it %(names)s.") % {"names": words(self.table.places)}
            self._wrong(place, reason, remedy)
        elif any(len(cells) > place and says_something(cells[place]) for _number, cells in self.sheet.rows):
            self._wrong(place, _("This column has no heading."), _("Give it one, or clear its cells."))

    def _wrong(self, place: int, reason: str, remedy: str) -> None:
        heading = self.sheet.headings[place]
        self._wrong_headings.append(self.fault(self.sheet.heading_row, heading, heading, reason, remedy))
