"""Every bad row is told: file, line, column, value, why and what to do. Nothing is changed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signatories.exchange import faults as told
from signatories.exchange.faults import BadPackage, Fault
from signatories.exchange.importing import import_package
from signatories.exchange.package import NoPackage
from tests.exchange.packing import CITED, NEWS, cited, exported, pack, rows_of

pytestmark = pytest.mark.django_db

Faults = Callable[..., list[Fault]]


def act(participant: str, **given: Any) -> dict[str, Any]:
    return cited(key="", treaty="cets-225", participant=participant, kind="signature", done_on="2026-10-20") | given


def where(found: list[Fault]) -> list[tuple[str, int | None, str]]:
    return [(fault.file, fault.line, fault.column) for fault in found]


def test_ten_different_faults_are_ten_errors(tmp_path: Path, faults: Faults) -> None:
    package = pack(
        tmp_path / "faulty",
        sources=[NEWS, {"key": "Q News", "kind": "news", "title": "A key with a space"}],
        actions=[
            act("AZE"),
            act("MCO", done_on="2026-02-30", note="A note\nof two lines."),
            act("SRB", kind="signed"),
            act("XXA"),
            act("ARG", source="q-news;q-nowhere", locator="a;b"),
            act("AUS", source="q-news;enoch-2024"),
            act("CRI", takes_effect_on="2026-10-01"),
            act("FRA", kind="ratification"),
            act("MEX", kind="revocation", refers_to="cets-225.MEX.denunciation.1"),
        ],
        memberships=[cited(member="GBR", organisation="FRA", role="member")],
    )
    found = faults(package)
    assert where(found) == [
        ("sources.csv", 3, "key"),
        ("memberships.csv", 2, "organisation"),
        ("actions.csv", 3, "done_on"),
        ("actions.csv", 5, "kind"),
        ("actions.csv", 6, "participant"),
        ("actions.csv", 7, "source"),
        ("actions.csv", 8, "locator"),
        ("actions.csv", 9, "takes_effect_on"),
        ("actions.csv", 10, "kind"),
        ("actions.csv", 11, "refers_to"),
    ]
    assert [fault.value for fault in found[2:6]] == ["2026-02-30", "signed", "XXA", "q-news;q-nowhere"]
    assert all(fault.reason and fault.remedy for fault in found)
    assert str(found[3]).startswith("actions.csv, line 5, kind: 'signed' is not known here. Give signature, ")
    assert "VCLT 14" in found[8].reason and found[8].remedy.startswith("Record the signature first")


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("key,colour\n", 1, "colour", "no such column"),
        ("key;treaty;kind\n", 1, "key;treaty;kind", "Separate cells by commas"),
        ("key,key\n", 1, "key", "twice"),
        ("", 1, "", "empty"),
        ("key,note\na,b,c\n", 2, "", "3 cells"),
        ('key,note\n\n"a","b"c\n', 3, "", "cannot be read as CSV"),
        ('key,note\na,"b\nc', 2, "", "cannot be read as CSV"),
        ("key,note\n\ncets-225.GBR.signature.1,Ca\udce9\n", 3, "", "not UTF-8 from byte 28 on"),
        ("key,note\ncets-225.GBR.signature.1,a\0b\n", 2, "", "NUL"),
        ("key,note\nx.1,a\n", 1, "treaty", "New rows need this column"),
        ("key,done_on\ncets-225.GBR.signature.1,\n", 2, "done_on", "not left empty"),
        ("key,known_from\ncets-225.GBR.signature.1,2999-01-01T00:00:00Z\n", None, "", ""),
        ("key,note\ncets-225.GBR.signature.1,a\ncets-225.GBR.signature.1,b\n", 3, "key", "on line 2 already"),
        ("key,scope\ncets-225.GBR.signature.1,whole\n", 2, "scope", "Only a denunciation has a scope"),
        ("key,refers_to\ncets-225.GBR.signature.1,cets-225.GBR.signature.1\n", 2, "refers_to", "wait for one another"),
        ("key,confidence\ncets-225.GBR.signature.1,sure\n", 2, "confidence", "high, medium or low"),
        ("key,note\n,\n  ,\n\ncets-225.GBR.signature.1,a,\n", 5, "", "3 cells"),
    ],
)
def test_a_file_that_cannot_be_taken(
    tmp_path: Path, faults: Faults, text: str, line: int | None, column: str, said: str
) -> None:
    package = pack(tmp_path / "faulty")
    (package / "actions.csv").write_bytes(b"\xef\xbb\xbf" + text.encode(errors="surrogateescape"))
    if line is None:
        assert import_package(package).counts["actions"]["left alone"] == 1
        return
    fault = next(fault for fault in faults(package) if fault.column == column)
    assert (fault.file, fault.line) == ("actions.csv", line)
    assert said in str(fault)


@pytest.mark.parametrize(
    ("table", "row", "column", "said"),
    [
        ("participants", {"participant": "GBR", "iso_alpha2": "FR"}, "iso_alpha2", "has this ISO alpha-2 code"),
        ("participants", {"participant": "", "name_en": "Nobody"}, "participant", "could be any"),
        ("participants", {"participant": "QQQ", "type": "state", "name_en": "Q"}, "name_fr", "New rows need"),
        ("treaties", {"treaty": "cets-225", "complete": "no"}, "complete", "neither true nor false"),
        ("treaties", {"treaty": "cets-225", "text_url": "not an address"}, "text_url", "valid URL"),
        ("treaties", {"treaty": "cets-225", "complete": "false"}, "complete", "Say in the scope note"),
        ("weights", cited(treaty="cets-225", participant="GBR", weight="1,5"), "weight", "not a number"),
        ("weights", cited(treaty="cets-225", participant="GBR", weight="-1"), "weight", "0 or more"),
        ("rules", cited(treaty="cets-225", applies_to="treaty", delay_months="99999"), "delay_months", "32767"),
        ("rules", cited(treaty="cets-225", applies_to="treaty", counted_kinds="nod"), "counted_kinds", "Not kinds"),
        ("rules", cited(treaty="cets-225", applies_to="treaty"), "alternative", "has a rule for this already"),
        ("thresholds", cited(treaty="cets-225", minimum="some"), "minimum", "neither a number"),
        ("thresholds", cited(treaty="cets-225", participants="GBR;XX", minimum="1"), "participants", "no 'XX'"),
        ("memberships", cited(member="GBR", organisation="COE", role="member"), "member", "already has a place"),
        ("declarations", cited(treaty="cets-225", participant="GBR", kind="objection", made_on="2026", summary_en="No.",
                               refers_to="x"), "refers_to", "There is no x among the declarations"),
        ("declarations", cited(treaty="cets-225", participant="GBR", kind="declaration", made_on="2025",
                               summary_en="No.", withdrawn_on="2026-01-15"), "until", "day from which it no longer"),
        ("claims", CITED | {"question": "is_party", "treaty": "cets-225", "claimed": "maybe"}, "claimed", "or false"),
    ],
)  # fmt: skip
def test_a_row_that_a_rule_refuses(
    tmp_path: Path, faults: Faults, table: str, row: dict[str, str], column: str, said: str
) -> None:
    found = faults(pack(tmp_path / "faulty", **{"sources": [NEWS], table: [row]}))
    fault = next(fault for fault in found if fault.column == column)
    assert (fault.file, fault.line) == (f"{table}.csv", 1 if "New rows" in said else 2)
    assert said in str(fault)


def test_a_fault_is_told_once_and_not_by_those_that_rest_on_it(tmp_path: Path, faults: Faults) -> None:
    package = pack(
        tmp_path / "faulty",
        sources=[NEWS],
        treaties=[{"treaty": "q-treaty", "title_en": "A Convention", "title_fr": ""}],
        milestones=[cited(treaty="q-treaty", kind="opened", occurred_on="2020-01-01", title="Opened")],
        actions=[
            act("GBR", treaty="q-treaty"),
            act("AZE", done_on="20 October"),
            act("AZE", kind="ratification"),
            act("GBR", key="cets-225.GBR.signature.1", done_on="never"),
            act("GBR", kind="ratification"),
        ],
    )
    assert where(faults(package)) == [
        ("treaties.csv", 2, "title_fr"),
        ("actions.csv", 3, "done_on"),
        ("actions.csv", 5, "done_on"),
    ]


def test_one_among_many_is_found(tmp_path: Path, faults: Faults) -> None:
    rows = [cited(treaty="cets-225", kind="other", occurred_on="2025", title=f"News {n}") for n in range(2500)]
    rows[1234] |= {"title": " "}
    rows[2345] |= {"key": "a key"}
    package = pack(tmp_path / "faulty", sources=[NEWS], milestones=rows)
    assert where(faults(package)) == [("milestones.csv", 1236, "title"), ("milestones.csv", 2347, "key")]


def test_treaties_of_very_many_acts_are_judged_one_by_one(
    tmp_path: Path, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = [act("FRA", treaty=treaty, done_on="1990") for treaty in ("cets-185", "cets-225")]
    package = pack(tmp_path / "faulty", sources=[NEWS], actions=acts)
    together = where(faults(package))
    monkeypatch.setattr("signatories.models.case_files.ACTS_TOGETHER", 1)
    assert where(faults(package)) == together and {line for _, line, _ in together} == {2, 3}


def test_no_participant_is_altered_from_under_its_acts(tmp_path: Path, faults: Faults) -> None:
    package = pack(tmp_path / "faulty", participants=[{"participant": "GBR", "until": "2020"}])
    (refused,) = faults(package)
    assert where([refused]) == [("actions.csv", None, "participant")]
    assert "takes its ground from cets-225.GBR.signature.1" in refused.reason


def test_of_very_many_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    package = pack(tmp_path / "faulty", sources=[NEWS], actions=[act("NOBODY") for _ in range(told.MOST + 50)])
    with pytest.raises(BadPackage) as bad:
        import_package(package)
    assert (len(bad.value.faults), bad.value.count) == (told.MOST, told.MOST + 50)


def test_a_table_of_another_name_is_no_table(tmp_path: Path, faults: Faults) -> None:
    package = exported(tmp_path / "faulty")
    (package / "signatures.csv").write_text("key\n")
    (package / "notes.txt").write_text("Not looked at.")
    assert where(faults(package)) == [("signatures.csv", None, "")]
    assert where(faults(pack(tmp_path / "nothing"))) == [("nothing", None, "")]


def test_a_dry_run_finds_the_same_faults(tmp_path: Path, faults: Faults) -> None:
    package = pack(tmp_path / "faulty", sources=[NEWS], actions=[act("FRA", kind="ratification"), act("XXA")])
    assert faults(package, dry_run=True) == faults(package)


def test_a_damaged_zip_file_is_refused(tmp_path: Path, faults: Faults) -> None:
    with pytest.raises(NoPackage):
        import_package(tmp_path / "nowhere")
    (tmp_path / "plain.zip").write_text("No archive.")
    with pytest.raises(NoPackage):
        import_package(tmp_path / "plain.zip")
    whole = exported(tmp_path / "whole.zip")
    with zipfile.ZipFile(whole) as archive:
        place = archive.getinfo("actions.csv").header_offset + 200
    damaged = bytearray(whole.read_bytes())
    damaged[place : place + 50] = bytes(50)
    (tmp_path / "damaged.zip").write_bytes(damaged)
    assert ("actions.csv", None, "") in where(faults(tmp_path / "damaged.zip"))


def test_cells_that_would_be_formulas_stay_exact(tmp_path: Path) -> None:
    row = next(
        row for row in rows_of(exported(tmp_path / "whole"), "actions") if row["key"] == "cets-225.GBR.signature.1"
    )
    note = '=1+1;"two",\r\nthree\r\tfour '
    import_package(pack(tmp_path / "mended", actions=[row | {"note": note}]))
    rows = rows_of(exported(tmp_path / "again"), "actions")
    assert next(row for row in rows if row["key"] == "cets-225.GBR.signature.1")["note"] == note
