"""Rows of the record as a spreadsheet: CSV or XLSX with the columns of their table, and an empty one to fill in.

What is downloaded can be edited and uploaded: every cell of a workbook is text, so that Excel makes no day of `2025-09`
and no number of an article, and no cell is a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.db.models import NOT_PROVIDED
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from signatories.exchange.cells import Word
from signatories.exchange.formulas import guarded
from signatories.exchange.reading import BOM
from signatories.exchange.sheets import LAST_ROW, LONGEST_TEXT
from signatories.exchange.tables import GIVEN_BY_THE_RECORD, Column, Table

LONGEST_CHOICE = 255
TEXT = "@"
# Excel's own way to write what XML cannot hold, or would alter; and what looks like it.
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
WHEN_TO_GIVE = {
    "key": gettext_lazy(
        "Leave it empty for a new row: the record gives one. The key of a row that is held corrects that row."
    ),
    "known_from": gettext_lazy("Given by the record and not read: leave it as it is, or out."),
}


class TooMuch(ValueError):
    """Rows that a workbook cannot hold: a sentence that says why and what to do."""


def csv_lines(table: Table, rows: Iterable[list[str]]) -> Iterator[bytes]:
    """The lines of a CSV file that Excel opens as UTF-8, headings first."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    yield BOM
    for cells in _with_headings(table, rows):
        writer.writerow([guarded(cell) for cell in cells])
        yield written.getvalue().encode()
        written.seek(0)
        written.truncate()


def write_workbook(table: Table, rows: Iterable[list[str]], file: IO[bytes]) -> None:
    """Writes the rows as a workbook of one sheet; TooMuch where it cannot hold them."""
    book = Workbook(write_only=True)
    sheet = _sheet_of(book, table)
    too_much = ""
    for number, cells in enumerate(_with_headings(table, rows), 1):
        if number > LAST_ROW:
            too_much = _("These are more rows than a workbook holds: choose fewer, or CSV.")
        elif any(len(_as_excel_has_it(cell)) > LONGEST_TEXT for cell in cells):
            too_much = _("%(key)s has a longer text than a workbook holds: choose CSV.") % {"key": cells[0]}
        if too_much:
            break
        sheet.append([_text(sheet, cell, is_heading=number == 1) for cell in cells])
    book.save(file)  # Also in vain: it clears away what was written so far.
    if too_much:
        raise TooMuch(too_much)


def write_template(table: Table, file: IO[bytes]) -> None:
    """Writes a workbook to fill in: the headings, lists to choose words from, and what each column means."""
    book = Workbook(write_only=True)
    sheet = _sheet_of(book, table)
    for place, column in enumerate(table.columns, 1):
        choices = ",".join(_accepted(column))
        if choices and len(choices) <= LONGEST_CHOICE:
            letter = get_column_letter(place)
            list_of = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            list_of.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.data_validations.append(list_of)
    sheet.append([_text(sheet, column.name, is_heading=True) for column in table.columns])
    meanings = book.create_sheet(_("Columns"))
    for letter, width in zip("ABCD", (20, 14, 70, 40), strict=True):
        meanings.column_dimensions[letter].width = width
    headings = [_("Column"), _("To be given"), _("What it says"), _("Words it takes")]
    meanings.append([_text(meanings, heading, is_heading=True) for heading in headings])
    for column in table.columns:
        must = _("yes") if must_be_given(column) else _("no")
        cells = [column.name, must, meaning(column), ", ".join(_accepted(column))]
        meanings.append([_text(meanings, cell) for cell in cells])
    book.save(file)


def must_be_given(column: Column) -> bool:
    """Whether a new row is refused without it."""
    field = column.field
    optional = field.null or field.blank or field.many_to_many or field.default is not NOT_PROVIDED
    return column.name not in GIVEN_BY_THE_RECORD and not optional


def meaning(column: Column) -> str:
    """What the column says, for one who fills it in."""
    return str(WHEN_TO_GIVE.get(column.name, column.field.help_text))


def _accepted(column: Column) -> list[str]:
    return [value for value, _label in column.field.flatchoices] if isinstance(column.cell, Word) else []


def _with_headings(table: Table, rows: Iterable[list[str]]) -> Iterator[list[str]]:
    yield [column.name for column in table.columns]
    yield from rows


def _sheet_of(book: Workbook, table: Table) -> Any:
    """The sheet of the table, whose columns are text also where nothing is written yet; its headings stay in sight."""
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = max(len(column.name) + 2, 14)
        dimension.number_format = TEXT
    return sheet


def _as_excel_has_it(said: str) -> str:
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", guarded(said))


def _text(sheet: Any, said: str, is_heading: bool = False) -> Any:
    """A cell that is text and nothing else."""
    cell = WriteOnlyCell(sheet, _as_excel_has_it(said) or None)
    if said:
        cell.data_type = "s"
        cell.number_format = TEXT
    if is_heading:
        cell.font = Font(bold=True)
    elif "\n" in said or len(said) > 60:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
