"""What an act of signing, consenting or joining must satisfy: each rule says its sentence and finds what breaks it.

A rule returns what is wrong with the act given, or None. An incomplete record
does not claim to hold every entitlement and earlier act, so their absence from
it is nothing to object to.
"""

from __future__ import annotations

from signatories.treaty_law.acts import ActKind, EntitlementWay, Status
from signatories.treaty_law.effect import confirmed_signature
from signatories.treaty_law.entitlement import JOINING, accession_awaits_force, is_open
from signatories.treaty_law.legal_rule import legal_rule
from signatories.treaty_law.scene import Scene


@legal_rule("VCLT 24(4)")
def nothing_before_opening(scene: Scene) -> str | None:
    """Nothing is done under a treaty before it is opened."""
    if is_open(scene.before, scene.on):
        return None
    return f"the treaty was opened on {scene.before.opened_on or scene.before.adopted_on}"


@legal_rule("VCLT 6")
def exists_on_the_day(scene: Scene) -> str | None:
    """A participant acts only while it exists."""
    participant = scene.before.participant(scene.act.participant)
    if participant.exists_on(scene.on):
        return None
    return f"it exists from {participant.exists_from or 'an unknown day'} until {participant.exists_until or 'now'}"


@legal_rule("VCLT 11, 12")
def entitled_to_sign(scene: Scene) -> str | None:
    """Only those sign whom the treaty entitles to sign on that day."""
    ways = (EntitlementWay.SIGN, EntitlementWay.CONSENT)
    may = scene.may(*ways) if scene.act.kind is ActKind.DEFINITIVE_SIGNATURE else scene.may(EntitlementWay.SIGN)
    return "it is not entitled to sign on that day" if scene.before.complete and not may else None


@legal_rule("VCLT 14")
def after_a_signature(scene: Scene) -> str | None:
    """A ratification, acceptance or approval follows a signature that stands, on the same day at the earliest,
    unless the treaty lets the participant consent without one."""
    signed = scene.is_now(Status.SIGNATORY) or scene.may(EntitlementWay.CONSENT)
    return "no signature of it stands on that day" if scene.before.complete and not signed else None


@legal_rule("VCLT 15")
def entitled_to_accede(scene: Scene) -> str | None:
    """Only those accede whom the treaty entitles or who are invited on that day; one that had left, if it may join."""
    if not scene.before.complete or scene.may_once_in_force(EntitlementWay.ACCEDE):
        return None
    if scene.is_now(Status.INVITED) or (scene.history.periods and scene.may(*JOINING)):
        return None
    return "it is neither entitled to accede nor invited on that day"


@legal_rule("VCLT 15")
def accession_once_in_force(scene: Scene) -> str | None:
    """Where the treaty opens accession only after its entry into force, nobody accedes before, invited or not."""
    invited = scene.is_now(Status.INVITED) and accession_awaits_force(scene.before)
    awaits = invited or scene.may_once_in_force(EntitlementWay.ACCEDE)
    refused = awaits and scene.before.complete and not scene.may(EntitlementWay.ACCEDE) and not scene.in_force
    return "the treaty is not in force on that day" if refused else None


@legal_rule("VCLT 11")
def admitted_to_confirm(scene: Scene) -> str | None:
    """A formal confirmation comes from a signatory, or from one that the treaty entitles to join."""
    admitted = scene.is_now(Status.SIGNATORY) or scene.may(*JOINING)
    return "it has neither signed nor is entitled to join" if scene.before.complete and not admitted else None


@legal_rule("VCLTIO 14(2)")
def form_of_organisations(scene: Scene) -> str | None:
    """Formal confirmation is the form in which an organisation consents; a State ratifies, accepts or approves."""
    return None if scene.before.participant(scene.act.participant).is_organisation else "it is a State"


@legal_rule("VCLT 11")
def one_consent_at_a_time(scene: Scene) -> str | None:
    """A participant whose consent stands, contracting or party, does not consent again."""
    consent = scene.history.standing_consent(scene.on)
    return f"it is already bound by its {consent.kind.words} of {consent.done_on}" if consent else None


@legal_rule("VCLT 12")
def one_signature_at_a_time(scene: Scene) -> str | None:
    """A participant whose signature stands does not sign again."""
    signed = scene.history.last_signature(scene.on)
    return f"it has signed on {signed.done_on}" if signed and scene.is_now(Status.SIGNATORY) else None


@legal_rule("VCLT 12(2)(b)")
def confirms_a_signature(scene: Scene) -> str | None:
    """A confirmation confirms a signature ad referendum of the same participant that awaits it."""
    signed = confirmed_signature(scene.act, scene.own_acts)
    if signed is None:
        return "it has no signature ad referendum by that day" if scene.before.complete else None
    already = signed.key in {act.key for _, act in scene.history.signatures}
    return f"its signature of {signed.done_on} is already confirmed" if already else None


@legal_rule("VCSST 17, 18, 19")
def succeeds_one_that_acted(scene: Scene) -> str | None:
    """A succession takes the place of a predecessor that had acted on the treaty."""
    predecessors = scene.before.participant(scene.act.participant).succeeds
    if not predecessors:
        return "the record names no predecessor of it"
    acted = scene.have_acted(predecessors)
    return f"none of {', '.join(predecessors)} has acted by that day" if scene.before.complete and not acted else None
