"""An act to be judged, beside the acts that precede or coincide with it.

The order of the law counts, never the order in which rows were entered: a
signature of the same day is there for the ratification that needs it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from signatories.treaty_law.acts import EntitlementWay, Status
from signatories.treaty_law.before import CaseBefore
from signatories.treaty_law.case import Act, Case
from signatories.treaty_law.effect import effect_day
from signatories.treaty_law.entitlement import is_entitled
from signatories.treaty_law.force import UNASKED, force_on
from signatories.treaty_law.participation import Participation, participation
from signatories.treaty_law.status import history_on
from signatories.treaty_law.treaty_end import ends_by_its_number, treaty_ended_on


@dataclass(eq=False)
class Scene:
    """What the rules look at: the act, its day, and its participant's history until then without it.

    ``leans_on_others`` tells afterwards whether what others did was looked at, which few rules need.
    """

    whole: Case
    act: Act
    leans_on_others: bool = False

    @cached_property
    def on(self) -> dt.date:
        """The day the act was done."""
        return self.act.done_on.earliest

    @cached_property
    def before(self) -> Case:
        """The file with the acts done by that day, this one left out."""
        return CaseBefore(self.whole, self.act)

    @cached_property
    def history(self) -> Participation:
        """What the participant had done by that day."""
        return self._history_on(self.on)

    @property
    def own_acts(self) -> Sequence[Act]:
        """The participant's acts done by that day."""
        return self.before.acts_of.get(self.act.participant, ())

    @property
    def in_force(self) -> bool:
        """Whether the treaty was in force on that day."""
        self.leans_on_others = True
        return force_on(self.before, self.on).is_in_force(self.on)

    def have_acted(self, participants: Sequence[str]) -> bool:
        """Whether any of these others had acted by that day."""
        self.leans_on_others = True
        return any(key in self.before.acts_of for key in participants)

    @property
    def given(self) -> str:
        """The act as its author gave it: ``GBR, ratification on 2026-12-01``."""
        return f"{self.act.participant}, {self.act.kind.words} on {self.act.done_on}"

    def is_now(self, status: Status) -> bool:
        """Whether the participant was that on the day, whatever else it was."""
        return self.history.is_on(status, self.on)

    def may(self, *ways: EntitlementWay) -> bool:
        """Whether the treaty entitles the participant to act in one of those ways on that day."""
        now = any(is_entitled(self.before, self.act.participant, way, self.on, in_force=False) for way in ways)
        return now or (any(map(self.may_once_in_force, ways)) and self.in_force)

    def may_once_in_force(self, way: EntitlementWay) -> bool:
        """Whether the treaty entitles it on that day, or would if it were in force."""
        return is_entitled(self.before, self.act.participant, way, self.on, in_force=True)

    def was_party_before_effect(self) -> bool:
        """Whether it was a party on the day before the act takes effect."""
        eve = effect_day(self.act) - dt.timedelta(days=1)
        return self._history_on(eve).is_on(Status.PARTY, eve)

    def _history_on(self, on: dt.date) -> Participation:
        """The participant's history as known on the day; the treaty's own days bear on it once it has consented."""
        case, participant = self.before, self.act.participant
        if ends_by_its_number(case) or any(act.kind.is_consent for act in self.own_acts):
            self.leans_on_others = True
            return history_on(case, participant, on)
        return participation(case, participant, on, UNASKED, treaty_ended_on(case, on, UNASKED))
