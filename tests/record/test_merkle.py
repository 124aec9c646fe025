"""The log's hash tree, held against RFC 9162: its definitions and its two verifiers, written out here once more."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatories.record import merkle
from signatories.record.merkle import EMPTY_ROOT, Frontier, Place, consistency_proof, inclusion_proof, peaks, root_at

SMALL, LARGE = 70, 20_000
small_sizes = pytest.mark.parametrize("size", range(SMALL + 1))


def leaf(index: int) -> bytes:
    """What the entry of that index says."""
    return f"entry {index}".encode()


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def grown(leaves: Iterable[bytes]) -> tuple[Frontier, dict[Place, bytes]]:
    """A log of these leaves, grown one by one, and the hash of every whole subtree."""
    frontier, kept = Frontier(), dict[Place, bytes]()
    for index, said in enumerate(leaves):
        kept[0, index] = merkle.leaf_hash(said)
        for level, position, found in frontier.append(kept[0, index]):
            assert (level, position) not in kept
            kept[level, position] = found
    return frontier, kept


FRONTIER, KEPT = grown(leaf(index) for index in range(LARGE))


def kept(places: Iterable[Place]) -> dict[Place, bytes]:
    """The hashes asked for, as a database would give them."""
    return {place: KEPT[place] for place in places}


@cache
def root(first: int, size: int) -> bytes:
    """MTH(D[first:first+size]) as section 2.1.1 defines it."""
    if size == 0:
        return sha()
    if size == 1:
        return sha(b"\x00", leaf(first))
    left = largest_power_of_two_below(size)
    return sha(b"\x01", root(first, left), root(first + left, size - left))


def largest_power_of_two_below(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def path(index: int, first: int, size: int) -> list[bytes]:
    """PATH(index, D[first:first+size]) as section 2.1.3.1 defines it."""
    if size == 1:
        return []
    left = largest_power_of_two_below(size)
    if index < left:
        return [*path(index, first, left), root(first + left, size - left)]
    return [*path(index - left, first + left, size - left), root(first, left)]


def proof(earlier: int, first: int, size: int, complete: bool = True) -> list[bytes]:
    """SUBPROOF(earlier, D[first:first+size], complete) as section 2.1.4.1 defines it."""
    if earlier == size:
        return [] if complete else [root(first, size)]
    left = largest_power_of_two_below(size)
    if earlier <= left:
        return [*proof(earlier, first, left, complete), root(first + left, size - left)]
    return [*proof(earlier - left, first + left, size - left, False), root(first, left)]


def is_included(index: int, size: int, said: bytes, hashes: Sequence[bytes], root_hash: bytes) -> bool:
    """Whether the proof shows the entry to be in the log, by the steps of section 2.1.3.2."""
    if index >= size:
        return False
    fn, sn, r = index, size - 1, sha(b"\x00", said)
    for p in hashes:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = sha(b"\x01", p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha(b"\x01", r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root_hash


def is_consistent(first: int, second: int, hashes: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Whether the proof shows the first log to be the beginning of the second, by the steps of section 2.1.4.2."""
    if first == second:
        return not hashes and first_root == second_root
    if not hashes:
        return False
    steps = list(hashes)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = steps[0]
    for c in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = sha(b"\x01", c, fr), sha(b"\x01", c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha(b"\x01", sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


# The test vectors that implementations of Certificate Transparency share.
SHARED_LEAVES = [
    bytes.fromhex(said)
    for said in [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
]  # fmt: skip
SHARED_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(len(SHARED_ROOTS)))
def test_the_roots_that_others_compute(size: int) -> None:
    frontier, _ = grown(SHARED_LEAVES[:size])
    assert frontier.root.hex() == SHARED_ROOTS[size]


def test_leaves_and_nodes_are_hashed_apart() -> None:
    assert merkle.leaf_hash(b"x") == sha(b"\x00x")
    assert merkle.node_hash(b"l", b"r") == sha(b"\x01lr")
    assert sha() == EMPTY_ROOT


@small_sizes
def test_the_root_is_as_defined_however_it_is_reached(size: int) -> None:
    frontier, _ = grown(leaf(index) for index in range(size))
    assert (frontier.size, frontier.root) == (size, root(0, size))
    assert root_at(size, kept) == root(0, size)


@small_sizes
def test_a_frontier_goes_on_from_its_peaks(size: int) -> None:
    """The log grows in changes: each begins with what the one before left."""
    begun = Frontier(size, [KEPT[place] for place in peaks(size)])
    assert begun.root == root(0, size)
    completed = {(a, b): c for n in range(size, SMALL + 9) for a, b, c in begun.append(KEPT[0, n])}
    assert begun.root == root(0, SMALL + 9)
    assert completed.items() <= KEPT.items()


def test_a_frontier_is_given_as_many_hashes_as_it_has_peaks() -> None:
    with pytest.raises(ValueError, match="argument"):
        Frontier(3, [bytes(32)])


def test_every_whole_subtree_is_kept_once_and_nothing_else() -> None:
    counted = Counter(level for level, _ in KEPT)
    assert counted == {level: LARGE >> level for level in range(LARGE.bit_length())}
    assert all(KEPT[level, position] == root(position << level, 1 << level) for level, position in KEPT if level > 9)


@small_sizes
def test_the_peaks_are_the_whole_subtrees_from_the_left(size: int) -> None:
    found = peaks(size)
    assert [level for level, _ in found] == sorted({level for level, _ in found}, reverse=True)
    covered = [n for level, position in found for n in range(position << level, (position + 1) << level)]
    assert covered == list(range(size))


@small_sizes
def test_every_entry_is_proved_to_be_in_the_log(size: int) -> None:
    for index in range(size):
        hashes = inclusion_proof(index, size, kept)
        assert hashes == path(index, 0, size)
        assert is_included(index, size, leaf(index), hashes, root(0, size))


@small_sizes
def test_no_proof_holds_for_another_entry_or_another_log(size: int) -> None:
    for index in range(size):
        hashes = inclusion_proof(index, size, kept)
        assert not is_included(index, size, b"another", hashes, root(0, size))
        assert not is_included(index, size, leaf(index), hashes, root(0, size + 1))
        assert not is_included(index, size, leaf(index), [*hashes, bytes(32)], root(0, size))
        assert not is_included((index + 1) % size, size, leaf(index), hashes, root(0, size)) or size == 1


@small_sizes
def test_every_log_is_proved_to_be_the_beginning_of_the_later(size: int) -> None:
    for earlier in range(1, size + 1):
        hashes = consistency_proof(earlier, size, kept)
        assert hashes == proof(earlier, 0, size)
        assert is_consistent(earlier, size, hashes, root(0, earlier), root(0, size))
        if earlier < size:
            assert not is_consistent(earlier, size, hashes, root(0, earlier), root(0, size + 1))
            assert not is_consistent(earlier, size, hashes, bytes(32), root(0, size))


@small_sizes
def test_an_empty_log_begins_every_log_without_proof(size: int) -> None:
    assert consistency_proof(0, size, kept) == []


sizes = st.integers(1, LARGE)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), size=sizes)
def test_entries_of_a_large_log(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = inclusion_proof(index, size, kept)
    assert is_included(index, size, leaf(index), hashes, root_at(size, kept))
    assert len(hashes) <= size.bit_length()


@settings(max_examples=150, deadline=None)
@given(data=st.data(), later=sizes)
def test_beginnings_of_a_large_log(data: st.DataObject, later: int) -> None:
    earlier = data.draw(st.integers(1, later))
    hashes = consistency_proof(earlier, later, kept)
    assert is_consistent(earlier, later, hashes, root_at(earlier, kept), root_at(later, kept))
    assert len(hashes) <= later.bit_length() + 1


@settings(max_examples=100, deadline=None)
@given(data=st.data(), size=sizes)
def test_a_proof_reads_few_hashes(data: st.DataObject, size: int) -> None:
    """At most three of each level, in one question; so it costs the same few queries however long the log is."""
    asked: list[list[Place]] = []

    def counting(places: Iterable[Place]) -> dict[Place, bytes]:
        asked.append(list(places))
        return kept(asked[-1])

    inclusion_proof(data.draw(st.integers(0, size - 1)), size, counting)
    consistency_proof(data.draw(st.integers(1, size)), size, counting)
    root_at(size, counting)
    assert len(asked) <= 3
    for places in asked:
        assert max(Counter(level for level, _ in places).values(), default=0) <= 3
