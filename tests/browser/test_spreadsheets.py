"""A treaty officer with a workbook: shown what each row would do and what is wrong beside its cell, then confirming."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from signatories.models import TreatyAction
from tests.browser.conftest import shortcomings

pytestmark = pytest.mark.browser

STILL = """() => {
    const still = new CSSStyleSheet();
    still.replaceSync("* { transition: none !important }");
    document.adoptedStyleSheets = [still];
}"""

GBR_SIGNED = "cets-225.GBR.signature.1"
HEADINGS = ["Key", "Treaty", "Participant", "Kind", "Done on", "Note", "Source", "Locator"]
CHART = ("coe-chart-225-transcript-a", "row Türkiye, column Signature")


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """An Excel file with rows of actions, as an officer makes one."""

    def make(*rows: tuple[Any, ...]) -> Path:
        book, path = openpyxl.Workbook(), tmp_path / "acts.xlsx"
        for row in (HEADINGS, *rows):
            book.active.append(list(row))
        book.create_sheet("My notes")
        book.save(path)
        return path

    return make


def upload(page: Page, path: Path) -> None:
    page.get_by_label("Spreadsheet").set_input_files(path)
    with page.expect_navigation():
        page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_role("region", name="What each row would do")).to_be_visible()


def look(page: Page, name: str) -> None:
    """Keeps pictures of the page, light, dark and narrow, where SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        for scheme, width in (("light", 1400), ("dark", 1400), ("light", 390)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 1000})
            page.screenshot(path=f"{folder}/{name}-{scheme}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1400, "height": 1000})


def test_a_workbook_is_looked_at_mended_and_confirmed(officer: Page, workbook: Any, tmp_path: Path) -> None:
    officer.goto("/admin/signatories/treatyaction/?participant__exact=GBR&treaty__exact=cets-225")
    look(officer, "list")
    with officer.expect_download() as download:
        officer.get_by_role("link", name="Download as XLSX").click()
    download.value.save_as(tmp_path / "downloaded.xlsx")
    downloaded = openpyxl.load_workbook(tmp_path / "downloaded.xlsx")
    assert [row[0] for row in downloaded.active.values] == ["key", GBR_SIGNED]
    officer.get_by_role("link", name="Upload…").click()
    expect(officer.get_by_role("heading", name="Upload treaty actions")).to_be_visible()
    look(officer, "upload")
    assert shortcomings(officer) == []

    held = TreatyAction.objects.held().get(key=GBR_SIGNED)
    correction = (
        GBR_SIGNED,
        "cets-225",
        "United Kingdom",
        "signature",
        dt.date(2024, 9, 6),
        "Read again.",
        held.source_id,
        held.locator,
    )
    signature = (None, "cets-225", "Turkey", "signature", dt.date(2026, 10, 5), None, *CHART)
    wrong = (None, "cets-225", "Macedonia", "signing", "soon", "=1+1", "nowhere", "x")
    unsigned = (None, "cets-225", "Kingdom of the Netherlands", "ratification", dt.date(2026, 10, 5), None, *CHART)
    upload(officer, workbook(correction, signature, wrong, unsigned))
    sheet = officer.get_by_role("region", name="What each row would do")
    expect(sheet.get_by_role("row", name="4 refused")).to_contain_text("North Macedonia (MKD)")
    expect(sheet.get_by_role("row", name="5 refused")).to_contain_text("VCLT 14")
    expect(officer.get_by_text("Only the first sheet")).to_contain_text("“My notes”")
    expect(officer.get_by_role("button", name="Record it as one change")).to_have_count(0)
    look(officer, "refused")
    # Colours are looked at, not their changing. A style in the page the security policy would refuse.
    officer.evaluate(STILL)
    for scheme in ("light", "dark"):
        officer.emulate_media(color_scheme=scheme)
        assert shortcomings(officer) == []
    sheet.get_by_role("link", name="source").click()
    expect(sheet.get_by_role("cell", name="nowhere")).to_be_in_viewport()

    upload(officer, workbook(correction, signature))
    expect(sheet.get_by_role("row", name="2 to be corrected")).to_contain_text("2024-09-05 2024-09-06")
    expect(sheet.get_by_role("row", name="3 to be added")).to_contain_text("TUR")
    look(officer, "judged")
    assert shortcomings(officer) == []
    officer.get_by_role("button", name="Record it as one change").click()
    expect(officer.locator(".field-reason .errorlist")).to_contain_text("A correction has a reason")
    officer.get_by_label("Why is it corrected?").fill("The chart was read again.")
    look(officer, "reason")
    officer.get_by_role("button", name="Record it as one change").click()
    expect(officer.locator(".messagelist")).to_contain_text("Recorded as one change: 1 added, 1 corrected.")
    assert TreatyAction.objects.held().get(key=GBR_SIGNED).done_on.text == "2024-09-06"

    officer.goto("/admin/signatories/treatyaction/import/")
    upload(officer, workbook(correction, signature))
    expect(officer.get_by_text("there is nothing to record")).to_be_visible()
