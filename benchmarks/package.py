"""The made-up record as a data package: the way in that the importer takes."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.record import SEED, made_up_record

COLUMNS = {
    "sources": "key kind title publisher author published_on retrieved_on speaks_as_of url language note",
    "participants": "participant type name_en name_fr iso_alpha2 from until succeeds note",
    "treaties": "treaty series number title_en title_fr short_title_en short_title_fr depositary grouped_by amends"
    " complete scope_note text_url",
    "memberships": "key member organisation role from until note",
    "entitlements": "key treaty way participant members_of all_states from until after_entry_into_force",
    "rules": "key treaty applies_to alternative article consents_required organisations_count counted_kinds"
    " delay_months delay_days rounding not_before fixed_day later_from earliest_after_months ends_below verified text",
    "thresholds": "key treaty alternative members_of participants membership_on measure minimum denominator",
    "weights": "key treaty participant weight",
    "actions": "key treaty participant kind done_on takes_effect_on expires_on scope territories articles refers_to"
    " note",
    "declarations": "key treaty participant kind articles territories made_on takes_effect_on until withdrawn_on"
    " refers_to amends summary_en summary_fr",
    "measures": "key participant treaty relation kind stage title summary adopted_on in_force_on repealed_on articles"
    " url",
    "milestones": "key treaty kind occurred_on place body title",
    "checks": "key treaty speaks_as_of result",
}
LABELS = ("sources", "participants", "treaties")
OF_A_FACT = "source locator confidence known_from"


def columns_of(table: str) -> list[str]:
    """The table's columns, as the contract of the data package names them."""
    return (COLUMNS[table] if table in LABELS else f"{COLUMNS[table]} {OF_A_FACT}").split()


def write_package(folder: Path, acts: int, seed: int = SEED) -> int:
    """Writes a package of so many acts; gives the number of its rows."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with ExitStack() as files:
        writers = {}
        for table in COLUMNS:
            file = files.enter_context((folder / f"{table}.csv").open("w", newline="", encoding="utf-8"))
            writers[table] = csv.writer(file, lineterminator="\n")
            writers[table].writerow(columns_of(table))
        for rows in made_up_record(acts, seed):
            for table, some in rows.items():
                names = columns_of(table)
                writers[table].writerows([cell(row.get(name)) for name in names] for row in some)
                written += len(some)
    return written


def cell(value: Any) -> str:
    """The value as a cell of a package."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, list) else str(value)
