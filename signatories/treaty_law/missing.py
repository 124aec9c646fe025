"""What a treaty still lacks to enter into force, who could supply it, and the earliest day it could be.

Apart from the answer itself because projections and pages ask only this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from signatories.treaty_law.acts import CONSENTS, NEEDS_SIGNATURE, ActKind, EntitlementWay, Measure, Position, Status
from signatories.treaty_law.case import Case, Threshold
from signatories.treaty_law.conditions import Condition, counts_as_participant, in_group, required
from signatories.treaty_law.delay import day_reached
from signatories.treaty_law.entitlement import accession_awaits_force, entitled, is_open
from signatories.treaty_law.force import Force, Outcome
from signatories.treaty_law.legal_rule import legal_rule
from signatories.treaty_law.status import StatusOn, rows_on
from signatories.treaty_law.tally import Tally

Number = int | Decimal

SIGNING = CONSENTS - {ActKind.ACCESSION, ActKind.SUCCESSION}
OPENED_BY = {
    EntitlementWay.SIGN: SIGNING,
    EntitlementWay.CONSENT: SIGNING,
    EntitlementWay.ACCEDE: frozenset({ActKind.ACCESSION}),
}
"""The kinds of consent that an entitlement opens: whoever may sign may ratify the same day."""


@dataclass(frozen=True, slots=True)
class MissingInThreshold:
    """What a threshold has and asks for: numbers of participants, or percent."""

    threshold: str
    have: Number
    minimum: Number
    missing: Number


@dataclass(frozen=True, slots=True)
class Supplier:
    """One that could supply a missing consent, from what position, and through which organisation it acted already."""

    participant: str
    position: Position
    counts_in: tuple[str, ...]
    through: str | None


@dataclass(frozen=True, slots=True)
class Missing:
    """The consents and thresholds still missing, and everyone that could supply one, in key order."""

    consents: int
    thresholds: tuple[MissingInThreshold, ...]
    could_supply: tuple[Supplier, ...]


@dataclass(frozen=True, slots=True)
class EarliestPossible:
    """The day of entry into force if everything missing were deposited on the day asked."""

    if_completed_on: dt.date
    in_force_on: dt.date


def what_is_missing(case: Case, on: dt.date, force: Force) -> Missing:
    """What the alternative shown lacks on that day."""
    outcome = force.shown
    day, tally = outcome.triggered_on or on, outcome.tally
    thresholds = tuple(in_threshold(tally, threshold, day) for threshold in outcome.condition.thresholds)
    if force.in_force_on is not None:
        return Missing(0, tuple(replace(row, missing=0) for row in thresholds), ())
    return Missing(tally.consents_missing(on), thresholds, suppliers(case, on, outcome))


def suppliers(case: Case, on: dt.date, outcome: Outcome) -> tuple[Supplier, ...]:
    """Every signatory, invited and entitled participant whose consent would make less be missing."""
    if not is_open(case, on):
        return ()
    rows = rows_on(case, on)
    acted = frozenset(row.participant for row in rows if row.signed_on or row.consented)
    found = (_supplier(case, on, outcome, row, acted) for row in rows)
    return tuple(supplier for supplier in found if supplier is not None)


@legal_rule("VCLT 24(1)")
def earliest_possible(case: Case, on: dt.date, force: Force) -> EarliestPossible | None:
    """If everything missing were deposited on the day asked, the treaty would enter into force on this day."""
    if force.in_force_on is not None:
        return None
    open_ways = [o for o in force.outcomes if o.condition.asks_for_consents and _can_be_completed(case, on, o)]
    days = [day_reached(outcome.condition.rule, on) for outcome in open_ways]
    return EarliestPossible(on, min(days)) if days else None


def _can_be_completed(case: Case, on: dt.date, outcome: Outcome) -> bool:
    """Whether those who could supply a consent are enough to complete the alternative."""
    tally, able = outcome.tally, [supplier.participant for supplier in suppliers(case, on, outcome)]
    if outcome.condition.rule.consents_required == "all":
        needed = required(case, outcome.condition, on)
        enough = bool(needed) and needed - tally.standing.keys() <= set(able)
    else:
        enough = tally.consents_missing(on) <= len(able)
    return enough and all(
        tally.shortfall(threshold, on) <= _supply(outcome, threshold, able, on)
        for threshold in outcome.condition.thresholds
    )


def _supply(outcome: Outcome, threshold: Threshold, able: Iterable[str], on: dt.date) -> Fraction:
    tally = outcome.tally
    worths = (tally.worth(threshold, key) for key in able if in_group(tally.case, threshold, key, on))
    return sum(worths, Fraction(0))


def _supplier(case: Case, on: dt.date, outcome: Outcome, row: StatusOn, acted: frozenset[str]) -> Supplier | None:
    position = _position(case, on, outcome.condition, row)
    if position is None or not _would_help(case, on, outcome, row.participant):
        return None
    counts_in = outcome.tally.counts_in(row.participant, on)
    through = None if position is Position.SIGNATORY else _through(case, row.participant, on, acted)
    return Supplier(row.participant, position, counts_in, through)


def _position(case: Case, on: dt.date, condition: Condition, row: StatusOn) -> Position | None:
    """From where it could consent on that day by an act of a kind that counts."""
    kinds = condition.rule.counted_kinds or CONSENTS
    if row.consented:
        return None
    if row.status is Status.SIGNATORY or (row.status is Status.PROVISIONAL_APPLICATION and row.signed_on):
        return Position.SIGNATORY if kinds & (NEEDS_SIGNATURE | {ActKind.FORMAL_CONFIRMATION}) else None
    if row.status is Status.INVITED and ActKind.ACCESSION in kinds and not accession_awaits_force(case):
        return Position.INVITED
    may = row.status in (Status.NO_ACTION, Status.INVITED, Status.PROVISIONAL_APPLICATION)
    return Position.ENTITLED if may and _ways(case, row.participant, on) & kinds else None


def _ways(case: Case, participant: str, on: dt.date) -> frozenset[ActKind]:
    """The kinds of consent it could express on that day."""
    return frozenset().union(
        *(kinds for way, kinds in OPENED_BY.items() if participant in entitled(case, way, on, in_force=False))
    )


def _would_help(case: Case, on: dt.date, outcome: Outcome, participant: str) -> bool:
    condition, tally = outcome.condition, outcome.tally
    if not counts_as_participant(case, condition.rule, participant):
        return False
    if condition.rule.consents_required == "all":
        counts = participant in required(case, condition, on)
    else:
        counts = tally.consents_missing(on) > 0
    return counts or any(
        tally.shortfall(threshold, on) > 0
        and in_group(case, threshold, participant, on)
        and tally.worth(threshold, participant) > 0
        for threshold in condition.thresholds
    )


def _through(case: Case, participant: str, on: dt.date, acted: frozenset[str]) -> str | None:
    """Where an entitled State belongs to an organisation that has acted itself, that explains its absence."""
    organisations = (key for key in sorted(acted) if case.participant(key).is_organisation)
    return next((key for key in organisations if participant in case.members_on(key, on)), None)


def in_threshold(tally: Tally, threshold: Threshold, on: dt.date) -> MissingInThreshold:
    """What the threshold has and lacks on that day, by the tally carried forward to it."""
    need, have = tally.need(threshold, on), tally.have(threshold, on)
    shown = _number(have, threshold.measure)
    minimum = _number(need, threshold.measure)
    return MissingInThreshold(threshold.name, shown, minimum, max(0, minimum - shown))


def _number(value: Fraction, measure: Measure) -> Number:
    """A number as it is shown; percents are cut, never rounded up, after the fourth decimal."""
    if measure is Measure.COUNT:
        return int(value)
    cut = Decimal(value.numerator * 10**4 // value.denominator) / 10**4
    return int(cut) if cut == int(cut) else cut.normalize()
