"""Who may act: what the law objects to in recording an act beside the others.

One list of rules serves the admin, the importer, the write API, the check of
the whole record and projections.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from signatories.treaty_law import joining_rules as joining
from signatories.treaty_law import leaving_rules as leaving
from signatories.treaty_law.acts import CONSENTS, NEEDS_SIGNATURE, SIGNINGS, ActKind, RuleScope
from signatories.treaty_law.alike import alike_about
from signatories.treaty_law.case import Act, Case
from signatories.treaty_law.legal_rule import LegalRule
from signatories.treaty_law.readings import is_whole, readings
from signatories.treaty_law.scene import Scene


@dataclass(frozen=True, slots=True)
class Objection:
    """A broken rule: its name, a sentence with what was given, what is accepted and what to do, and the field."""

    rule: str
    sentence: str
    article: str | None
    field: str


@dataclass(frozen=True, slots=True)
class Check:
    """Which rule an act of these kinds must satisfy, the field it concerns, and what to do where it is broken."""

    rule: LegalRule[[Scene], str | None]
    kinds: frozenset[ActKind]
    field: str
    remedy: str
    clause: RuleScope | None = None


def _kinds(*kinds: ActKind) -> frozenset[ActKind]:
    return frozenset(kinds)


EVERY = frozenset(ActKind)
SUCCESSIONS = _kinds(ActKind.SUCCESSION, ActKind.SUCCESSION_TO_SIGNATURE)
PLAIN_SIGNATURES = _kinds(ActKind.SIGNATURE, ActKind.SIGNATURE_AD_REFERENDUM, ActKind.SUCCESSION_TO_SIGNATURE)

CHECKS = (
    Check(joining.nothing_before_opening, EVERY, "done_on", "Give a day on or after the opening."),
    Check(
        joining.exists_on_the_day,
        EVERY - {ActKind.CESSATION},
        "participant",
        "Give a day on which it exists, or its predecessor or successor.",
    ),
    Check(
        joining.entitled_to_sign, SIGNINGS, "participant", "Record the entitlement first, or check the day of signing."
    ),
    Check(
        joining.after_a_signature,
        NEEDS_SIGNATURE,
        "kind",
        "Record the signature first, or an accession if that is what was deposited.",
    ),
    Check(
        joining.entitled_to_accede,
        _kinds(ActKind.ACCESSION),
        "participant",
        "Record the entitlement or the invitation first; one that has signed ratifies instead.",
    ),
    Check(
        joining.accession_once_in_force,
        _kinds(ActKind.ACCESSION),
        "done_on",
        "Give a day on or after the entry into force; one that has signed ratifies instead.",
    ),
    Check(
        joining.admitted_to_confirm,
        _kinds(ActKind.FORMAL_CONFIRMATION),
        "participant",
        "Record the signature or the entitlement first.",
    ),
    Check(
        joining.form_of_organisations,
        _kinds(ActKind.FORMAL_CONFIRMATION),
        "kind",
        "Give ratification, acceptance or approval.",
    ),
    Check(
        joining.one_consent_at_a_time,
        frozenset(CONSENTS),
        "kind",
        "Correct the consent already held, or record first what ended it.",
    ),
    Check(
        joining.one_signature_at_a_time,
        PLAIN_SIGNATURES,
        "kind",
        "Correct the signature already held, or record its withdrawal first.",
    ),
    Check(
        joining.confirms_a_signature,
        _kinds(ActKind.CONFIRMATION_OF_SIGNATURE),
        "kind",
        "Record the signature ad referendum first.",
    ),
    Check(
        joining.succeeds_one_that_acted,
        SUCCESSIONS,
        "participant",
        "Record whom it succeeds and what that one did, or an accession.",
    ),
    Check(
        leaving.takes_back_a_signature,
        _kinds(ActKind.WITHDRAWAL_OF_SIGNATURE),
        "kind",
        "Record the signature first; a consent is taken back by a withdrawal of consent.",
    ),
    Check(
        leaving.takes_back_a_consent,
        _kinds(ActKind.WITHDRAWAL_OF_CONSENT),
        "kind",
        "Record the consent first; a party leaves by a denunciation.",
    ),
    Check(
        leaving.leaves_as_a_party,
        _kinds(ActKind.DENUNCIATION),
        "kind",
        "Record the consent first; one that is not yet a party withdraws its consent.",
        RuleScope.DENUNCIATION,
    ),
    Check(
        leaving.not_before_the_lock_in,
        _kinds(ActKind.DENUNCIATION),
        "done_on",
        "Give a later day, or the later day of effect that the depositary states.",
        RuleScope.DENUNCIATION,
    ),
    Check(
        leaving.revokes_in_time,
        _kinds(ActKind.REVOCATION),
        "refers_to",
        "Name the act it takes back, and a day before that took effect.",
    ),
    Check(
        leaving.suspends_as_a_party,
        _kinds(ActKind.SUSPENSION),
        "kind",
        "Record the consent, or the end of the earlier suspension, first.",
    ),
    Check(leaving.ends_a_suspension, _kinds(ActKind.END_OF_SUSPENSION), "kind", "Record the suspension first."),
    Check(
        leaving.applies_before_being_bound,
        _kinds(ActKind.PROVISIONAL_APPLICATION),
        "kind",
        "Check the day, or record the end of the earlier provisional application first.",
    ),
    Check(
        leaving.ends_provisional_application,
        _kinds(ActKind.END_OF_PROVISIONAL_APPLICATION),
        "kind",
        "Record the provisional application first.",
    ),
    Check(leaving.ceases_as_a_party, _kinds(ActKind.CESSATION), "kind", "Record the consent first."),
    Check(
        leaving.effect_not_before_deposit,
        EVERY,
        "takes_effect_on",
        "Give a day of effect on or after the day it was done, or none.",
    ),
    Check(
        leaving.only_invitations_expire,
        EVERY,
        "expires_on",
        "Leave it empty, or for an invitation give a later day.",
    ),
)


DECISIVE = (joining.nothing_before_opening, joining.exists_on_the_day)
"""Where one of these is broken, the others would only say it again."""


def objections_to(case: Case, act: Act) -> list[Objection]:
    """Every rule that recording this act beside the others would break; an act of the same key is replaced by it.

    Only acts that precede or coincide are considered. Where days are partly
    known, only what every reading objects to.
    """
    act = act if act.key else replace(act, key="(new)")
    first, *others = _readings_with(case, act)
    scene = Scene(first, first.act_named[act.key])
    found = [list(_broken(scene))]
    for reading in others:
        if scene.leans_on_others or not alike_about(first, reading, act.participant):
            found.append(list(_broken(Scene(reading, reading.act_named[act.key]))))
    agreed = set.intersection(*({objection.rule for objection in objections} for objections in found))
    return [objection for objection in found[0] if objection.rule in agreed]


def _readings_with(case: Case, act: Act) -> tuple[Case, ...]:
    joined = case
    if case.act_named.get(act.key) != act:
        joined = case.with_acts((*(other for other in case.acts if other.key != act.key), act))
    everything_is_whole = len(readings(case)) == 1 and is_whole(act)
    return (joined,) if everything_is_whole else readings(joined)


def _broken(scene: Scene) -> Iterator[Objection]:
    for check in CHECKS:
        problem = check.rule(scene) if scene.act.kind in check.kinds else None
        if problem:
            yield _objection(scene, check, problem)
            if check.rule in DECISIVE:
                return


def _objection(scene: Scene, check: Check, problem: str) -> Objection:
    clause = scene.before.rule_for.get(check.clause) if check.clause else None
    article = (clause.article if clause else None) or check.rule.article
    basis = f" ({article_words(article)})" if article else ""
    rule = check.rule.text.removesuffix(".")
    sentence = f"{scene.given}: {problem}. {rule}{basis}. {check.remedy}"
    return Objection(check.rule.name, sentence, article, check.field)


def article_words(article: str) -> str:
    """A treaty's own ``30(3)`` as ``Article 30(3)``; one of the law of treaties names its convention itself."""
    return article if article.startswith(("VCLT", "VCSST")) else f"Article {article}"
