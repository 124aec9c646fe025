"""A spreadsheet as text in rows and columns, as an officer sees it: CSV or XLSX, told apart by what the file is.

Excel keeps days and numbers as something else than what is seen: a day is read back as an ISO day, as precise as it is
shown, a number as its digits. Rows are numbered as in the spreadsheet; blank ones are left out.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.escape import unescape

from signatories.exchange.cells import Unreadable
from signatories.exchange.formulas import unguarded
from signatories.exchange.reading import LONGEST_CELL

MOST_ROWS = 2000
LARGEST_UNPACKED = 32 * 1024 * 1024
LAST_ROW = 1_048_576
"""The last row that a sheet of Excel has."""
LONGEST_TEXT = 32_767
"""So many characters a cell of Excel holds."""
ZIPPED, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = ",;\t"

Shown = str | Unreadable
"""What a cell says, or why it cannot be read."""


class BadSheet(ValueError):
    """A file that is not read as a spreadsheet: a sentence that says why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a file: its headings, and the rows beneath them with their numbers in it."""

    heading_row: int
    headings: list[str]
    rows: list[tuple[int, list[Shown]]]
    name: str = ""
    others: list[str] = field(default_factory=list)
    """The further sheets of the file, which are not read."""


def read_sheet(data: bytes) -> Sheet:
    """The spreadsheet that the bytes are; BadSheet where they are none, or too much of one."""
    if data.startswith(OLD_EXCEL):
        raise BadSheet(
            _("This is an Excel file of the old kind (.xls), or one with a password: save it as .xlsx, without one.")
        )
    if not data.startswith(ZIPPED):
        return _sheet(_csv_rows(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_UNPACKED:
            raise BadSheet(_("This file is too large when unpacked: copy the rows you mean into a new workbook."))
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        first, *others = book.worksheets
        return _sheet(_xlsx_rows(first), first.title, [other.title for other in others])
    except BadSheet:
        raise
    except Exception:  # A file that is broken, or was made to be, fails anywhere within the library.
        raise BadSheet(
            _("This file cannot be read as an Excel workbook (.xlsx): save it as one, or as CSV in UTF-8.")
        ) from None


def _sheet(rows: Iterable[tuple[int, list[Shown]]], name: str = "", others: Iterable[str] = ()) -> Sheet:
    """The first row that is not blank has the headings, the others follow."""
    said = ((number, cells) for number, cells in rows if any(map(says_something, cells)))
    heading_row, headings = next(said, (1, []))
    if not headings:
        raise BadSheet(_("This sheet is empty: begin it with the names of the columns, as in the template."))
    found: list[tuple[int, list[Shown]]] = []
    for number, cells in said:
        if len(found) == MOST_ROWS:
            sentence = _("This sheet has more than %(most)s rows: upload it in parts, or as a data package.")
            raise BadSheet(sentence % {"most": MOST_ROWS})
        found.append((number, cells))
    if not found:
        raise BadSheet(_("This sheet has headings and no rows beneath them: fill some in, and upload it again."))
    return Sheet(heading_row, [str(heading).strip() for heading in headings], found, name, list(others))


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[Shown]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _(
            "This file is not UTF-8 text, from line %(line)s on: in Excel, save it as “CSV UTF-8”, or as a workbook"
            " (.xlsx)."
        )
        raise BadSheet(sentence % {"line": data.count(b"\n", 0, error.start) + 1}) from None
    if "\0" in text:
        raise BadSheet(_("This file is not text: save it as a workbook (.xlsx), or as CSV in UTF-8."))
    first_line = next((line for line in text.splitlines() if line.strip(DELIMITERS + " ")), "")
    delimiter = max(DELIMITERS, key=first_line.count)
    csv.field_size_limit(max(LONGEST_CELL, csv.field_size_limit()))
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            yield number, [unguarded(cell) for cell in cells]
    except csv.Error as error:
        sentence = _(
            "Row %(row)s cannot be read as CSV (%(why)s): close each quotation mark, and double one within a cell."
        )
        raise BadSheet(sentence % {"row": number + 1, "why": error}) from None


def _xlsx_rows(sheet: Any) -> Iterator[tuple[int, list[Shown]]]:
    sheet.reset_dimensions()  # What a file says of its own size may be wrong, and rows would be lost.
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > LAST_ROW:
            raise BadSheet(_("This file has more rows than a sheet of Excel can have: save it anew from Excel."))
        yield number, _without_blanks_behind([_shown(cell) for cell in cells])


def says_something(shown: Shown) -> bool:
    """Whether the cell is not blank."""
    return not isinstance(shown, str) or bool(shown.strip())


def _without_blanks_behind(cells: list[Shown]) -> list[Shown]:
    while cells and not says_something(cells[-1]):
        cells.pop()
    return cells


def _shown(cell: Any) -> Shown:
    """The cell of a workbook as text."""
    value = cell.value
    if cell.data_type == "f":
        return Unreadable(_("This cell holds a formula."), _("Copy the column, and paste it as values."))
    if cell.data_type == "e":
        return Unreadable(_("This cell holds an error, %(error)s.") % {"error": value}, _("Give its value."))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return _day(value, cell.number_format)
    return _text(value) if isinstance(value, str) else str(value)


def _text(value: str) -> Shown:
    """A text as it was before Excel's own way of writing what XML cannot hold, if it is one that can be kept."""
    if len(value) > LONGEST_TEXT:
        return Unreadable(_("This text is longer than a cell of Excel may be."), _("Shorten it, or upload it as CSV."))
    text = unescape(value)
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
        return Unreadable(_("This text holds a character that is none."), _("Take it out."))
    return unguarded(text)


def _day(value: dt.datetime, number_format: str) -> str:
    """A day, month or year as precise as it is shown; with its hour where it has one.

    >>> _day(dt.datetime(2025, 9, 1), "mmm-yy")
    '2025-09'
    """
    if value.time() != dt.time():
        return value.isoformat()
    shown = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", number_format).lower()
    length = 10 if "d" in shown or "y" not in shown else 7 if "m" in shown else 4
    return value.date().isoformat()[:length]
