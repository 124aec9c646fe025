"""Whether the log still proves the record: every entry, node, root and row, recomputed.

Three things must hold. The log by itself: its entries follow one another, and hash to the root that each change states.
The entries beside their leaves: what can be asked about is what was hashed. The rows beside the log: each says what the
entry that brought it says, and what the entry that closed it says it had said. Of a column that a release added, older
entries say nothing; their rows have what the column begins with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from django.db.models import Exists, F, Max, OuterRef, Q

from signatories.models import HELD, LABELS, Change, Entry, HeldRow, Node
from signatories.models.changes import EntryKind
from signatories.models.plain_rows import CHUNK, PlainRow, instant_text, plain_rows, plain_value
from signatories.record.canonical import canonical
from signatories.record.changing import nothing_else_changing
from signatories.record.log import concerned
from signatories.record.merkle import Frontier, leaf_hash
from signatories.record.moments import moments_unlike_the_facts

BROUGHT = [EntryKind.RECORDED.value, EntryKind.CORRECTED.value]
CLOSED = [EntryKind.CORRECTED.value, EntryKind.RETRACTED.value]
Counted = Callable[[int], object]


@dataclass(frozen=True)
class Fault:
    """What does not hold: the change, entry or row it concerns, and a sentence."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


def faults(counted: Counted) -> Iterator[Fault]:
    """Everything that does not hold up to the last change, rows first; `counted` is told of entries and rows read."""
    last = Change.objects.aggregate(last=Max("number"))["last"] or 0
    for model in HELD:
        yield from _row_faults(model, last, "brought_by", "after", BROUGHT, counted)
        yield from _row_faults(model, last, "closed_by", "before", CLOSED, counted)
        yield from _instant_faults(model, last)
    with nothing_else_changing():
        yield from _label_faults(counted)
        for at in moments_unlike_the_facts():
            yield Fault(f"moment {instant_text(at)}", "It is kept and nothing changed then, or the reverse.")
    yield from _log_faults(last, counted)


def _row_faults(
    model: type[HeldRow], last: int, edge: str, side: str, kinds: list[str], counted: Counted
) -> Iterator[Fault]:
    """Rows that differ from the entry that brought or closed them, or that no entry did."""
    told = Entry.objects.filter(what=model.table, kind__in=kinds, change__lte=last).order_by("index")
    begun_with = _begun_with(model)
    entries = told.values_list("key", "change", "row_key", "leaf").iterator(CHUNK)
    while chunk := list(islice(entries, CHUNK)):
        counted(len(chunk))
        rows = model.objects.filter(
            key__in={key for _, _, key, _ in chunk}, **{f"{edge}__in": {n for _, n, _, _ in chunk}}
        )
        places = {pk: (number, key) for pk, number, key in rows.values_list("pk", f"{edge}_id", "key")}
        found = {places[pk]: row for pk, row in plain_rows(rows)}
        for entry, number, key, leaf in chunk:
            row = found.get((number, key))
            if row is None:
                yield Fault(f"{model.table} {key}", f"Entry {entry} tells of it, and the record holds no such row.")
            elif difference := _difference(row, begun_with | (orjson.loads(leaf)[side] or {})):
                yield Fault(f"{model.table} {key}", f"It is not what entry {entry} says of it: {difference}.")
    entered = told.filter(change=OuterRef(edge), row_key=OuterRef("key"))
    for key in model.objects.filter(~Exists(entered), **{f"{edge}__lte": last}).values_list("key", flat=True):
        yield Fault(
            f"{model.table} {key}", f"It was {edge.replace('_', ' ')} a change whose entries do not tell of it."
        )


def _begun_with(model: Any) -> PlainRow:
    """What each column says in rows that were there before it was."""
    fields = {name: model._meta.get_field(attribute) for name, attribute in model.columns.items()}
    return {name: [] if field.many_to_many else plain_value(field.get_default()) for name, field in fields.items()}


def _difference(row: PlainRow, told: PlainRow) -> str:
    names = [name for name in {**row, **told} if row.get(name) != told.get(name)]
    return ", ".join(f"{name} is {row.get(name)!r} and was entered as {told.get(name)!r}" for name in names)


def _instant_faults(model: type[HeldRow], last: int) -> Iterator[Fault]:
    """Rows whose instants are not those of the changes they name."""
    begun = Q(brought_by__lte=last, brought_by__restores=False) & ~Q(known_from=F("brought_by__at"))
    ended = Q(closed_by__lte=last) & ~Q(known_until=F("closed_by__at"))
    for key in model.objects.filter(begun | ended).values_list("key", flat=True):
        yield Fault(f"{model.table} {key}", "It was known from or until another instant than that of its change.")


def _label_faults(counted: Counted) -> Iterator[Fault]:
    """Participants, treaties and sources that are not as the log last told of them."""
    for model in LABELS:
        told: dict[str, PlainRow | None] = {}
        begun_with = _begun_with(model)
        for key, leaf in Entry.objects.filter(what=model.table).order_by("index").values_list("row_key", "leaf"):
            after = orjson.loads(leaf)["after"]
            told[key] = after and begun_with | after
        stored = {str(pk): row for pk, row in plain_rows(model._default_manager.order_by("pk"))}
        counted(len(stored))
        for key in sorted({*told, *stored}):
            if difference := _difference(stored.get(key) or {}, told.get(key) or {}):
                yield Fault(f"{model.table} {key}", f"It is not what the log last said of it: {difference}.")


def _log_faults(last: int, counted: Counted) -> Iterator[Fault]:
    """Entries in order, the tree they make, and the root and size that each change states."""
    frontier = Frontier()
    nodes = iter(Node.objects.order_by("pk").values_list("level", "position", "hash").iterator(CHUNK))
    before: Change | None = None
    for change in Change.objects.filter(number__lte=last).order_by("number").iterator(CHUNK):
        yield from _change_faults(change, before)
        for entry in Entry.objects.filter(change=change).order_by("index").iterator(CHUNK):
            counted(1)
            yield from _entry_faults(entry, change, frontier.size)
            for made in frontier.append(leaf_hash(entry.leaf.encode())):
                level, position, kept = next(nodes, (None, None, b""))
                if made != (level, position, bytes(kept)):
                    yield Fault(f"entry {entry.key}", f"The node {made[0]}.{made[1]} above it is not what is kept.")
        if (change.size, change.root) != (frontier.size, frontier.root.hex()):
            yield Fault(str(change), "The entries up to it do not make the size and root it states.")
        before = change


def _change_faults(change: Change, before: Change | None) -> Iterator[Fault]:
    if change.at is None:
        yield Fault(str(change), "It was committed without an instant, by another door than the record's.")
    elif change.number != (before.number + 1 if before else 1) or (before and before.at and change.at <= before.at):
        yield Fault(str(change), "Its number and instant do not follow those of the change before it.")


def _entry_faults(entry: Entry, change: Change, index: int) -> Iterator[Fault]:
    where = f"entry {entry.key}"
    if entry.index != index:
        yield Fault(where, f"It stands at {entry.index}, and {index} entries come before it.")
    try:
        said: dict[str, Any] = orjson.loads(entry.leaf)
    except ValueError:
        yield Fault(where, "Its leaf is not JSON.")
        return
    if bytes(entry.leaf_hash) != leaf_hash(entry.leaf.encode()) or canonical(said) != entry.leaf:
        yield Fault(where, "Its leaf does not hash to what is kept.")
    if difference := _difference(_columns(entry, change), _columns_of_leaf(said, entry)):
        yield Fault(where, f"Its columns are not those of its leaf: {difference}.")


def _columns(entry: Entry, change: Change) -> PlainRow:
    """What can be asked about the entry."""
    happens_on = entry.happens_on.text if entry.happens_on else None
    own = {name: getattr(entry, name) for name in ("key", "kind", "what", "row", "row_key", "treaty", "participant")}
    at = instant_text(change.at) if change.at else None
    return own | {"reason": entry.reason or None, "at": at, "happens_on": happens_on}


def _columns_of_leaf(said: dict[str, Any], entry: Entry) -> PlainRow:
    """The same, as the leaf says it; of a derived entry the leaf does not tell which treaty or participant."""
    own = {name: said.get(name) for name in ("key", "kind", "what", "row", "reason", "at", "happens_on")}
    row = said.get("after") or said.get("before")
    told = concerned(said["what"], row) if row else (entry.row_key, entry.treaty, entry.participant)
    return own | dict(zip(("row_key", "treaty", "participant"), told, strict=True))
