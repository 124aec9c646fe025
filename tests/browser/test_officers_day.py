"""A treaty officer's day, in a real browser, from the invitation of the morning to the draft left to a colleague.

Each errand asserts what the record then holds, and that it took no more clicks, boxes and pages than docs/walks.md has:
so the way cannot grow unseen. SCREENSHOTS names a folder for pictures.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.conftest import shortcomings

pytestmark = pytest.mark.browser

MEASURES = "/admin/signatories/implementingmeasure/"
LEGISLATORS = (
    *("Norway", "Switzerland", "Islande", "United Kingdom", "Georgia", "Japan"),
    *("Canada", "Ukraine", "Moldova", "Liechtenstein", "Uruguay", "Albania"),
)


class Desk:
    """An officer at a page: what is clicked, filled in and loaded is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.boxes = self.pages = 0
        page.context.on("response", self._watch)

    def _watch(self, response: Response) -> None:
        """Counts pages, pop-ups too; neither what is downloaded nor what a pop-up is closed with."""
        request = response.request
        closes = request.method == "POST" and "_popup" in request.url
        is_file = "attachment" in response.headers.get("content-disposition", "")
        self.pages += request.is_navigation_request() and response.status == 200 and not closes and not is_file

    def click(self, name: str, role: Any = "link", within: Locator | None = None) -> None:
        """Clicks what is called exactly so, and waits for what comes."""
        (within or self.page).get_by_role(role, name=name, exact=True).first.click()
        self.clicks += 1
        self.page.wait_for_load_state()

    def fill(self, **boxes: str) -> None:
        """Types into boxes, by column; a list is chosen from."""
        for column, typed in boxes.items():
            box = self.page.locator(f"#id_{column}")
            if box.evaluate("(box) => box.tagName") == "SELECT":
                box.select_option(label=typed)
            else:
                box.fill(typed)
            self.boxes += 1

    def choose(self, column: str, typed: str, choice: str) -> None:
        """Types into a box with suggestions and takes one."""
        box = self.page.locator(f"#id_{column}")
        box.locator("xpath=following-sibling::span[contains(@class, 'select2')]").first.click()
        self.page.locator(".select2-search__field:focus").fill(typed)
        self.page.get_by_role("option", name=choice).click()
        self.clicks, self.boxes = self.clicks + 2, self.boxes + 1

    def add_source(self, title: str) -> None:
        """Adds a source with the + beside its box; its key is made of its title."""
        with self.page.expect_popup() as opened:
            self.page.locator("#add_id_source").click()
        popup = opened.value
        popup.get_by_label("Title").press_sequentially(title)
        popup.get_by_label("Kind").select_option("Depositary")
        popup.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.locator("#id_source option:checked")).to_contain_text(title, timeout=30_000)
        self.clicks, self.boxes = self.clicks + 2, self.boxes + 2

    def told(self, *words: str) -> None:
        """Sees these words in what the page tells of the last thing done."""
        for some in words:
            expect(self.page.locator(".messagelist .success")).to_contain_text(some)

    @contextmanager
    def errand(self, name: str, *, clicks: int, boxes: int, pages: int) -> Iterator[None]:
        """One thing to be done, from the page before it to the page that says it is done."""
        self.page.wait_for_load_state()
        self.clicks = self.boxes = self.pages = 0
        yield
        self.page.wait_for_load_state()
        took, allowed = (self.clicks, self.boxes, self.pages), (clicks, boxes, pages)
        assert all(one <= most for one, most in zip(took, allowed, strict=True)), f"{name}: {took}, not {allowed}"
        look(self.page, name)

    def held(self, address: str) -> Any:
        """What the public API says of it."""
        return self.page.request.get(f"/api/v1/{address}").json()


def look(page: Page, name: str) -> None:
    """Keeps a picture of the page, wide and narrow, where SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        for width in (390, 1400):
            page.set_viewport_size({"width": width, "height": 1000})
            page.screenshot(path=f"{folder}/officer-{name}-{width}.png", full_page=True)


@pytest.fixture
def desk(visitor: Callable[..., Page]) -> Callable[[str, str], Desk]:
    """Seats an officer of a role, who has logged in."""

    def seat(name: str, role: str) -> Desk:
        user = User.objects.create_user(name, password="password", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        page = visitor()
        page.goto("/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill("password")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="What the record holds")).to_be_visible()
        return Desk(page)

    return seat


def test_a_day(desk: Callable[[str, str], Desk], tmp_path: Path) -> None:
    ada = desk("ada", "editor")
    accession_by_invitation(ada)
    reservation_and_its_withdrawal(ada)
    correction_of_a_day(ada)
    twelve_measures(ada, tmp_path)
    draft_for_a_colleague(ada)
    berta = desk("berta", "publisher")
    publication(berta)
    retraction(berta)
    the_same_in_french(berta)


def accession_by_invitation(ada: Desk) -> None:
    with ada.errand("invitation", clicks=7, boxes=6, pages=4):
        ada.click("Budapest Convention (cets-185)")
        ada.click("Record an act")
        ada.choose("participant", "austral", "Australia (AUS)")
        ada.fill(kind="Invitation to accede", done_on="2010-09-30")
        ada.add_source("Notification of October 2010")
        ada.fill(locator="paragraph 1")
        ada.click("Save", "button")
        ada.told("Australia, Invitation to accede, 2010-09-30", "Budapest Convention: Invited since 2010-09-30.")
    assert shortcomings(ada.page) == []
    with ada.errand("accession", clicks=2, boxes=2, pages=2):
        ada.click("Record the accession")
        ada.fill(done_on="2012-11-30", locator="paragraph 2")
        ada.click("Save", "button")
        ada.told("Australia, Budapest Convention: Party since 2013-03-01.")
    acts = ada.held("actions/?treaty=cets-185&participant=AUS&ordering=done_on")["results"]
    assert [act["kind"] for act in acts] == ["invitation_to_accede", "accession"]
    assert {source["key"] for act in acts for source in act["sources"]} == {"notification-of-october-2010"}


def reservation_and_its_withdrawal(ada: Desk) -> None:
    with ada.errand("reservation", clicks=5, boxes=6, pages=3):
        ada.click("Budapest Convention", within=ada.page.locator(".messagelist"))
        ada.click("Record a declaration")
        ada.choose("participant", "austral", "Australia (AUS)")
        ada.fill(kind="Reservation", articles="22", made_on="2012-11-30", locator="paragraph 3")
        ada.fill(summary_en="Does not apply the rules on jurisdiction of Article 22(1)(b) to (d).")
        ada.click("Save", "button")
        ada.told("Recorded: Australia, Reservation, 2012-11-30.")
    with ada.errand("withdrawal", clicks=4, boxes=4, pages=3):
        ada.click("Record its withdrawal")
        assert shortcomings(ada.page) == []
        look(ada.page, "withdrawing")
        ada.add_source("Notification of January 2020")
        ada.fill(withdrawn_on="2020-01-15", locator="paragraph 1")
        ada.click("Record its withdrawal", "button")
        ada.told("Recorded as withdrawn: Australia, Reservation, 2012-11-30.")
    (reservation,) = ada.held("declarations/?treaty=cets-185&participant=AUS")["results"]
    assert (reservation["withdrawn_on"], reservation["until"]) == ("2020-01-15", "2020-01-15")
    cited = [source["key"] for source in reservation["sources"]]
    assert cited == ["notification-of-october-2010", "notification-of-january-2020"]


def correction_of_a_day(ada: Desk) -> None:
    ada.page.goto("/admin/")
    with ada.errand("correction", clicks=3, boxes=2, pages=3):
        ada.click("AI Convention (cets-225)")
        ada.click("United Kingdom (GBR)", within=ada.page.locator("#actions-group"))
        ada.fill(done_on="2024-09-06", reason="The chart says the 6th.")
        ada.click("Save", "button")
        ada.told("Corrected: cets-225.GBR.signature.1.", "United Kingdom, AI Convention: Signatory since 2024-09-06.")
    assert ada.held("actions/cets-225.GBR.signature.1/")["done_on"] == "2024-09-06"


def twelve_measures(ada: Desk, folder: Path) -> None:
    ada.page.goto("/admin/")
    with ada.errand("measures", clicks=5, boxes=2, pages=5):
        ada.click("Implementing measures")
        ada.click("Upload…")
        with ada.page.expect_download() as download:
            ada.page.get_by_role("link", name="A workbook to fill in").click()
        template = folder / "template.xlsx"
        download.value.save_as(template)
        mistaken = {
            3: {"participant": "Great Britian", "kind": "law"},
            8: {"adopted_on": "soon", "source": "transcript"},
        }
        upload(ada, filled_in(template, mistaken))
        sheet = ada.page.get_by_role("region", name="What each row would do")
        expect(sheet.get_by_role("row", name="5 refused")).to_contain_text("such as United Kingdom (GBR)")
        expect(sheet.get_by_role("row", name="10 refused")).to_contain_text("(coe-chart-225-transcript-a)")
        look(ada.page, "mistakes")
        upload(ada, filled_in(template))
        ada.click("Record it as one change", "button")
        ada.told("Recorded as one change: 12 added.")
    measures = ada.held("measures/?treaty=cets-225&adopted_on_after=2026-10-01&adopted_on_before=2026-10-12")
    assert measures["count"] == len(LEGISLATORS) == 12


def upload(ada: Desk, path: Path) -> None:
    ada.page.get_by_label("Spreadsheet").set_input_files(path)
    ada.boxes += 1
    with ada.page.expect_navigation():
        ada.click("Show what it would do", "button")


def filled_in(template: Path, mistaken: dict[int, dict[str, str]] | None = None) -> Path:
    """The workbook with twelve measures, of which some rows say what is mistaken instead."""
    book, path = openpyxl.load_workbook(template), template.with_name("measures.xlsx")
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for number, name in enumerate(LEGISLATORS):
        said = {
            "participant": name, "treaty": "cets-225", "relation": "gives_effect", "kind": "legislative",
            "stage": "adopted", "title": f"Act on artificial intelligence ({name})",
            "adopted_on": dt.date(2026, 10, number + 1), "source": "coe-chart-225-transcript-a", "locator": "annex",
        }  # fmt: skip
        said |= (mistaken or {}).get(number, {})
        sheet.append([said.get(heading) for heading in headings])
    book.save(path)
    return path


def draft_for_a_colleague(ada: Desk) -> None:
    ada.page.goto("/admin/")
    with ada.errand("draft", clicks=7, boxes=5, pages=3):
        ada.click("AI Convention (cets-225)")
        ada.click("Record an act")
        ada.choose("participant", "monac", "Monaco (MCO)")
        ada.fill(kind="Signature", done_on="2026-10-20", locator="row Monaco")
        ada.choose("source", "row by row", "(coe-chart-225-transcript-a)")
        ada.click("Keep as a draft", "button")
        ada.told("Kept as a draft")
    assert ada.held("actions/?treaty=cets-225&participant=MCO")["count"] == 0


def publication(berta: Desk) -> None:
    with berta.errand("publication", clicks=3, boxes=0, pages=3):
        berta.page.locator(".attention").get_by_role("link", name="MCO").click()
        berta.clicks += 1
        berta.click("Publish…", "button")
        look(berta.page, "publishing")
        berta.click("Publish as one change", "button")
        berta.told("Published as one change: Monaco, Signature, 2026-10-20.", "Signatory since 2026-10-20.")
    assert berta.held("actions/cets-225.MCO.signature.1/")["done_on"] == "2026-10-20"


def retraction(berta: Desk) -> None:
    with berta.errand("retraction", clicks=3, boxes=1, pages=3):
        berta.click("Monaco, Signature, 2026-10-20", within=berta.page.locator(".messagelist"))
        berta.click("Retract…")
        berta.fill(reason="Recorded on the wrong treaty.")
        berta.click("Retract it", "button")
        berta.told("Retracted: cets-225.MCO.signature.1.", "Monaco, AI Convention: No action.")
    assert berta.held("actions/?treaty=cets-225&participant=MCO")["count"] == 0


def the_same_in_french(berta: Desk) -> None:
    berta.click("Français", "button")
    with berta.errand("adhésion", clicks=7, boxes=5, pages=4):
        berta.page.goto("/admin/")
        berta.click("Convention de Budapest (cets-185)")
        berta.click("Enregistrer un acte")
        berta.choose("participant", "argentine", "Argentine (ARG)")
        berta.fill(kind="Adhésion", done_on="2018-06-05", locator="ligne Argentine")
        berta.choose("source", "185", "(coe-chart-185-copies)")
        berta.click("Enregistrer", "button")
        berta.told("Argentine, Adhésion, 2018-06-05", "Partie depuis le 2018-10-01.")
