"""The made-up record is lawful, the same for the same seed, and the same whichever way it comes in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.bulk import load
from benchmarks.package import COLUMNS, columns_of, write_package
from benchmarks.record import made_up_record
from signatories.exchange.importing import import_package
from signatories.exchange.plan import ADDED, CORRECTED, LEFT_ALONE
from signatories.exchange.tables import TABLES
from signatories.models import Entry, TreatyAction
from signatories.record.checking import broken_rules
from signatories.record.moments import moments_unlike_the_facts
from signatories.record.verifying import faults
from signatories.treaty_law.acts import ActKind
from tests.bench.conftest import ACTS


def test_the_same_seed_makes_the_same_record() -> None:
    once, again, otherwise = (list(made_up_record(700, seed)) for seed in (1, 1, 2))
    assert once == again
    assert once != otherwise
    assert sum(len(rows["actions"]) for rows in once) == 700
    assert len({row["key"] for rows in once for row in rows["actions"]}) == 700


def test_the_columns_are_the_data_packages() -> None:
    tables = {table.name: table for table in TABLES}
    assert COLUMNS.keys() == tables.keys() - {"claims"}
    assert {column for name in COLUMNS for column in columns_of(name) if column not in tables[name].places} == set()


def test_every_rule_holds_and_the_log_proves_it(made_up: None) -> None:
    assert not list(broken_rules(lambda: None))
    assert not list(faults(lambda _: None))
    assert TreatyAction.objects.held().count() == ACTS
    assert Entry.objects.filter(what="threshold_reached").exists(), "the treaty entered into force"
    made = sum(len(some) for rows in made_up_record(ACTS) for some in rows.values())
    assert Entry.objects.filter(kind="recorded").count() == made


def test_without_its_log_it_is_the_same_record(empty_record: None, tmp_path: Path) -> None:
    """As very large records are made: nothing but the log is missing."""
    stored = load(ACTS, logged=False)
    assert stored == write_package(tmp_path / "package", ACTS)
    assert not list(broken_rules(lambda: None))
    assert not moments_unlike_the_facts()
    assert not Entry.objects.exists()


def test_the_package_says_what_is_in_the_database(made_up: None, tmp_path: Path) -> None:
    written = write_package(tmp_path / "package", ACTS)
    counts = sum(import_package(tmp_path / "package").counts.values(), Counter())
    assert (counts[ADDED], counts[CORRECTED], counts[LEFT_ALONE]) == (0, 0, written)


def test_every_sort_of_story_is_told() -> None:
    kinds = {row["kind"] for rows in made_up_record(4000) for row in rows["actions"]}
    assert kinds == set(ActKind) - {ActKind.CESSATION, ActKind.SUCCESSION_TO_SIGNATURE}
