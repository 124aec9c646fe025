"""Spreadsheets in the admin: downloaded as filtered, uploaded, shown row by row, and taken in once confirmed."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signatories.admin.spreadsheets import Spreadsheets
from signatories.admin.uploads import LARGEST
from signatories.exchange.drafts import publish
from signatories.models import Change, Claim, Draft, Entry, ImplementingMeasure, TreatyAction
from signatories.record.changing import change
from tests.admin.conftest import address, messages_of

GBR_SIGNED = "cets-225.GBR.signature.1"
CHART = "coe-chart-225-transcript-a"
SIGNATURE = {
    "treaty": "cets-225",
    "participant": "Mexico",
    "kind": "signature",
    "done_on": "2026-09-01",
    "source": CHART,
    "locator": "row Mexico",
}
NOUNS = [kept.model for kept in admin.site._registry.values() if isinstance(kept, Spreadsheets)]

pytestmark = pytest.mark.django_db


def as_csv(*rows: dict[str, str]) -> bytes:
    """The rows as a CSV file, with the columns that any of them gives."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def as_xlsx(*rows: dict[str, Any]) -> bytes:
    """The rows as a workbook."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    for cells in (names, *([row.get(name) for name in names] for row in rows)):
        book.active.append(cells)
    book.save(file)
    return file.getvalue()


def downloaded(client: Client, model: Any, **asked: str) -> list[dict[str, str]]:
    """The rows of a download, by column; in either form the same."""
    answers = [client.get(address(model, "export"), asked | {"form_of": form}) for form in ("csv", "xlsx")]
    assert [answer.status_code for answer in answers] == [200, 200]
    texts, books = (b"".join(answer) for answer in answers)
    sheet = openpyxl.load_workbook(io.BytesIO(books)).active
    headings, *rows = sheet.iter_rows(values_only=True)
    found = [dict(zip(headings, ["" if cell is None else cell for cell in row], strict=True)) for row in rows]
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n"}
    assert list(csv.DictReader(io.StringIO(texts.decode("utf-8-sig"), newline=""))) == found
    return found


@pytest.fixture
def officer(client: Client) -> User:
    """An editor who is logged in."""
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    client.force_login(editor)
    return editor


@pytest.fixture
def upload(officer: User, client: Client) -> Callable[..., Any]:
    """Uploads a file; the page that then shows what it would do."""

    def send(data: bytes, name: str = "sheet.csv", model: Any = TreatyAction) -> Any:
        page = client.post(address(model, "import"), {"format": "0", "import_file": SimpleUploadedFile(name, data)})
        assert page.status_code == 200
        return page

    return send


@pytest.fixture
def confirm(client: Client) -> Callable[..., Any]:
    """Confirms what a page shows."""

    def send(page: Any, model: Any = TreatyAction, **columns: str) -> Any:
        form = page.context_data["confirm_form"]
        sent = {bound.html_name: bound.value() or "" for bound in form}
        return client.post(address(model, "process_import"), sent | columns)

    return send


def told(page: Any) -> list[tuple[str, str]]:
    """What becomes of each row, and under which key."""
    return [(row.what, row.key) for row in page.context_data["judgment"].rows]


def faults(page: Any) -> dict[tuple[int, str], str]:
    """What is wrong, by row and column; 0 where it is no row's."""
    judgment = page.context_data["judgment"]
    assert "confirm_form" not in page.context_data
    found = {
        (row.number, cell.column): str(fault) for row in judgment.rows for cell in row.cells for fault in cell.faults
    }
    found |= {(row.number, fault.column): str(fault) for row in judgment.rows for fault in row.faults}
    return found | {(0, fault.column): str(fault) for fault in judgment.faults}


@pytest.fixture
def unchanged() -> Iterator[None]:
    """Whatever happens meanwhile, the record is the same afterwards."""
    said = lambda: (Change.objects.count(), Entry.objects.count(), TreatyAction.objects.count())  # noqa: E731
    before = said()
    yield
    assert said() == before


@pytest.mark.parametrize("model", NOUNS)
def test_what_is_downloaded_and_uploaded_again_is_left_alone(
    model: Any, upload: Any, client: Client, unchanged: None
) -> None:
    rows = downloaded(client, model)
    assert len(rows) == model.objects.held().count() > 0
    for name, data in (("sheet.csv", as_csv(*rows)), ("sheet.xlsx", as_xlsx(*rows))):
        page = upload(data, name, model)
        assert set(told(page)) == {("left alone", row["key"]) for row in rows}, name
        assert "confirm_form" not in page.context_data
        assert "nothing to record" in page.content.decode()


def test_a_download_is_of_the_list_as_it_is_filtered_searched_and_ordered(client: Client, officer: User) -> None:
    asked = {"treaty__exact": "cets-225", "kind__exact": "signature", "done_on__startswith": "2025", "q": "2", "o": "1"}
    listed = client.get(address(TreatyAction, "changelist"), asked)
    rows = downloaded(client, TreatyAction, **asked)
    assert [row["key"] for row in rows] == [row.key for row in listed.context_data["cl"].result_list] != []
    links = [where for _form, where in listed.context_data["downloads"]]
    assert all(
        "done_on__startswith=2025" in where and where in listed.content.decode().replace("&amp;", "&")
        for where in links
    )
    refused = client.get(address(TreatyAction, "export"), {"colour": "red"})
    assert refused["Location"].endswith("?e=1")
    decided = downloaded(client, Claim, decided="no")
    assert len(decided) == Claim.objects.held().filter(decision="").count()


def test_no_formula_is_downloaded_and_its_text_comes_back(upload: Any, confirm: Any, client: Client) -> None:
    note = '=HYPERLINK("https://example.org")'
    confirm(upload(as_csv(SIGNATURE | {"note": note})))
    act = TreatyAction.objects.held().get(participant="MEX")
    assert act.note == note
    (row,) = downloaded(client, TreatyAction, q=act.key)
    assert row["note"] == f"'{note}"
    assert told(upload(as_xlsx(row), "sheet.xlsx")) == [("left alone", act.key)]
    apostrophe = act.note = f"'{note}"
    (altered,) = told(upload(as_csv(row | {"note": f"'{apostrophe}"})))
    assert altered == ("corrected", act.key)


def test_each_row_is_shown_with_what_becomes_of_it_and_nothing_is_done(
    upload: Any, client: Client, unchanged: None
) -> None:
    held, other = (downloaded(client, TreatyAction, q=key)[0] for key in (GBR_SIGNED, "cets-225.NOR.signature.1"))
    page = upload(
        as_xlsx(
            held | {"done_on": dt.datetime(2024, 9, 6), "note": "Read again."},
            SIGNATURE | {"participant": "Perou"},
            {name: text for name, text in other.items() if name != "key"},
        ),
        "sheet.xlsx",
    )
    assert told(page) == [
        ("corrected", GBR_SIGNED), ("added", "cets-225.PER.signature.1"), ("left alone", other["key"]),
    ]  # fmt: skip
    corrected, added, _ = page.context_data["judgment"].rows
    altered = {cell.column: (cell.before, cell.after) for cell in corrected.cells if cell.is_altered}
    assert altered == {"done_on": ("2024-09-05", "2024-09-06"), "note": ("", "Read again.")}
    assert {cell.column: (cell.given, cell.after) for cell in added.cells}["participant"] == ("Perou", "PER")
    shown = page.content.decode()
    assert "<del>2024-09-05</del>" in shown and "<ins>2024-09-06</ins>" in shown and "in the sheet: Perou" in shown
    assert "1 to be added, 1 to be corrected, 1 left alone." in shown


def test_what_is_wrong_stands_beside_its_cell_and_nothing_is_recorded(upload: Any, unchanged: None) -> None:
    wrong = {
        2: {"participant": "Atlantis"},
        3: {"kind": "signing"},
        4: {"done_on": "soon"},
        5: {"source": "nowhere"},
        6: {"participant": "Argentina", "kind": "ratification"},
        7: {"participant": "Macedonia"},
    }
    page = upload(as_csv(*(SIGNATURE | row for row in wrong.values()), SIGNATURE | {"participant": "Costa Rica"}))
    found = faults(page)
    assert set(found) == {
        (2, "participant"),
        (3, "kind"),
        (4, "done_on"),
        (5, "source"),
        (6, "kind"),
        (7, "participant"),
    }
    assert "VCLT 14" in found[6, "kind"] and "North Macedonia (MKD)" in found[7, "participant"]
    assert [what for what, _key in told(page)[:6]] == ["refused"] * 6
    assert "mend what is marked" in page.content.decode()


def test_a_heading_or_a_column_that_is_wrong_is_told(upload: Any, unchanged: None) -> None:
    assert "no column of this name" in faults(upload(as_csv(SIGNATURE | {"colour": "red"})))[0, "colour"]
    without = {name: text for name, text in SIGNATURE.items() if name not in ("source", "locator")}
    assert set(faults(upload(as_csv(without)))) == {(0, "source"), (0, "locator")}
    assert "formula" in faults(upload(as_xlsx(SIGNATURE | {"note": "=1+1"}), "sheet.xlsx"))[2, "note"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("sheet.pdf", b"%PDF-1.7", "sheet.pdf is no spreadsheet"),
        ("sheet.csv", b"a" * (1024 * 1024 + 1), "more than the"),
        ("sheet.csv", b"", "This file is empty"),
        ("sheet.xlsx", b"PK\x03\x04", "cannot be read as an Excel workbook"),
        ("sheet.csv", "treaty\nTürkiye\n".encode("cp1252"), "not UTF-8"),
    ],
)
def test_a_file_that_is_no_sheet_is_told_so(upload: Any, name: str, data: bytes, sentence: str) -> None:
    page = upload(data, name)
    (why,) = page.context_data["form"].errors["import_file"]
    assert sentence in why.replace("\xa0", " ") and why.endswith(".")


def test_a_confirmed_sheet_is_one_change_with_its_reason(
    upload: Any, confirm: Any, client: Client, officer: User
) -> None:
    (held,) = downloaded(client, TreatyAction, q=GBR_SIGNED)
    page = upload(as_csv(held | {"note": "Read again."}, SIGNATURE, SIGNATURE | {"participant": "Peru"}))
    before = Change.objects.count()
    refused = confirm(page)
    assert refused.context_data["confirm_form"].errors["reason"] == ["A correction has a reason: say why."]
    assert Change.objects.count() == before
    answer = confirm(refused, reason="The note was missing.")
    assert answer.status_code == 302 and "2 added, 1 corrected" in messages_of(answer)
    change_made = Change.objects.latest("number")
    assert (Change.objects.count(), change_made.by, change_made.reason) == (
        before + 1,
        officer,
        "The note was missing.",
    )
    assert TreatyAction.objects.filter(brought_by=change_made).count() == 3
    assert TreatyAction.objects.held().get(key=GBR_SIGNED).note == "Read again."
    assert Entry.objects.filter(row_key=GBR_SIGNED).latest("index").reason == "The note was missing."
    # Sent again, as by a second click, it does nothing: it is shown what it would do now.
    again = confirm(refused, reason="The note was missing.")
    assert told(again)[0] == ("left alone", GBR_SIGNED) and Change.objects.count() == before + 1


def test_a_sheet_of_the_greatest_size_can_be_confirmed(upload: Any, confirm: Any) -> None:
    """Also where it cannot be made smaller: what the page sends back stays within what Django takes."""
    measure = {
        "treaty": "cets-225",
        "participant": "NOR",
        "relation": "related",
        "kind": "policy",
        "stage": "announced",
    }
    texts = (base64.b64encode(random.Random(number).randbytes(24_000)).decode() for number in range(42))
    rows = [measure | {"title": text[:9], "summary": text, "source": CHART, "locator": "x"} for text in texts]
    data = as_xlsx(*rows)
    assert 0.9 * LARGEST < len(data) < LARGEST
    page = upload(data, "sheet.xlsx", ImplementingMeasure)
    assert len(page.context_data["confirm_form"].initial["import_file_name"]) > LARGEST
    assert confirm(page, ImplementingMeasure).status_code == 302
    assert ImplementingMeasure.objects.held().filter(summary=rows[-1]["summary"]).exists()


def test_a_sheet_is_judged_anew_where_the_record_changed_meanwhile(upload: Any, confirm: Any, client: Client) -> None:
    (held,) = downloaded(client, TreatyAction, q=GBR_SIGNED)
    page = upload(as_csv(held, SIGNATURE))
    assert told(page) == [("left alone", GBR_SIGNED), ("added", "cets-225.MEX.signature.1")]
    act = TreatyAction.objects.held().get(key=GBR_SIGNED)
    with change() as record:
        record.correct(act, {"note": "Another officer's."}, reason="Sooner.")
    before = Change.objects.count()
    shown = confirm(page)
    assert told(shown)[0] == ("corrected", GBR_SIGNED)
    assert "the record has changed since" in shown.content.decode()
    assert Change.objects.count() == before
    assert TreatyAction.objects.held().get(key=GBR_SIGNED).note == "Another officer's."
    assert confirm(shown, reason="The chart has no such note.").status_code == 302
    assert TreatyAction.objects.held().get(key=GBR_SIGNED).note == ""


def test_a_sheet_whose_ground_is_gone_is_refused_when_it_is_confirmed(upload: Any, confirm: Any) -> None:
    page = upload(as_csv(SIGNATURE | {"participant": "United Kingdom", "kind": "ratification"}))
    with change() as record:
        record.retract(TreatyAction.objects.held().get(key=GBR_SIGNED), reason="Misread.")
    before = Change.objects.count()
    assert "VCLT 14" in faults(confirm(page))[2, "kind"]
    assert Change.objects.count() == before


def test_nothing_of_an_upload_is_kept_but_in_the_page(
    upload: Any, confirm: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with CaptureQueriesContext(connection) as captured:
        page = upload(as_xlsx(SIGNATURE), "sheet.xlsx")
    written = {query["sql"].split(" ")[2] for query in captured if query["sql"].startswith("INSERT")}
    assert not any("import" in table or "session" in table for table in written)
    assert list(tmp_path.iterdir()) == []
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
        late = confirm(page)
    assert late["Location"] == address(TreatyAction, "import") and "more than an hour old" in messages_of(late)
    assert not TreatyAction.objects.filter(participant="MEX").exists()


@pytest.mark.parametrize(
    "sent",
    [{}, {"import_file_name": "x"}, {"import_file_name": "../../etc/passwd", "format": "x", "resource": "9"}],
    ids=["nothing", "no upload", "another's file"],
)
def test_a_confirmation_of_nothing_is_told_so(officer: User, client: Client, sent: dict[str, str]) -> None:
    answer = client.post(address(TreatyAction, "process_import"), sent | {"reason": "x"})
    assert answer["Location"] == address(TreatyAction, "import")
    assert "Nothing was recorded" in messages_of(answer)


def test_a_decision_on_a_claim_is_a_publishers(upload: Any, confirm: Any, client: Client, officer: User) -> None:
    claim = {"source": "enoch-2024", "locator": "x", "question": "member_count", "organisation": "COE", "claimed": "45"}
    decided = claim | {"decision": "46", "decision_reason": "So it was."}
    assert set(faults(upload(as_csv(decided), model=Claim))) == {(2, "decision"), (2, "decision_reason")}
    officer.groups.set([Group.objects.get(name="publisher")])
    confirm(upload(as_csv(decided), model=Claim), Claim)
    kept = Claim.objects.held().get(decision="46", claimed="45")
    officer.groups.set([Group.objects.get(name="editor")])
    (row,) = downloaded(client, Claim, q=kept.key)
    assert told(upload(as_csv(row | {"locator": "page 2"}), model=Claim)) == [("corrected", kept.key)]
    assert set(faults(upload(as_csv(row | {"decision": "47"}), model=Claim))) == {(2, "decision")}


def test_who_may_only_add_corrects_and_drafts_nothing(upload: Any, confirm: Any, client: Client, officer: User) -> None:
    officer.groups.clear()
    officer.user_permissions.set(Permission.objects.filter(codename__in=["add_treatyaction", "view_treatyaction"]))
    (row,) = downloaded(client, TreatyAction, q=GBR_SIGNED)
    page = upload(as_csv(SIGNATURE))
    assert told(page) == [("added", "cets-225.MEX.signature.1")]
    assert "Keep as drafts" not in page.content.decode() and confirm(page, _draft="1").status_code == 403
    assert "says otherwise" in faults(upload(as_csv(row | {"note": "x"})))[2, "key"]


def test_the_template_filled_in_is_taken(upload: Any, client: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(address(TreatyAction, "template")))))
    sheet, file = book.worksheets[0], io.BytesIO()
    sheet.append([SIGNATURE.get(cell.value) for cell in sheet[1]])
    book.save(file)
    page = upload(file.getvalue(), "actions.xlsx")
    assert told(page) == [("added", "cets-225.MEX.signature.1")]
    assert "Only the first sheet" not in page.content.decode(), "It warns of the sheet that it made itself."


def test_a_sheet_is_kept_as_drafts(upload: Any, confirm: Any, client: Client, officer: User) -> None:
    (held,) = downloaded(client, TreatyAction, q=GBR_SIGNED)
    page = upload(as_csv(held | {"note": "Read again."}, SIGNATURE | {"kind": "Signature"}))
    assert "Keep as drafts" in page.content.decode()
    assert confirm(page, _draft="1").context_data["confirm_form"].errors["reason"]
    before = Change.objects.count()
    answer = confirm(page, _draft="1", reason="The note was missing.")
    assert answer["Location"] == address(Draft, "changelist") and Change.objects.count() == before
    correction, new = Draft.objects.order_by("pk")
    assert (correction.key, correction.cells) == (GBR_SIGNED, {"note": "Read again."})
    assert (new.key, new.cells["participant"], new.cells["kind"]) == ("", "MEX", "signature")
    publish([correction, new], by=officer)
    assert TreatyAction.objects.held().get(participant="MEX").done_on.text == "2026-09-01"
    page = upload(as_csv(SIGNATURE | {"participant": "Peru", "key": "cets-225.PER.signature.9"}))
    assert "Keep as drafts" not in page.content.decode()


def test_more_faults_than_are_told_are_counted(upload: Any) -> None:
    page = upload(as_csv(*[SIGNATURE | {"participant": "Nobody", "kind": "x", "done_on": "soon"}] * 400))
    assert "200 more things are wrong" in page.content.decode()


def test_queries_do_not_grow_with_the_rows(upload: Any, client: Client) -> None:
    rows = downloaded(client, TreatyAction)

    def asked(some: list[dict[str, str]]) -> int:
        with CaptureQueriesContext(connection) as captured:
            upload(as_csv(*some))
        return len(captured)

    asked(rows[:1])
    assert asked(rows[:20]) == asked(rows[:2])
