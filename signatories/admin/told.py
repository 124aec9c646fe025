"""Entries of the log as an officer reads them: what was done to a row, column by column."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signatories.admin.addresses import kind_page, row_page
from signatories.admin.spoken_keys import SpokenKeys
from signatories.models import HELD, LABELS, Change, Entry
from signatories.models.changes import EntryKind
from signatories.models.naming import column_name
from signatories.models.plain_rows import plain_row

THE_PROGRAM = _("the program")
NOTHING = "–"
# The instant of a row is that of the change, which is told beside it.
NOT_TOLD = {"key", "known_from"}
WHERE = _("where it stands")
# What follows from a change, as `signatories.chart.events` calls it.
EVENTS: dict[str, Any] = {
    "threshold_reached": _("threshold reached"),
    "entry_into_force": _("entry into force"),
    "becomes_party": _("becomes party"),
    "ceases_to_be_party": _("ceases to be party"),
    "claim_contradicted": _("claim contradicted"),
}
NOUNS: dict[str, Any] = {model.table: model for model in (*HELD, *LABELS)}


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its public name in words, with what it held before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the log with what it did to the columns of its row."""

    entry: Entry
    noun: str
    address: str
    columns: list[Column]

    @property
    def is_correction(self) -> bool:
        """Whether it has both a before and an after."""
        return self.entry.kind == EntryKind.CORRECTED

    @property
    def who(self) -> str:
        """Who did it, by name; the program where nobody did."""
        return who(self.entry.change)


def who(change: Change) -> str:
    """Who made the change: a name for staff to read."""
    if change.by is None:
        return str(THE_PROGRAM)
    full = change.by.get_full_name()
    return f"{full} ({change.by.get_username()})" if full else change.by.get_username()


def told(entries: Iterable[Entry]) -> list[Told]:
    """The entries as they are read; their changes, and who made those, are best selected with them."""
    names = SpokenKeys()
    return [Told(entry, noun_of(entry), address_of(entry), columns_of(entry, names)) for entry in entries]


def noun_of(entry: Entry) -> str:
    """The noun of the entry's row; of a derived entry the event in words."""
    model = NOUNS.get(entry.what)
    return str(model._meta.verbose_name if model else EVENTS.get(entry.what, entry.what.replace("_", " ")))


def address_of(entry: Entry) -> str:
    """Where the admin shows the entry's row, all its versions if it has a memory; empty where it shows none."""
    *_, table, _, _ = entry.row.split("/")
    model = NOUNS.get(entry.what) or NOUNS.get(table)
    if model is None:
        return ""
    try:
        if model in LABELS:
            return row_page(model(pk=entry.row_key))
        return kind_page(model, key__exact=entry.row_key, held="ever")
    except NoReverseMatch:
        return ""


def columns_of(entry: Entry, names: SpokenKeys) -> list[Column]:
    """The columns it altered; of a row recorded or retracted, those that say anything."""

    def said_in(plain: dict[str, Any], name: str) -> str:
        return in_words(names.said(entry.what, name, plain.get(name)))

    said = json.loads(entry.leaf)
    before, after = cited(said.get("before") or {}), cited(said.get("after") or {})
    there = [name for name in {**before, **after} if name not in NOT_TOLD]
    altered = [name for name in _in_order(entry.what, there) if before.get(name) != after.get(name)]
    return [Column(column_name(name), said_in(before, name), said_in(after, name)) for name in altered]


def cited(plain: dict[str, Any]) -> dict[str, Any]:
    """The columns of a fact with each source beside its place; of another row as they are."""
    sources, places = plain.get("source"), plain.get("locator")
    if not isinstance(sources, list) or not isinstance(places, list):
        return plain
    rest = {name: value for name, value in plain.items() if name not in ("source", "locator")}
    return rest | {str(WHERE): [f"{source}: {place}" for source, place in zip(sources, places, strict=True)]}


def said_by(row: Any) -> list[tuple[str, str]]:
    """What a stored row says, by public name in words; what it leaves open is left out."""
    plain = cited(plain_row(row))
    said = [name for name, value in plain.items() if value not in (None, []) and name not in NOT_TOLD]
    names = SpokenKeys()
    order = _in_order(row.table, said)
    return [(column_name(name), in_words(names.said(row.table, name, plain[name]))) for name in order]


def in_words(value: Any) -> str:
    """A value of the log as it is typed: lists with semicolons, a line each, a dash for unknown."""
    if isinstance(value, list):
        return ";\n".join(map(str, value)) or NOTHING
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return NOTHING if value is None else str(value)


def _in_order(table: str, names: list[str]) -> list[str]:
    """The names in the order of the table; the log has them in that of the alphabet."""
    model = NOUNS.get(table)
    order = list(model.columns) if model else []
    return sorted(names, key=lambda name: order.index(name) if name in order else len(order))
