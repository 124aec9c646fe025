"""What importing a package does, table by table, and what its rows have in common while they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from signatories.exchange.faults import Fault, Faults, reason_and_remedy
from signatories.exchange.lines import Lines
from signatories.exchange.names import Names
from signatories.exchange.tables import Table
from signatories.models import Entitlement, Membership, Milestone, Rule, Threshold, TreatyAction, Weight
from signatories.record.changing import Changing

PROVISIONS = {model.table for model in (Entitlement, Rule, Threshold, Weight, Milestone)}
Told = Callable[[str, int, int], object]
"""Called with what is being done, and how much of how much was."""

ADDED, CORRECTED, LEFT_ALONE = "added", "corrected", "left alone"
HELD_OTHERWISE = _("%(key)s is held and says otherwise: correct it, or leave the key empty to record another.")


Altered = Mapping[str, tuple[str, str]]
"""The columns that a row alters, as the cells that say them before and after; of a new row those it states."""

NOTHING_ALTERED: Altered = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row, its key, and the columns it altered."""

    what: str
    key: str
    altered: Altered = field(default_factory=dict)


@dataclass
class Ground:
    """What treaty law's judgment of acts rests on and was itself refused: judging them would only say it again."""

    treaties: set[str] = field(default_factory=set)
    participants: set[str] = field(default_factory=set)
    acts: set[tuple[str, str]] = field(default_factory=set)
    is_whole: bool = True
    """Whether every line of the tables that say who may act, and when, could be read."""

    def spoil(self, table: str, treaty: str | None, participant: str | None) -> None:
        """Notes that a row of the table, about these, was refused."""
        if table in PROVISIONS and treaty:
            self.treaties.add(treaty)
        elif table == Membership.table and participant:
            self.participants.add(participant)
        elif table == TreatyAction.table and treaty and participant:
            self.acts.add((treaty, participant))

    def is_sound(self, treaty: str, participant: str) -> bool:
        """Whether nothing that bears on the participant's acts on the treaty was refused."""
        refused = (
            not self.is_whole
            or treaty in self.treaties
            or participant in self.participants
            or (treaty, participant) in self.acts
        )
        return not refused


@dataclass
class Import:
    """An import under way."""

    changing: Changing
    reason: str
    told: Told = lambda *_: None
    names: Names = field(default_factory=Names)
    faults: Faults = field(default_factory=Faults)
    ground: Ground = field(default_factory=Ground)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    may_correct: bool = True
    """Whether a row that is held otherwise is corrected; else it is refused."""
    outcomes: dict[tuple[str, int], Outcome] | None = None
    """What became of each row, by table and line; None where nobody will ask for each."""
    lines: dict[str, Lines] = field(default_factory=dict)

    def became(self, what: str, table: Table, line: int, key: str, altered: Altered = NOTHING_ALTERED) -> None:
        """Notes what became of the row of the table that is on this line, and has this key."""
        self.counts.setdefault(table.name, Counter())[what] += 1
        if self.outcomes is not None:
            self.outcomes[table.name, line] = Outcome(what, key, altered)

    def unread(self, fault: Fault) -> None:
        """Notes a line, or a whole file, that could not be read."""
        self.faults.add(fault)
        self.ground.is_whole &= fault.file.removesuffix(".csv") not in PROVISIONS | {Membership.table}

    def refuse(self, table: Table, line: int | None, column: str, value: str, sentence: str) -> None:
        """Notes a fault that a rule tells in a sentence."""
        self.faults.add(Fault(table.file, line, column, value, *reason_and_remedy(sentence)))
