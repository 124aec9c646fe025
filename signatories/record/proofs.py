"""What the log proves: its root at a moment, that an entry is in it, that it only ever grew (RFC 9162, 2.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from signatories.models import Change, Entry
from signatories.record.log import hashes_at
from signatories.record.merkle import EMPTY_ROOT, consistency_proof, inclusion_proof, root_at


@dataclass(frozen=True, slots=True)
class LogHead:
    """The log after its last change: how many entries, their root, and since when."""

    size: int
    root: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an entry, in the canonical JSON that is hashed, stands at its place in the log of that size."""

    entry: str
    index: int
    size: int
    leaf: str
    hashes: list[str]
    root: str


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the log of the one size is the beginning of the log of the other."""

    earlier: int
    later: int
    earlier_root: str
    later_root: str
    hashes: list[str]


class NotInTheLog(ValueError):
    """A question about what the log does not hold: a sentence, and the parameter it concerns."""

    def __init__(self, parameter: str, sentence: str) -> None:
        super().__init__(sentence)
        self.parameter = parameter


def last_change_entered(by: dt.datetime | None = None) -> Change | None:
    """The last change up to that moment (None: now), by the log's own time: of loaded fixtures, their loading."""
    changes = Change.objects.filter(at__isnull=False)
    return (changes.filter(at__lte=by) if by else changes).order_by("-at").first()


def entries_by(moment: dt.datetime | None = None) -> QuerySet[Entry]:
    """What the log held at that moment (None: now), told by its places, so that it is walked in either direction."""
    last = last_change_entered(moment)
    return Entry.objects.filter(index__lt=last.size or 0) if last else Entry.objects.none()


def log_head(by: dt.datetime | None = None) -> LogHead:
    """The log as it was at that moment (None: now); one query."""
    last = last_change_entered(by)
    return LogHead(last.size or 0, last.root, last.at) if last else LogHead(0, EMPTY_ROOT.hex(), None)


def inclusion(entry: str, size: int | None = None) -> Inclusion:
    """The proof that the entry is in the log of that size (None: of today's). Raises NotInTheLog."""
    found = Entry.objects.filter(key=entry, change__at__isnull=False).first()
    if found is None:
        raise NotInTheLog("entry", f"The log has no entry {entry[:60]!r}: changes/ gives each entry's key.")
    size = _size(size, "size")
    if size <= found.index:
        raise NotInTheLog("size", f"Entry {entry} stands at {found.index}, so in no log of {size} entries.")
    proof = inclusion_proof(found.index, size, hashes_at)
    return Inclusion(entry, found.index, size, found.leaf, [one.hex() for one in proof], root_at(size, hashes_at).hex())


def consistency(earlier: int, later: int | None = None) -> Consistency:
    """The proof between the log's two sizes (`later` None: today's). Raises NotInTheLog."""
    later = _size(later, "to")
    if earlier > later:
        raise NotInTheLog("from", f"from={earlier} is more than to={later}: the log only grows.")
    proof = consistency_proof(earlier, later, hashes_at)
    earlier_root, later_root = (root_at(size, hashes_at).hex() for size in (earlier, later))
    return Consistency(earlier, later, earlier_root, later_root, [one.hex() for one in proof])


def _size(asked: int | None, parameter: str) -> int:
    """The size asked for, at most today's."""
    head = log_head()
    if asked is None:
        return head.size
    if asked > head.size:
        raise NotInTheLog(parameter, f"{parameter}={asked}: the log has {head.size} entries today.")
    return asked
