"""A treaty's file as it stood when an act was done: what was done by that day, without the act itself.

It is read through the whole file, not copied: so judging every act of a treaty reads each participant's acts as often
as it has acted, whoever else did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property

from signatories.treaty_law.case import RESTS_ON_NO_ACT, Act, Case

PROVISIONS = tuple(field.name for field in fields(Case) if field.name != "acts")


class CaseBefore(Case):
    """The file as an act of a whole file found it: equal to that file with the later acts, and this one, left out."""

    without: str
    on: dt.date
    _whole: Case

    def __init__(self, whole: Case, act: Act) -> None:
        kept = {name: getattr(whole, name) for name in (*PROVISIONS, *RESTS_ON_NO_ACT)}
        vars(self).update(kept, _whole=whole, without=act.key, on=act.done_on.earliest)

    @cached_property
    def acts(self) -> Sequence[Act]:
        """The acts done by that day, the one left out."""
        return tuple(done_before(self._whole.acts, self.without, self.on))

    @cached_property
    def acts_of(self) -> Mapping[str, tuple[Act, ...]]:
        """The same by participant, in legal order."""
        return _ActsBefore(self._whole.acts_of, self.without, self.on)

    @property
    def whole(self) -> Case:
        """The file with all acts."""
        return self._whole


def done_before(acts: Iterable[Act], without: str, on: dt.date) -> Iterator[Act]:
    """Those of the acts that were done by the day, but for the one with that key."""
    return (act for act in acts if act.key != without and act.done_on.earliest <= on)


class _ActsBefore(Mapping[str, tuple[Act, ...]]):
    """Each participant's acts by that day, read when asked for."""

    def __init__(self, acts_of: Mapping[str, tuple[Act, ...]], without: str, on: dt.date) -> None:
        self._acts_of, self._without, self._on = acts_of, without, on
        self._read: dict[str, tuple[Act, ...]] = {}

    def __getitem__(self, participant: str) -> tuple[Act, ...]:
        found = self._read.get(participant)
        if found is None:
            done = done_before(self._acts_of.get(participant, ()), self._without, self._on)
            found = self._read[participant] = tuple(done)
        if not found:
            raise KeyError(participant)
        return found

    def __iter__(self) -> Iterator[str]:
        return (participant for participant in self._acts_of if participant in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
