"""What is exported comes back: byte by byte into an empty record, and as nothing new into the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from frictionless import Package, system

from signatories.exchange.importing import import_package
from signatories.exchange.writing import write_package
from signatories.models import Change, Source, TreatyAction
from signatories.record.changing import change
from tests.api import generated
from tests.exchange.conftest import Everything
from tests.exchange.packing import exported, rows_of, tables_of

pytestmark = pytest.mark.django_db

Emptied = Callable[[], None]


@pytest.fixture
def generated_record(db: None) -> None:
    """A made-up record beside the shipped one, whose oddities the depositary itself tells."""
    generated.record()
    Source.objects.filter(key__startswith="q-").update(kind="depositary")
    TreatyAction.objects.filter(treaty__in=["q-first", "q-second"], note="").update(note='=As, shown;\r\n"here" ')


def counts(path: Path) -> dict[str, int]:
    """How many rows of a package an import adds, corrects and leaves alone."""
    found = import_package(path).counts.values()
    return {what: sum(count[what] for count in found) for what in ("added", "corrected", "left alone")}


@pytest.mark.parametrize("name", ["record", "record.zip"])
def test_the_shipped_record_comes_back_byte_by_byte(tmp_path: Path, emptied: Emptied, name: str) -> None:
    before = exported(tmp_path / name)
    emptied()
    rows = sum(json.loads((exported(tmp_path / "empty") / "datapackage.json").read_text())["counts"].values())
    assert rows == 0
    assert counts(before)["corrected"] == 0
    assert tables_of(exported(tmp_path / f"again-{name}")) == tables_of(before)
    assert counts(before)["added"] == 0
    call_command("verify_log", verbosity=0)
    call_command("check_record", verbosity=0)


@pytest.mark.usefixtures("generated_record")
def test_a_record_of_every_oddity_comes_back_byte_by_byte(tmp_path: Path, emptied: Emptied) -> None:
    before = exported(tmp_path / "before")
    assert all(len(rows) > 1 for rows in map(bytes.splitlines, tables_of(before).values()) if b"weight" not in rows[0])
    emptied()
    assert counts(before)["added"] == sum(json.loads((before / "datapackage.json").read_text())["counts"].values())
    assert tables_of(exported(tmp_path / "after")) == tables_of(before)
    call_command("verify_log", verbosity=0)


def test_importing_an_export_changes_nothing(tmp_path: Path, everything: Everything) -> None:
    package, before = exported(tmp_path / "record"), everything()
    assert counts(package) == {"added": 0, "corrected": 0, "left alone": sum(map(len, _rows(package)))}
    assert everything() == before


def _rows(package: Path) -> list[list[dict[str, str]]]:
    return [rows_of(package, file.stem) for file in package.glob("*.csv")]


def test_what_the_record_held_is_what_was_exported_then(tmp_path: Path) -> None:
    then = exported(tmp_path / "then")
    moment = Change.objects.latest("number").at
    with change() as changing:
        signature = TreatyAction.objects.held().get(key="cets-225.URY.signature.1")
        changing.correct(signature, {"done_on": "2025-09-03"}, reason="Read again.")
        changing.retract(TreatyAction.objects.held().get(key="cets-225.CHE.signature.1"), reason="Never made.")
    assert tables_of(exported(tmp_path / "now")) != tables_of(then)
    assert tables_of(exported(tmp_path / "as-then", known_on=moment)) == tables_of(then)
    said, before = (json.loads((tmp_path / name / "datapackage.json").read_text()) for name in ("as-then", "then"))
    assert said == before


@pytest.mark.usefixtures("generated_record")
def test_frictionless_finds_it_valid(tmp_path: Path) -> None:
    folder, archive = exported(tmp_path / "record"), tmp_path / "record.zip"
    write_package(archive)
    for path in (folder / "datapackage.json", archive):
        with system.use_context(trusted=True):
            report = Package(str(path)).validate()
        assert report.flatten(["type", "note", "rowNumber", "fieldName"]) == []
        assert report.stats["tasks"] == 14


def test_a_package_says_what_it_is(tmp_path: Path) -> None:
    said = json.loads((exported(tmp_path / "record") / "datapackage.json").read_text())
    last = Change.objects.latest("number")
    assert said["licenses"][0]["name"] == "CC0-1.0"
    assert said["log"] == {"size": last.size, "root": last.root}
    assert said["counts"]["actions"] == TreatyAction.objects.held().count()
    assert [resource["path"] for resource in said["resources"]][:3] == [
        "sources.csv",
        "participants.csv",
        "treaties.csv",
    ]
    assert all(field["description"] for resource in said["resources"] for field in resource["schema"]["fields"])


def test_the_same_record_makes_the_same_bytes(tmp_path: Path) -> None:
    write_package(tmp_path / "one.zip")
    write_package(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
