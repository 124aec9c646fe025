"""Sources, participants and treaties of a package: new ones stored, those that differ changed in place.

They are few beside facts, so a table of them is read whole.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from signatories.exchange.plan import ADDED, CORRECTED, HELD_OTHERWISE, LEFT_ALONE, Import
from signatories.exchange.reading import Line, TableRows
from signatories.exchange.rows import RowReader, Values
from signatories.exchange.stored import stored_cells
from signatories.exchange.storing import Entering, reasons_against, store
from signatories.exchange.tables import Column
from signatories.models.refusals import refusals

Row = tuple[Line, str]


class LabelImport:
    """One such table of a package on its way into the record."""

    def __init__(self, file: TableRows, plan: Import) -> None:
        self.file, self.table, self.plan = file, file.table, plan
        self.reader = RowReader(file, plan)
        self.many = [column for column in self.table.columns if column.field.many_to_many]

    def run(self) -> None:
        """Stores what is new and changes what differs; what is refused is noted."""
        if self.file.columns and not self.file.has(self.table.identity):
            reason = "This column says which row is meant, and the file has none."
            self.plan.faults.add(self.file.fault(1, self.table.identity, "", reason, "Add it."))
            return
        rows = self._identified()
        self._bring(rows)
        held = {cells[0]: cells for _, cells in stored_cells(self.table, self.table.model.objects.all())}
        new = [entering for line, key in rows if key not in held and (entering := self._new(line, key))]
        for refused in store(new):
            self._refused(refused)
        for entering in new:
            if not self._is_refused(entering.row.pk):
                self.plan.became(ADDED, self.table, entering.line, entering.row.pk)
                self.plan.changing.stored(entering.row, before=None)
        for line, key in rows:
            if key in held:
                self._compare(line, held[key])

    def _identified(self) -> list[Row]:
        """The rows with their keys; a key twice is noted."""
        note, size = self.plan.faults.add, self.file.size
        place = next(place for place, column in enumerate(self.file.columns) if column.name == self.table.identity)
        found: dict[str, Row] = {}
        for line in self.file.rows(self.plan.unread, lambda done: self.plan.told(self.table.name, done, size)):
            key = line.cells[place].strip()
            if not key:
                reason = "A row without its key could be any."
                note(self.file.fault(line.number, self.table.identity, "", reason, "Give its key."))
            elif key in found:
                first = found[key][0].number
                reason = f"{key} is on line {first} already."
                note(self.file.fault(line.number, self.table.identity, key, reason, "Leave one of the two."))
            else:
                found[key] = line, key
        return list(found.values())

    def _bring(self, rows: list[Row]) -> None:
        """Lets other rows of the package name these."""
        for line, key in rows:
            cells = dict(zip(self.table.places, self.reader.cells(line), strict=True))
            current = not cells.get("until", "").strip()
            self.plan.names.bring(self.table.name, key, cells.get("iso_alpha2", "").strip() if current else "")

    def _new(self, line: Line, key: str) -> Entering | None:
        values = self.reader.values(line.number, self.reader.cells(line))
        if values is None:
            self.plan.names.refused.add((self.table.name, key))
            return None
        single = {column.field.attname: values[column.name] for column in self.table.columns if column not in self.many}
        row = self.table.model(**single)
        return Entering(line.number, row, {column.attribute: values[column.name] for column in self.many})

    def _refused(self, entering: Entering) -> None:
        self.plan.names.refused.add((self.table.name, entering.row.pk))
        for attribute, sentence in reasons_against(entering.row):
            self._refuse(entering.line, entering.row, attribute, sentence)

    def _is_refused(self, key: str) -> bool:
        return (self.table.name, key) in self.plan.names.refused

    def _compare(self, line: Line, held: list[str]) -> None:
        cells = self.reader.cells(line, held)
        values = self.reader.values(line.number, cells) if cells != held else None
        if cells == held or (values and self.reader.said(values) == held):
            self.plan.became(LEFT_ALONE, self.table, line.number, held[0])
        elif values and not self.plan.may_correct:
            self.plan.refuse(self.table, line.number, self.table.identity, held[0], HELD_OTHERWISE % {"key": held[0]})
        elif values:
            self._change(line.number, values)

    def _change(self, line: int, values: Values) -> None:
        """Changes the held row in place."""
        row = self.table.model.objects.get(pk=values[self.table.identity])
        for column in self._single():
            setattr(row, column.field.attname, values[column.name])
        lists: dict[str, Any] = {column.attribute: values[column.name] for column in self.many}
        try:
            self.plan.changing.keep(row, lists, reason=self.plan.reason)
        except ValidationError as error:
            for attribute, sentence in list(reasons_against(row)) or refusals(error):
                self._refuse(line, row, attribute, sentence)
        else:
            self.plan.became(CORRECTED, self.table, line, row.pk)

    def _single(self) -> list[Column]:
        return [column for column in self.table.columns if column not in self.many]

    def _refuse(self, line: int, row: Any, attribute: str, sentence: str) -> None:
        column = next((column for column in self._single() if column.attribute == attribute), None)
        value = column.cell.text(getattr(row, column.field.attname)) if column else ""
        self.plan.refuse(self.table, line, column.name if column else "", value, sentence)
