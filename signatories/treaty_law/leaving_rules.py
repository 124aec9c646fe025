"""What an act of taking back, leaving, suspending or applying provisionally must satisfy.

Like `joining_rules`: each rule returns what is wrong with the act, or None.
"""

from __future__ import annotations

import datetime as dt

from signatories.treaty_law.acts import RETROACTIVE, REVOCABLE, ActKind, Status
from signatories.treaty_law.case import Act
from signatories.treaty_law.effect import effect_day
from signatories.treaty_law.leaving import denunciation_effect, lock_in_end
from signatories.treaty_law.legal_rule import legal_rule
from signatories.treaty_law.scene import Scene


@legal_rule("VCLT 18(a)")
def takes_back_a_signature(scene: Scene) -> str | None:
    """A signature is withdrawn while it stands, by a participant that has not consented."""
    consent = scene.history.standing_consent(scene.on)
    if consent:
        return f"its {consent.kind.words} of {consent.done_on} stands"
    signed = scene.is_now(Status.SIGNATORY)
    return "no signature of it stands on that day" if scene.before.complete and not signed else None


@legal_rule("VCLT 18(b)")
def takes_back_a_consent(scene: Scene) -> str | None:
    """A consent is taken back before the treaty is in force for the participant; afterwards it is denounced."""
    on = max(scene.on, effect_day(scene.act))
    if scene.history.is_on(Status.PARTY, on):
        return f"the treaty is in force for it since {scene.history.periods[-1].span.start}"
    stands = scene.history.standing_consent(scene.on)
    return "no consent of it stands on that day" if scene.before.complete and not stands else None


@legal_rule("VCLT 54, 56")
def leaves_as_a_party(scene: Scene) -> str | None:
    """Only a party denounces, or one that will be a party when a stated denunciation takes effect."""
    party = scene.is_now(Status.PARTY) or (scene.act.takes_effect_on is not None and scene.was_party_before_effect())
    return "it is not a party on that day" if scene.before.complete and not party else None


@legal_rule("VCLT 54")
def not_before_the_lock_in(scene: Scene) -> str | None:
    """Where the treaty binds parties for a time, nobody leaves before it has passed."""
    current = next((p.span for p in scene.history.periods if p.span.holds_on(scene.on)), None)
    locked_until = lock_in_end(scene.before, current.start) if current else None
    if locked_until is None or scene.on >= locked_until:
        return None
    stated = scene.act.takes_effect_on
    return None if stated and stated.earliest >= locked_until else f"it may leave from {locked_until} on"


@legal_rule("VCLT 68")
def revokes_in_time(scene: Scene) -> str | None:
    """A revocation names an act of the same participant on the same treaty that may be revoked and has not taken
    effect: a denunciation, withdrawal, suspension or provisional application, or the end of one."""
    if scene.act.refers_to is None:
        return "it names no act"
    target = scene.before.act_named.get(scene.act.refers_to)
    if target is None or target.participant != scene.act.participant:
        return f"{scene.act.refers_to} is no act of it on this treaty by that day"
    if target.kind not in REVOCABLE:
        return f"a {target.kind.words} cannot be revoked"
    effect = _effect(scene, target)
    late = effect is not None and effect_day(scene.act) >= effect
    return f"the {target.kind.words} took effect on {effect}" if late else None


@legal_rule("VCLT 57, 72")
def suspends_as_a_party(scene: Scene) -> str | None:
    """Only a party suspends the operation of the treaty, and only once."""
    if scene.history.is_suspended(scene.on):
        return "it is already suspended"
    party = scene.is_now(Status.PARTY) or not scene.before.complete
    return None if party else "it is not a party on that day"


@legal_rule("VCLT 72")
def ends_a_suspension(scene: Scene) -> str | None:
    """The end of a suspension follows a suspension."""
    suspended = scene.history.is_suspended(scene.on) or not scene.before.complete
    return None if suspended else "the treaty is not suspended for it on that day"


@legal_rule("VCLT 25(1)")
def applies_before_being_bound(scene: Scene) -> str | None:
    """A treaty is applied provisionally by one that is not yet a party, and only once at a time."""
    if scene.is_now(Status.PARTY):
        return "it is a party on that day"
    return "it applies it provisionally already" if scene.is_now(Status.PROVISIONAL_APPLICATION) else None


@legal_rule("VCLT 25(2)")
def ends_provisional_application(scene: Scene) -> str | None:
    """The end of provisional application follows provisional application."""
    applies = scene.is_now(Status.PROVISIONAL_APPLICATION) or not scene.before.complete
    return None if applies else "it does not apply the treaty provisionally on that day"


@legal_rule("VCLT 70")
def ceases_as_a_party(scene: Scene) -> str | None:
    """Only a party ceases to be one."""
    party = scene.was_party_before_effect() or scene.is_now(Status.PARTY) or not scene.before.complete
    return None if party else "it is not a party before that day"


@legal_rule("VCLT 28")
def effect_not_before_deposit(scene: Scene) -> str | None:
    """Nothing takes effect before it is done, but a succession or a confirmed signature."""
    stated = scene.act.takes_effect_on
    if stated is None or scene.act.kind in RETROACTIVE or stated.latest >= scene.on:
        return None
    return f"it is said to take effect on {stated}"


@legal_rule()
def only_invitations_expire(scene: Scene) -> str | None:
    """Only an invitation to accede expires, and on a later day than that it was made on."""
    expires = scene.act.expires_on
    if expires is None:
        return None
    if scene.act.kind is not ActKind.INVITATION_TO_ACCEDE:
        return f"it is said to expire on {expires}"
    return f"it is said to expire on {expires}" if expires.latest <= scene.on else None


def _effect(scene: Scene, target: Act) -> dt.date | None:
    if target.kind is not ActKind.DENUNCIATION:
        return effect_day(target)
    begun = [p.span.start for p in scene.history.periods if p.span.start <= target.done_on.earliest]
    return denunciation_effect(scene.before, target, begun[-1] if begun else target.done_on.earliest)
