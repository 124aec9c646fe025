"""The log: what each change did, as lines that are published, hashed into a tree, and never rewritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Model, Q, QuerySet

from signatories.models import HELD, LABELS, Change, Entry, HeldRow, Node
from signatories.models.changes import EntryKind, log_size
from signatories.models.plain_rows import CHUNK, PlainRow, instant_text, plain_rows
from signatories.record.canonical import canonical
from signatories.record.inserting import insert
from signatories.record.merkle import Frontier, Place, leaf_hash, peaks

API = "/api/v1/"
IDENTITY = {model.table: next(iter(model.columns)) for model in (*LABELS, *HELD)}
ENTRY_FIELDS = (
    *("index", "change", "key", "kind", "what", "row", "row_key", "treaty", "participant", "reason", "happens_on"),
    *("leaf", "leaf_hash"),
)
NODE_FIELDS = ("level", "position", "hash")
SHOWN_BY_THEIR_TREATY = {"entitlements", "rules", "thresholds", "weights"}


@dataclass(frozen=True, slots=True)
class LabelChange:
    """A participant, a treaty or a source that a change made, altered or removed, as it was before."""

    model: type[Model]
    key: str
    before: PlainRow | None
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """What follows from a change, such as a threshold reached, and the day it happens on."""

    what: str
    row: str
    row_key: str
    reason: str
    happens_on: str | None
    treaty: str = ""
    participant: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry before it has its number: what it says, and what it concerns."""

    said: dict[str, Any]
    row_key: str
    treaty: str
    participant: str


def enter(
    change: Change,
    at: dt.datetime,
    labels: Iterable[LabelChange],
    models: Iterable[type[HeldRow]],
    reasons: Mapping[tuple[str, str], str],
    events: Iterable[Event],
) -> tuple[int, str]:
    """Appends what the change did to the log: labels, then facts of these models, then what follows.

    Gives the log's size and root after it; the size is that of before where the change did nothing after all.
    """
    first = log_size()
    frontier = Frontier(first, _peak_hashes(first))
    lines = iter(_lines(change, labels, models, reasons, events))
    while batch := list(islice(lines, CHUNK)):
        entries = [
            _entry(change, at, index - first + 1, index, line) for index, line in enumerate(batch, start=frontier.size)
        ]
        nodes = [node for entry in entries for node in frontier.append(entry[-1])]
        insert(Entry, ENTRY_FIELDS, entries)
        insert(Node, NODE_FIELDS, nodes)
    return frontier.size, frontier.root.hex()


def hashes_at(places: Iterable[Place]) -> dict[Place, bytes]:
    """The kept hashes of these nodes, leaves included; two queries."""
    asked = list(places)
    leaves = [position for level, position in asked if level == 0]
    found: dict[Place, bytes] = {
        (0, index): bytes(kept)
        for index, kept in Entry.objects.filter(index__in=leaves).values_list("index", "leaf_hash")
    }
    above = [place for place in asked if place[0]]
    if above:
        condition = Q()
        for level, position in above:
            condition |= Q(level=level, position=position)
        nodes = Node.objects.filter(condition).values_list("level", "position", "hash")
        found |= {(level, position): bytes(kept) for level, position, kept in nodes}
    return found


def path_of(table: str, key: str, treaty: str = "") -> str:
    """The path of a row; a provision is shown by its treaty."""
    return f"{API}treaties/{treaty}/" if table in SHOWN_BY_THEIR_TREATY else f"{API}{table}/{key}/"


def concerned(table: str, row: PlainRow) -> tuple[str, str, str]:
    """The row's key, and the treaty and the participant it concerns, where it concerns one."""
    return row[IDENTITY[table]], row.get("treaty") or "", row.get("participant") or row.get("member") or ""


def _peak_hashes(size: int) -> list[bytes]:
    places = peaks(size)
    found = hashes_at(places)
    return [found[place] for place in places]


def _entry(change: Change, at: dt.datetime, number: int, index: int, line: Line) -> tuple[Any, ...]:
    """The entry as it is stored: a value for each of ENTRY_FIELDS."""
    key = f"{change.number}.{number}"
    leaf = canonical({"key": key, "at": instant_text(at), **line.said})
    return (
        *(index, change.number, key, line.said["kind"], line.said["what"], line.said["row"]),
        *(line.row_key, line.treaty, line.participant, line.said["reason"] or "", line.said["happens_on"]),
        *(leaf, leaf_hash(leaf.encode())),
    )


def _lines(
    change: Change,
    labels: Iterable[LabelChange],
    models: Iterable[type[HeldRow]],
    reasons: Mapping[tuple[str, str], str],
    events: Iterable[Event],
) -> Iterator[Line]:
    yield from _label_lines(change, labels)
    for model in models:
        yield from _row_lines(change, model, reasons)
    for event in events:
        said = _said(EntryKind.DERIVED, event.what, event.row, None, None, event.reason, event.happens_on)
        yield Line(said, event.row_key, event.treaty, event.participant)


def _label_lines(change: Change, labels: Iterable[LabelChange]) -> Iterator[Line]:
    """One line a label, from what it was before the change to what it is after, however often it was stored."""
    first: dict[tuple[Any, str], LabelChange] = {}
    for label in labels:
        first.setdefault((label.model, label.key), label)
    by_model: dict[Any, list[str]] = {}
    for model, key in first:
        by_model.setdefault(model, []).append(key)
    for model, keys in by_model.items():
        ordered = iter(sorted(keys))
        while some := list(islice(ordered, CHUNK)):
            after = dict(plain_rows(model._default_manager.filter(pk__in=some)))
            for key in some:
                label = first[model, key]
                if label.before != after.get(key):
                    yield _line(change, model.table, label.before, after.get(key), label.reason)


def _row_lines(change: Change, model: type[HeldRow], reasons: Mapping[tuple[str, str], str]) -> Iterator[Line]:
    """The rows the change brought, each with the one it took the place of; then those it closed for good."""
    brought = model.objects.filter(brought_by=change).order_by("pk")
    closed = model.objects.filter(closed_by=change).order_by("pk")
    corrects = closed.exists()
    rows = iter(plain_rows(brought))
    while chunk := [row for _, row in islice(rows, CHUNK)]:
        before = _by_key(closed.filter(key__in=[row["key"] for row in chunk])) if corrects else {}
        for row in chunk:
            yield _line(change, model.table, before.get(row["key"]), row, reasons.get((model.table, row["key"]), ""))
    if corrects:
        for _, row in plain_rows(closed.exclude(key__in=brought.values("key"))):
            yield _line(change, model.table, row, None, reasons.get((model.table, row["key"]), ""))


def _by_key(rows: QuerySet[Any]) -> dict[str, PlainRow]:
    return {row["key"]: row for _, row in plain_rows(rows)}


def _line(change: Change, table: str, before: PlainRow | None, after: PlainRow | None, reason: str) -> Line:
    key, treaty, participant = concerned(table, after or before or {})
    kind = EntryKind.RECORDED if before is None else EntryKind.CORRECTED if after else EntryKind.RETRACTED
    said = _said(kind, table, path_of(table, key, treaty), before, after, reason or change.reason, None)
    return Line(said, key, treaty, participant)


def _said(
    kind: EntryKind,
    what: str,
    row: str,
    before: PlainRow | None,
    after: PlainRow | None,
    reason: str,
    happens_on: str | None,
) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "what": what,
        "row": row,
        "before": before,
        "after": after,
        "reason": reason or None,
        "happens_on": happens_on,
    }
