"""A made-up record of any size, the same for the same seed, in which every act is one that treaty law allows.

Rows come as the data package says them: public column names, days as text, lists as lists. A treaty has about 333 acts
of about 190 of the 200 that may act on it, as large real ones have; a larger record has more treaties.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.record.plain import Rows
from benchmarks.record.treaties import treaty_rows
from benchmarks.record.world import World

SEED = 225
ACTS_A_TREATY = 333


def made_up_record(acts: int, seed: int = SEED) -> Iterator[Rows]:
    """The rows of a record of so many acts, some at a time, what is named before what names it."""
    world = World(seed)
    yield world.rows()
    treaties = treaties_of(acts)
    for number in range(treaties):
        quota = acts // treaties + (number < acts % treaties)
        yield treaty_rows(world, number + 1, quota, seed)


def treaties_of(acts: int) -> int:
    """How many treaties a record of so many acts has."""
    return max(1, acts // ACTS_A_TREATY)
