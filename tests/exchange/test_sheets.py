"""Spreadsheets as text: days and numbers read as they are seen, broken files told, downloads read back as written."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatories.exchange import sheets
from signatories.exchange.cells import Unreadable
from signatories.exchange.given import TABLE_NAMED
from signatories.exchange.sheet_files import TooMuch, csv_lines, write_template, write_workbook
from signatories.exchange.sheet_rows import SheetRows
from signatories.exchange.sheets import LONGEST_TEXT, BadSheet, Sheet, read_sheet

CLAIMS = TABLE_NAMED["claims"]
WIDTH = len(CLAIMS.columns)
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
TEMPTING = st.sampled_from(
    ["=1+1", "'=1", "''-", "-", "\t=x", "\r\n", "@a", "＝1", "_x0041_", "#N/A", "01", "1e5", "\x07", "''"]
)


def workbook(*rows: Iterable[Any], formats: dict[str, str] | None = None, further: Iterable[str] = ()) -> bytes:
    """An Excel file whose first sheet has the rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for place, number_format in (formats or {}).items():
        book.active[place].number_format = number_format
    for name in further:
        book.create_sheet(name)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def written(rows: list[list[str]], as_csv: bool = False) -> bytes:
    """What is downloaded of the rows."""
    if as_csv:
        return b"".join(csv_lines(CLAIMS, rows))
    file = io.BytesIO()
    write_workbook(CLAIMS, rows, file)
    return file.getvalue()


def test_what_excel_keeps_otherwise_is_read_as_it_is_seen() -> None:
    day = dt.datetime(2025, 9, 1)
    data = workbook(
        [None], ["Key", "Done On", "", "n"], ["a", day, None, 5.0], [], [" ", None], [True, day, None, 12.5],
        [None, day, None, 30],
        formats={"B3": "dd/mm/yyyy", "B6": "mmm\\-yy", "B7": "yyyy"}, further=["Notes", "Old"],
    )  # fmt: skip
    sheet = read_sheet(data)
    assert (sheet.heading_row, sheet.headings) == (2, ["Key", "Done On", "", "n"])
    assert sheet.rows == [
        (3, ["a", "2025-09-01", "", "5"]),
        (6, ["true", "2025-09", "", "12.5"]),
        (7, ["", "2025", "", "30"]),
    ]
    assert (sheet.name, sheet.others) == ("Sheet", ["Notes", "Old"])


@pytest.mark.parametrize(
    ("said", "why"),
    [("=1+1", "formula"), ("#N/A", "#N/A"), ("a_x0000_", "character"), ("_xD800_", "character")],
)
def test_what_is_neither_value_nor_text_is_told(said: str, why: str) -> None:
    ((_number, (shown,)),) = read_sheet(workbook(["key"], [said])).rows
    assert isinstance(shown, Unreadable) and why in str(shown)


@pytest.mark.parametrize(
    "data",
    [
        b"key,note\r\na,\"1; 2\"\r\n,\r\n\r\nb,c\r\n",
        b"\xef\xbb\xbfkey;note\na;\"1; 2\"\n\n\nb;c",
        b"key\tnote\na\t1; 2\n\n\nb\tc\t",
    ],
    ids=["commas", "Excel's semicolons", "tabs"],
)  # fmt: skip
def test_csv_in_the_forms_that_excel_saves(data: bytes) -> None:
    rows = [(number, [cell for cell in cells if cell]) for number, cells in read_sheet(data).rows]
    assert rows == [(2, ["a", "1; 2"]), (5, ["b", "c"])]


def _packed(**files: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0 and so on", "old kind"),
        (b"PK\x03\x04 and no more", "cannot be read as an Excel workbook"),
        (_packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "cannot be read as an Excel workbook"),
        ("key\na\nT\xfcrkiye\n".encode("cp1252"), "not UTF-8 text, from line 3 on"),
        ("key\na\n".encode("utf-16"), "not UTF-8 text"),
        (b"key\n\0\n", "not text"),
        (b'key\na\n"b\n', "Row 3 cannot be read as CSV"),
        (b"", "is empty"),
        (b" , ,\n\n", "is empty"),
        (workbook(), "is empty"),
        (b"key,note\n,\n", "no rows beneath"),
        (b"key\n" + b"a\n" * 2001, "more than 2000 rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sheet_is_told_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadSheet) as bad:
        read_sheet(data)
    assert sentence in str(bad.value) and str(bad.value).endswith(".")


def test_a_file_made_to_unpack_without_end_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1000)
    with pytest.raises(BadSheet, match="too large when unpacked"):
        read_sheet(workbook(["key"], ["a"]))


def test_a_row_number_beyond_every_sheet_ends_the_reading() -> None:
    rows = '<row r="99999999999"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    data, file = workbook(["key"]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            new.writestr(name, part.replace("</sheetData>", f"{rows}</sheetData>"))
    with pytest.raises(BadSheet, match="more rows than a sheet"):
        read_sheet(file.getvalue())


@given(st.lists(st.lists(CELLS | TEMPTING, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=3))
def test_what_is_downloaded_is_read_back_as_it_was(rows: list[list[str]]) -> None:
    expected = [[cell.strip() and cell for cell in row] for row in rows if any(cell.strip() for cell in row)]
    for as_csv in (True, False):
        try:
            read = read_sheet(written(rows, as_csv))
        except BadSheet:
            assert not expected
            continue
        found = [cells + [""] * (WIDTH - len(cells)) for _number, cells in read.rows]
        assert [[cell.strip() and cell for cell in row] for row in found] == expected


@given(CELLS | TEMPTING)
def test_no_cell_of_a_download_is_a_formula(said: str) -> None:
    _headings, cells = openpyxl.load_workbook(io.BytesIO(written([["a", said, *[""] * (WIDTH - 2)]]))).active.rows
    for cell in cells:
        assert cell.data_type in ("s", "n")
        assert not str(cell.value or "").lstrip().startswith(("=", "+", "-", "@"))


def test_a_text_longer_than_a_cell_of_excel_is_not_cut() -> None:
    for text, fits in (("x" * LONGEST_TEXT, True), ("-" * LONGEST_TEXT, False), ("\a" * 5000, False)):
        row = ["a", text, *[""] * (WIDTH - 2)]
        assert read_sheet(written([row], as_csv=True)).rows[0][1][1] == text
        if fits:
            assert read_sheet(written([row])).rows[0][1][1] == text
        else:
            with pytest.raises(TooMuch, match="a has a longer text"):
                written([row])


@pytest.mark.parametrize("table", ["actions", "declarations", "measures", "memberships", "claims"])
def test_the_template_has_the_columns_and_what_each_means(table: str) -> None:
    file = io.BytesIO()
    write_template(TABLE_NAMED[table], file)
    first, second = openpyxl.load_workbook(file).worksheets
    names = [column.name for column in TABLE_NAMED[table].columns]
    assert [cell.value for cell in first[1]] == names and first.title == table
    (_heading, *meanings) = second.iter_rows(values_only=True)
    assert [name for name, *_ in meanings] == names and all(says for _name, _must, says, _words in meanings)
    assert all(first.column_dimensions[letter].number_format == "@" for letter in "ABC")


def faults_of(sheet: Sheet) -> list[tuple[int | None, str, str]]:
    found: list[Any] = []
    lines = list(SheetRows(TABLE_NAMED["actions"], sheet).rows(found.append))
    assert not (found and lines)
    return [(fault.line, fault.column, fault.reason) for fault in found]


def test_headings_are_columns_in_any_case_and_others_are_told() -> None:
    data = b"TREATY, Done on ,colour,,treaty,\ncets-225,2025,red,x,,\n"
    assert faults_of(read_sheet(data)) == [
        (1, "colour", "Actions have no column of this name."),
        (1, "", "This column has no heading."),
        (1, "treaty", "This column is there twice."),
    ]
    sheet = SheetRows(TABLE_NAMED["actions"], read_sheet(b"TREATY, Done on ,,\ncets-225,2025,,\n"))
    assert list(sheet.places) == ["treaty", "done_on"]
    (line,) = sheet.rows(print)
    assert (line.number, line.cells) == (2, ["cets-225", "2025"])


def test_a_cell_beside_the_columns_is_told_with_its_row() -> None:
    found: list[Any] = []
    rows = SheetRows(TABLE_NAMED["actions"], read_sheet(b"treaty\na\nb,stray\n"))
    assert [line.number for line in rows.rows(found.append)] == [2, 3]
    assert [(fault.line, fault.reason) for fault in found] == [
        (3, "This row has a cell to the right of the last heading.")
    ]
