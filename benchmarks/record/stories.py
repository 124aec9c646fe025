"""What a participant does on a treaty, from its signature on: each story is lawful, and so is its beginning."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.record.plain import LAST_DAY
from benchmarks.record.world import SPLIT_ON


@dataclass
class Step:
    """One act: what, when, and what else its row says; `names` is how many steps back the act it refers to is."""

    kind: str
    on: dt.date
    more: dict[str, Any] = field(default_factory=dict)
    names: int = 0


STORIES = {
    "signed": 30,
    "bound": 40,
    "acceded": 12,
    "left": 5,
    "returned": 2,
    "invited": 1,
    "invited_and_acceded": 2,
    "withdrew": 1,
    "withdrew_and_signed": 1,
    "signed_for_good": 2,
    "signed_ad_referendum": 2,
    "applied_provisionally": 2,
    "suspended": 1,
    "thought_better": 1,
    "left_for_territories": 1,
}
BEFORE_FORCE = {"signed": 45, "bound": 45, "withdrew": 3, "withdrew_and_signed": 2, "consent_taken_back": 5}
"""How often each is told: of a treaty that entered into force, and of one that did not."""
IN_FORCE_AFTER = 1200
"""Days after its opening by which the first wave has brought a treaty into force."""


class Teller:
    """Tells what participants do on one treaty."""

    def __init__(self, random: Random, opened: dt.date, *, enters_into_force: bool) -> None:
        self.random, self.opened, self.enters_into_force = random, opened, enters_into_force
        self.in_force = opened + dt.timedelta(days=IN_FORCE_AFTER)
        self._consents = ("ratification", "ratification", "acceptance", "approval")
        chances = STORIES if enters_into_force else BEFORE_FORCE
        self._names, self._chances = list(chances), list(chances.values())

    def story(self) -> list[Step]:
        """One at random."""
        (name,) = self.random.choices(self._names, self._chances)
        steps: list[Step] = getattr(self, name)()
        return [step for step in steps if step.on <= LAST_DAY]

    def first_wave(self) -> list[Step]:
        """A signature and a consent early enough to bring the treaty into force."""
        signed = self._after(self.opened, 0, 300)
        return [Step("signature", signed), self._consent(self._after(self.opened, 310, 900))]

    def of_a_dissolved(self) -> list[Step]:
        """Signed and bound while it existed."""
        return self.first_wave()

    def of_its_successor(self) -> list[Step]:
        """Took its place, from the day it began."""
        return [Step("succession", self._after(SPLIT_ON, 40, 1500), {"takes_effect_on": str(SPLIT_ON)})]

    def of_an_organisation(self) -> list[Step]:
        """Signed; or consented as well, in the form of organisations."""
        signed = self._after(self.opened, 0, 900)
        confirmed = Step(self.random.choice(["formal_confirmation", "approval"]), self._after(signed, 100, 900))
        return [Step("signature", signed), confirmed][: self.random.randint(1, 2)]

    def signed(self) -> list[Step]:
        return [Step("signature", self._after(self.opened, 0, 1500))]

    def bound(self) -> list[Step]:
        (signed,) = self.signed()
        return [signed, self._consent(self._after(signed.on, 30, 3000))]

    def left(self) -> list[Step]:
        signed, consent = self.bound()
        return [
            signed,
            consent,
            Step("denunciation", self._after(self._settled(consent), 10, 2500), {"scope": "whole"}),
        ]

    def returned(self) -> list[Step]:
        *steps, left = self.left()
        return [*steps, left, Step("accession", self._after(left.on, 400, 1500))]

    def acceded(self) -> list[Step]:
        return [Step("accession", self._after(self.in_force, 10, 3000))]

    def invited(self) -> list[Step]:
        made = self._after(self.in_force, 10, 2500)
        return [Step("invitation_to_accede", made, {"expires_on": str(made + dt.timedelta(days=1826))})]

    def invited_and_acceded(self) -> list[Step]:
        (invited,) = self.invited()
        return [invited, Step("accession", self._after(invited.on, 50, 1200))]

    def withdrew(self) -> list[Step]:
        (signed,) = self.signed()
        return [signed, Step("withdrawal_of_signature", self._after(signed.on, 200, 1500))]

    def withdrew_and_signed(self) -> list[Step]:
        signed, withdrew = self.withdrew()
        return [signed, withdrew, Step("signature", self._after(withdrew.on, 200, 1000))]

    def signed_for_good(self) -> list[Step]:
        return [Step("definitive_signature", self._after(self.opened, 0, 1500))]

    def signed_ad_referendum(self) -> list[Step]:
        signed = Step("signature_ad_referendum", self._after(self.opened, 0, 900))
        confirmed = Step("confirmation_of_signature", self._after(signed.on, 30, 300), names=1)
        return [signed, confirmed, self._consent(self._after(confirmed.on, 100, 2000))]

    def applied_provisionally(self) -> list[Step]:
        (signed,) = self.signed()
        applies = Step("provisional_application", self._after(signed.on, 10, 300))
        ended = Step("end_of_provisional_application", self._after(applies.on, 100, 1000))
        return [signed, applies, ended, self._consent(self._after(ended.on, 1, 400))]

    def suspended(self) -> list[Step]:
        signed, consent = self.bound()
        suspended = Step("suspension", self._after(self._settled(consent), 10, 1000))
        return [signed, consent, suspended, Step("end_of_suspension", self._after(suspended.on, 100, 900))]

    def thought_better(self) -> list[Step]:
        *steps, left = self.left()
        return [*steps, left, Step("revocation", self._after(left.on, 5, 25), names=1)]

    def left_for_territories(self) -> list[Step]:
        *steps, left = self.left()
        left.more = {"scope": "territories", "territories": self.random.sample(["North Isle", "South Isle", "Cape"], 2)}
        return [*steps, left]

    def consent_taken_back(self) -> list[Step]:
        signed, consent = self.bound()
        return [signed, consent, Step("withdrawal_of_consent", self._after(consent.on, 100, 900))]

    def _consent(self, on: dt.date) -> Step:
        """A consent; of some the depositary states the day of effect."""
        more: dict[str, Any] = {}
        if self.enters_into_force and self.random.random() < 0.15:
            more["takes_effect_on"] = str(self._after(on, 20, 100))
        return Step(self.random.choice(self._consents), on, more)

    def _settled(self, consent: Step) -> dt.date:
        """A day on which it is a party for certain."""
        return max(consent.on, self.in_force) + dt.timedelta(days=200)

    def _after(self, day: dt.date, least: int, most: int) -> dt.date:
        return day + dt.timedelta(days=self.random.randint(least, most))
