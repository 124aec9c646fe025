"""The rows of one table's file, with the lines they stand on: read as a stream, never whole."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from signatories.exchange.faults import Fault
from signatories.exchange.package import BROKEN, Package
from signatories.exchange.tables import Column, Table
from signatories.models.constraints import words

LONGEST_CELL = 16 * 1024 * 1024
BOM = b"\xef\xbb\xbf"
ReadSoFar = Callable[[int], object]
"""Called with how many bytes were read so far."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a file: the line it begins on, and a cell for each column of the table that the file has."""

    number: int
    cells: list[str]


class TableRows(ABC):
    """Rows of one table on their way into the record, wherever they come from; read as often as they are asked for."""

    size = 0
    """How many bytes they are, where that is known."""

    def __init__(self, table: Table, columns: Iterable[Column] = ()) -> None:
        self.table = table
        self.columns = list(columns)

    def has(self, column: str) -> bool:
        """Whether the rows have the column."""
        return any(present.name == column for present in self.columns)

    def fault(self, line: int | None, column: str, value: str, reason: str, remedy: str) -> Fault:
        """A fault in these rows."""
        return Fault(self.table.file, line, column, value, reason, remedy)

    @abstractmethod
    def rows(self, note: Callable[[Fault], object], told: ReadSoFar = lambda _: None) -> Iterator[Line]:
        """The rows in order; what cannot be read is noted and left out. `told` is called with the bytes read so far."""


class TableFile(TableRows):
    """One table's file: its header is read at once."""

    def __init__(self, package: Package, table: Table, note: Callable[[Fault], object]) -> None:
        super().__init__(table)
        self.package, self.size = package, package.size(table.file)
        self._places: list[int] = []
        self._width = 0
        self._read_header(note)

    def rows(self, note: Callable[[Fault], object], told: ReadSoFar = lambda _: None) -> Iterator[Line]:
        places, width = self._places, self._width
        if not self.columns:
            return
        lines = _records(self.package, self.table.file, note, told)
        next(lines, None)
        for number, cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) == width:
                yield Line(number, [cells[place] for place in places])
            else:
                reason = f"This row has {len(cells)} cells, and the header {width}."
                note(self.fault(number, "", "", reason, "Give a cell for each column; put one with a comma in quotes."))

    def _read_header(self, note: Callable[[Fault], object]) -> None:
        _, header = next(_records(self.package, self.table.file, note, lambda _: None), (1, []))
        known = {column.name: column for column in self.table.columns}
        self._width = len(header)
        if not header:
            note(self.fault(1, "", "", "The file is empty.", f"Begin it with its header: {','.join(known)}."))
        for place, name in enumerate(header):
            if name not in known:
                separated = " Separate cells by commas." if ";" in name or "\t" in name else ""
                remedy = f"Remove it, or name it {words(known)}.{separated}"
                note(self.fault(1, name, "", f"{self.table.file} has no such column.", remedy))
            elif self.has(name):
                note(self.fault(1, name, "", "This column is there twice.", "Remove one of them."))
            else:
                self.columns.append(known[name])
                self._places.append(place)


def _records(
    package: Package, file: str, note: Callable[[Fault], object], told: ReadSoFar
) -> Iterator[tuple[int, list[str]]]:
    """The cells of each record with the line it begins on; a blank line has none."""
    csv.field_size_limit(max(LONGEST_CELL, csv.field_size_limit()))
    try:
        with package.opened(file) as stream:
            lines = _Lines(stream, file, note, told)
            records = csv.reader(lines, strict=True)
            while True:
                begins = lines.number + 1
                try:
                    cells = next(records)
                except StopIteration:
                    return
                except csv.Error as error:
                    reason = f"This row cannot be read as CSV: {error}."
                    note(Fault(file, begins, "", "", reason, "Close each quotation mark, and double one in a cell."))
                    continue
                finally:
                    was_unreadable, lines.was_unreadable = lines.was_unreadable, False
                if not was_unreadable:
                    yield begins, cells
    except BROKEN as error:
        reason = f"The file cannot be read to its end: {error}."
        note(Fault(file, None, "", "", reason, "Make the .zip file anew, without a password."))


class _Lines:
    """A file's lines as text; one that is not UTF-8 is noted."""

    def __init__(self, stream: Iterator[bytes], file: str, note: Callable[[Fault], object], told: ReadSoFar) -> None:
        self._stream, self._file, self._note, self._told = iter(stream), file, note, told
        self.number = self._bytes = 0
        self.was_unreadable = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        data = next(self._stream)
        self.number += 1
        self._bytes += len(data)
        self._told(self._bytes)
        if self.number == 1:
            data = data.removeprefix(BOM)
        try:
            text = data.decode()
            sentence = "This line holds the character NUL." if "\0" in text else ""
        except UnicodeDecodeError as error:
            text, sentence = data.decode(errors="replace"), f"This line is not UTF-8 from byte {error.start + 1} on."
        if sentence:
            self._note(Fault(self._file, self.number, "", "", sentence, "Save the file as UTF-8 text."))
            self.was_unreadable = True
            return text.replace("\0", "")
        return text
