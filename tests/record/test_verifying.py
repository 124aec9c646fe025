"""`manage.py verify_log` names what was changed behind the program's back."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connection

from signatories.models import HELD, Claim, Entry, Treaty, TreatyAction
from signatories.models.triggers import without_triggers
from signatories.record.changing import change
from signatories.record.proofs import log_head

pytestmark = pytest.mark.django_db

BRITAIN = "cets-225.GBR.signature.1"
UNCITED = (
    "DELETE FROM signatories_treatyaction_also_cited WHERE treatyaction_id ="
    " (SELECT id FROM signatories_treatyaction WHERE key = 'cets-225.NOR.signature.1')"
)


@pytest.fixture(autouse=True)
def a_correction_and_a_retraction() -> None:
    with change() as changing:
        held = TreatyAction.objects.held().get(key="cets-225.URY.signature.1")
        changing.correct(held, {"done_on": "2025-09-03"}, reason="Read again.")
    with change() as changing:
        changing.retract(Claim.objects.held().get(key="enoch-2024.member_count.1"), reason="Told twice.")


def verified(**options: object) -> str:
    out = StringIO()
    call_command("verify_log", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def tamper() -> Iterator[object]:
    """Runs SQL with the guards out of the way."""

    def run(*statements: str) -> str:
        with without_triggers(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                assert cursor.rowcount, statement
        with pytest.raises(CommandError) as refusal:
            verified()
        return str(refusal.value)

    yield run


def test_an_untouched_log_holds() -> None:
    head = log_head()
    assert verified() == f"The log holds: {head.size} entries, root {head.root}.\n"


def test_a_column_that_was_added_since_has_what_it_begins_with(tamper: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """No entry is rewritten for a new column: a flag, a list or a text that was not there is as in any new row."""
    with monkeypatch.context() as before:
        for model, added in {TreatyAction: ("territories", "note"), Treaty: ("complete", "series")}.items():
            columns = {name: attribute for name, attribute in model.columns.items() if name not in added}
            before.setattr(model, "columns", columns)
        with change() as changing:
            changing.keep(Treaty(key="x-treaty", title_en="Of things", title_fr="Des choses"))
            act = TreatyAction(treaty_id="cets-225", participant_id="AUS", kind="signature", done_on="2026-09-01")
            act.source_id, act.locator = "enoch-2024", "a made-up line"
            changing.record(act)
    leaves = Entry.objects.filter(change=changing.change, what__in=["actions", "treaties"]).values_list(
        "leaf", flat=True
    )
    assert len(leaves) == 2 and not any("territories" in leaf or "complete" in leaf for leaf in leaves)
    assert verified().startswith("The log holds")
    said = tamper(f"UPDATE {TreatyAction._meta.db_table} SET territories = '[\"Jersey\"]' WHERE id = {act.pk}")  # type: ignore[operator]
    assert "territories is ['Jersey'] and was entered as []" in said


def test_a_byte_of_any_held_row_is_named(tamper: object) -> None:
    table = TreatyAction._meta.db_table
    said = tamper(f"UPDATE {table} SET locator = replace(locator, 'row', 'roW') WHERE key = '{BRITAIN}'")  # type: ignore[operator]
    assert f"actions {BRITAIN}: It is not what entry" in said
    assert "locator is ['roW United Kingdom" in said


@pytest.mark.parametrize("model", HELD, ids=lambda model: model.__name__)
def test_every_kind_of_row_is_held_against_the_log(tamper: object, model: type) -> None:
    row = model.objects.held().first()  # type: ignore[attr-defined]
    if row is None:
        pytest.skip(f"The shipped record holds no {model.__name__}.")
    said = tamper(f"UPDATE {model._meta.db_table} SET locator = 'elsewhere' WHERE id = {row.pk}")  # type: ignore[attr-defined,operator]
    assert f"{row.table} {row.key}: " in said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE {action} SET done_on = '2024-09-06' WHERE key = '{gbr}'", "done_on is '2024-09-06'"),
        ("UPDATE {action} SET known_from = '2024-09-06' WHERE key = '{gbr}'", "known_from"),
        (
            "UPDATE {action} SET done_on = '2025-09-01' WHERE key = 'cets-225.URY.signature.1' AND closed_by_id > 0",
            "It is not what entry 1.",
        ),
        ("DELETE FROM {action} WHERE key = 'cets-225.NOR.signature.1'", "the record holds no such row"),
        ("UPDATE {claim} SET claimed = '48' WHERE key = 'enoch-2024.member_count.1'", "claimed is '48'"),
        ("UPDATE {participant} SET name_en = 'Britain' WHERE key = 'GBR'", "participants GBR: It is not what the log"),
        (
            "UPDATE {citation} SET locator = 'elsewhere' WHERE source_id = 'enoch-2024' AND locator LIKE 'last%'",
            "locator is",
        ),
        ("UPDATE {entry} SET treaty = '' WHERE row_key = '{gbr}'", "Its columns are not those of its leaf"),
        ("UPDATE {entry} SET leaf = replace(leaf, '2024-09-05', '2024-09-06') WHERE row_key = '{gbr}'", "done_on"),
        (
            "UPDATE {change} SET reason = '', root = '{zero}' WHERE number = 2",
            "do not make the size and root it states",
        ),
        ("DELETE FROM {node} WHERE level = 1 AND position = 0", "is not what is kept"),
        ("UPDATE {moment} SET at = '2001-01-01' WHERE at = (SELECT min(at) FROM {moment})", "moment 2001-01-01"),
    ],
)
def test_what_else_may_be_tampered_with(tamper: object, statement: str, said: str) -> None:
    models = ("treatyaction", "claim", "participant", "citation", "entry", "change", "node", "moment")
    tables = {name.removeprefix("treaty"): f"signatories_{name}" for name in models}
    undone = [UNCITED] if statement.startswith("DELETE FROM {action}") else []
    assert said in tamper(*undone, statement.format(**tables, gbr=BRITAIN, zero="0" * 64))  # type: ignore[operator]


def test_a_rewritten_history_shows_to_who_kept_a_root(tamper: object) -> None:
    """Whoever can write the tables can write a log that holds; not one whose root somebody kept."""
    kept = log_head()
    assert verified(size=kept.size, root=kept.root)
    with pytest.raises(CommandError, match="The log was rewritten"):
        verified(size=kept.size, root="0" * 64)
    with pytest.raises(CommandError, match=f"it had {kept.size + 1} entries once"):
        verified(size=kept.size + 1, root=kept.root)
    with pytest.raises(CommandError, match="together"):
        verified(size=kept.size)
