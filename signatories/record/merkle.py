"""The hash tree of an append-only log, after RFC 9162, section 2.1: pure functions on hashes.

A node is named by its level (0 is the leaves) and its position there; only whole subtrees are kept, so a log of n
entries keeps fewer than n nodes, and a root or a proof reads at most three of each level.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

Place = tuple[int, int]
Hashes = Callable[[Iterable[Place]], dict[Place, bytes]]
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of an entry (2.1.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side (2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def peaks(size: int) -> list[Place]:
    """The whole subtrees that together are the log of that size, from the left.

    >>> peaks(6)
    [(2, 0), (1, 2)]
    """
    return [(level, (size >> level) - 1) for level in reversed(range(size.bit_length())) if size >> level & 1]


def root_of(hashes: Iterable[bytes]) -> bytes:
    """The root over subtrees given from the left, each smaller than the one before (2.1.1)."""
    root = None
    for subtree in reversed(list(hashes)):
        root = subtree if root is None else node_hash(subtree, root)
    return EMPTY_ROOT if root is None else root


class Frontier:
    """The peaks of a log that grows: takes leaf hashes one by one, gives the nodes that each completes."""

    def __init__(self, size: int = 0, peak_hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self._peaks = [(level, found) for (level, _), found in zip(peaks(size), peak_hashes, strict=True)]

    def append(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Level, position and hash of each node above the leaves that this leaf hash completes."""
        level, whole = 0, leaf
        position = self.size
        while self._peaks and self._peaks[-1][0] == level:
            _, left = self._peaks.pop()
            level, position, whole = level + 1, position >> 1, node_hash(left, whole)
            yield level, position, whole
        self._peaks.append((level, whole))
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of the log as it is now."""
        return root_of(found for _, found in self._peaks)


def inclusion_proof(index: int, size: int, hashes: Hashes) -> list[bytes]:
    """The hashes that lead from the entry at `index` to the root of the log of that size (2.1.3.1)."""
    return _subtree_hashes(_inclusion_path(index, 0, size), hashes)


def consistency_proof(earlier: int, later: int, hashes: Hashes) -> list[bytes]:
    """The hashes that prove the log of the earlier size to be the beginning of the later one (2.1.4.1)."""
    if earlier in (0, later):
        return []
    return _subtree_hashes(_consistency_path(earlier, 0, later, True), hashes)


def root_at(size: int, hashes: Hashes) -> bytes:
    """The root of the log when it had that size."""
    places = peaks(size)
    found = hashes(places)
    return root_of(found[place] for place in places)


Span = tuple[int, int]


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _inclusion_path(index: int, first: int, size: int) -> list[Span]:
    """Where the proof's subtrees begin and how many entries each has."""
    if size <= 1:
        return []
    left = _split(size)
    if index < left:
        return [*_inclusion_path(index, first, left), (first + left, size - left)]
    return [*_inclusion_path(index - left, first + left, size - left), (first, left)]


def _consistency_path(earlier: int, first: int, size: int, is_whole: bool) -> list[Span]:
    """The same of a consistency proof; `is_whole` while the earlier log is a subtree the asker knows the root of."""
    if earlier == size:
        return [] if is_whole else [(first, size)]
    left = _split(size)
    if earlier <= left:
        return [*_consistency_path(earlier, first, left, is_whole), (first + left, size - left)]
    return [*_consistency_path(earlier - left, first + left, size - left, False), (first, left)]


def _subtree_hashes(spans: list[Span], hashes: Hashes) -> list[bytes]:
    """The hash of each run of entries, from the whole subtrees it is made of."""
    made_of = [[(level, (first >> level) + place) for level, place in peaks(size)] for first, size in spans]
    found = hashes(place for places in made_of for place in places)
    return [root_of(found[place] for place in places) for places in made_of]
