"""When an act counts: the day it takes effect, whether it was taken back, whether it is visible yet.

Apart because counting, participation and objections all ask it first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from signatories.treaty_law.acts import ActKind
from signatories.treaty_law.case import Act, Case
from signatories.treaty_law.legal_rule import legal_rule


def effect_day(act: Act) -> dt.date:
    """The day an act takes effect by itself: the stated one, else the day it was done."""
    return (act.takes_effect_on or act.done_on).earliest


def visible_acts(case: Case, participant: str, on: dt.date) -> tuple[Act, ...]:
    """The participant's acts that can matter on that day: done by then, or taking effect by then."""
    acts = case.acts_of.get(participant, ())
    return tuple(act for act in acts if act.done_on.earliest <= on or _reaches_back(act, acts) <= on)


def visible_from(act: Act, acts: Sequence[Act]) -> dt.date:
    """The first day on which the act, beside all others of its participant, is among the visible ones."""
    return min(act.done_on.earliest, _reaches_back(act, acts))


def _reaches_back(act: Act, acts: Sequence[Act]) -> dt.date:
    if act.kind is ActKind.CONFIRMATION_OF_SIGNATURE:
        signed = confirmed_signature(act, acts)
        return confirmed_from(act, signed) if signed else act.done_on.earliest
    return effect_day(act)


def confirmed_signature(confirmation: Act, acts: Sequence[Act]) -> Act | None:
    """The signature ad referendum that a confirmation confirms: the one it names, else the last before it."""
    candidates = [
        act
        for act in acts
        if act.kind is ActKind.SIGNATURE_AD_REFERENDUM
        and act.done_on.earliest <= confirmation.done_on.earliest
        and confirmation.refers_to in (None, act.key)
    ]
    return candidates[-1] if candidates else None


@legal_rule("VCLT 12(2)(b)")
def confirmed_from(confirmation: Act, signed: Act) -> dt.date:
    """A signature ad referendum, once confirmed, is a signature from the day it was signed."""
    return (confirmation.takes_effect_on or signed.done_on).earliest


@legal_rule("VCLT 68")
def is_revoked(act: Act, takes_effect: dt.date | None, acts: Sequence[Act]) -> bool:
    """A notification may be revoked at any time before it takes effect; then it never had any."""
    return any(
        revocation.kind is ActKind.REVOCATION
        and revocation.refers_to == act.key
        and act.done_on.earliest <= revocation.done_on.earliest
        and (takes_effect is None or effect_day(revocation) < takes_effect)
        for revocation in acts
    )


def standing_days(acts: Sequence[Act], *kinds: ActKind) -> list[dt.date]:
    """The days on which the unrevoked acts of those kinds take effect."""
    return [effect_day(act) for act in acts if act.kind in kinds and not is_revoked(act, effect_day(act), acts)]


def withdrawals_of(consent: Act, acts: Sequence[Act]) -> list[dt.date]:
    """The days on which withdrawals that aim at this consent take effect, in order.

    A withdrawal aims at the consent it names, else at those deposited before
    its day, else at one deposited on that day.
    """
    days = [
        effect_day(act)
        for act in acts
        if act.kind is ActKind.WITHDRAWAL_OF_CONSENT
        and not is_revoked(act, effect_day(act), acts)
        and _aims_at(act, consent, acts)
    ]
    return sorted(days)


def _aims_at(withdrawal: Act, consent: Act, acts: Sequence[Act]) -> bool:
    done, withdrawn = consent.done_on.earliest, effect_day(withdrawal)
    if withdrawal.refers_to is not None:
        return withdrawal.refers_to == consent.key and done <= withdrawn
    if done != withdrawn:
        return done < withdrawn
    return not any(act.kind.is_consent and act.done_on.earliest < withdrawn for act in acts)
