"""What no door may do: write a fact outside a change, rewrite one that is held, touch the log.

Said once as conditions in SQL and made into triggers for either database, so that the rule also holds for a shell and
for another program. `NEW` and `OLD` are the row after and before, in both dialects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from signatories.models.changes import Change, Entry, Moment, Node
from signatories.models.facts import HeldRow
from signatories.models.sources import Citation

CHANGES = Change._meta.db_table


@dataclass(frozen=True)
class Guard:
    """A condition that a statement on a table must meet, with the sentence for the one that does not."""

    table: str
    event: str
    allowed: str
    sentence: str

    @property
    def name(self) -> str:
        """The trigger's name, on both databases."""
        return f"{self.table}_guards_{self.event.lower()}"

    def statements(self, vendor: str) -> list[str]:
        """What makes the trigger, replacing what is there."""
        message = f"{self.name}: {self.sentence}"
        if vendor == "sqlite":
            return [
                f"DROP TRIGGER IF EXISTS {self.name}",
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN NOT ({self.allowed})"
                f" BEGIN SELECT RAISE(ABORT, '{message}'); END",
            ]
        given = "OLD" if self.event == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {_in_postgresql(self.allowed)} THEN RETURN {given}; END IF;"
            f" RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END $$",
            f"CREATE OR REPLACE TRIGGER {self.name} BEFORE {self.event} ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]


def guards(models: list[type[Model]]) -> list[Guard]:
    """Every guard over these models' tables."""
    made: list[Guard] = []
    for model in models:
        if issubclass(model, HeldRow):
            made += [
                *_held_row_guards(model),
                *(guard for link in model._meta.many_to_many for guard in _list_guards(link)),
            ]
    return [*made, *_log_guards(), *_change_guards(), _citation_guard()]


def _open(number: str) -> str:
    """That the change of this number is open."""
    return f"EXISTS (SELECT 1 FROM {CHANGES} WHERE number = {number} AND at IS NULL)"


def _held_row_guards(model: type[HeldRow]) -> list[Guard]:
    table = model._meta.db_table
    closing = {"known_until", "closed_by_id"}
    kept = [field.column for field in model._meta.concrete_fields if field.column not in closing]
    unchanged = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in kept)
    closes = (
        f"{unchanged} AND {_open('NEW.closed_by_id')} AND (OLD.closed_by_id IS NULL OR {_open('OLD.closed_by_id')})"
    )
    return [
        Guard(table, "INSERT", _open("NEW.brought_by_id"), "A row enters the record in a change that is open."),
        Guard(
            table,
            "UPDATE",
            f"{_open('OLD.brought_by_id')} AND {_open('NEW.brought_by_id')} OR ({closes})",
            "What the record holds is not rewritten: correct it, which closes this row and brings another.",
        ),
        Guard(table, "DELETE", _open("OLD.brought_by_id"), "What the record held is not deleted: retract it."),
    ]


def _list_guards(field: Any) -> list[Guard]:
    table, owner = field.m2m_db_table(), field.m2m_column_name()
    owners = field.model._meta.db_table

    def writable(row: str) -> str:
        return (
            f"EXISTS (SELECT 1 FROM {owners} JOIN {CHANGES} ON number = brought_by_id"
            f" WHERE {owners}.id = {row}.{owner} AND at IS NULL)"
        )

    sentence = "What a row of the record names belongs to it: correct the row."
    return [
        Guard(table, "INSERT", writable("NEW"), sentence),
        Guard(table, "UPDATE", f"{writable('OLD')} AND {writable('NEW')}", sentence),
        Guard(table, "DELETE", writable("OLD"), sentence),
    ]


def _log_guards() -> list[Guard]:
    some_open = f"EXISTS (SELECT 1 FROM {CHANGES} WHERE at IS NULL)"
    begins = {Entry: _open("NEW.change_id"), Moment: _open("NEW.change_id"), Node: some_open}
    return [
        guard
        for model, allowed in begins.items()
        for guard in (
            Guard(model._meta.db_table, "INSERT", allowed, "The log grows only in a change that is open."),
            Guard(model._meta.db_table, "UPDATE", "1 = 0", "The log is not rewritten."),
            Guard(model._meta.db_table, "DELETE", "1 = 0", "The log is not shortened."),
        )
    ]


def _change_guards() -> list[Guard]:
    return [
        Guard(CHANGES, "INSERT", "NEW.at IS NULL", "A change begins open."),
        Guard(CHANGES, "UPDATE", "OLD.at IS NULL", "A change that is whole is not rewritten."),
        Guard(CHANGES, "DELETE", "OLD.at IS NULL", "A change that is whole is not deleted."),
    ]


def _citation_guard() -> Guard:
    table = Citation._meta.db_table
    return Guard(
        table,
        "UPDATE",
        "NEW.source_id IS OLD.source_id AND NEW.locator IS OLD.locator",
        "A place in a source is what facts cite: cite another place, and leave this one as it is.",
    )


def _in_postgresql(condition: str) -> str:
    """The condition with SQLite's `a IS b`, which takes two nulls as equal, in standard words."""
    return condition.replace(" IS OLD.", " IS NOT DISTINCT FROM OLD.")
