"""An act to be judged, beside the acts that precede or coincide with it.

The order of the law counts, never the order in which rows were entered: a
signature of the same day is there for the ratification that needs it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from signatories.treaty_law.acts import EntitlementWay, Status
from signatories.treaty_law.case import Act, Case
from signatories.treaty_law.effect import effect_day
from signatories.treaty_law.entitlement import entitled
from signatories.treaty_law.force import entitled_on, force_on
from signatories.treaty_law.participation import Participation
from signatories.treaty_law.status import history_on


@dataclass(frozen=True, eq=False)
class Scene:
    """What the rules look at: the act, its day, and its participant's history until then without it."""

    whole: Case
    act: Act

    @cached_property
    def on(self) -> dt.date:
        """The day the act was done."""
        return self.act.done_on.earliest

    @cached_property
    def before(self) -> Case:
        """The file with the acts done by that day, this one left out."""
        key, on = self.act.key, self.on
        acts = tuple(act for act in self.whole.acts if act.key != key and act.done_on.earliest <= on)
        return replace(self.whole, acts=acts)

    @cached_property
    def history(self) -> Participation:
        """What the participant had done by that day."""
        return history_on(self.before, self.act.participant, self.on)

    @property
    def own_acts(self) -> Sequence[Act]:
        """The participant's acts done by that day."""
        return self.before.acts_of.get(self.act.participant, ())

    @property
    def in_force(self) -> bool:
        """Whether the treaty was in force on that day."""
        return force_on(self.before, self.on).is_in_force(self.on)

    @property
    def given(self) -> str:
        """The act as its author gave it: ``GBR, ratification on 2026-12-01``."""
        return f"{self.act.participant}, {self.act.kind.words} on {self.act.done_on}"

    def is_now(self, status: Status) -> bool:
        """Whether the participant was that on the day, whatever else it was."""
        return self.history.is_on(status, self.on)

    def may(self, *ways: EntitlementWay) -> bool:
        """Whether the treaty entitles the participant to act in one of those ways on that day."""
        return any(self.act.participant in entitled_on(self.before, way, self.on) for way in ways)

    def may_once_in_force(self, way: EntitlementWay) -> bool:
        """Whether the treaty entitles it on that day, or would if it were in force."""
        return self.act.participant in entitled(self.before, way, self.on, in_force=True)

    def was_party_before_effect(self) -> bool:
        """Whether it was a party on the day before the act takes effect."""
        eve = effect_day(self.act) - dt.timedelta(days=1)
        return history_on(self.before, self.act.participant, eve).is_on(Status.PARTY, eve)
