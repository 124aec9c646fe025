"""One participant's history with one treaty: the stretches of time in which it is this or that.

Everything a status says is read off these half-open stretches, so a status on
a day needs no second reading of the acts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from signatories.treaty_law.acts import ActKind, ExitReason, Status
from signatories.treaty_law.case import Act, Case
from signatories.treaty_law.effect import (
    confirmed_from,
    confirmed_signature,
    effect_day,
    standing_days,
    visible_acts,
    withdrawals_of,
)
from signatories.treaty_law.force import Force
from signatories.treaty_law.later_party import in_force_from
from signatories.treaty_law.leaving import Exit, first_exit, outer_exits
from signatories.treaty_law.spans import Span, earliest, switched


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """A consent: since when it stands, when it takes effect, and when it was taken back before."""

    act: Act
    since: dt.date
    in_force_from: dt.date | None
    withdrawn_on: dt.date | None

    @property
    def contracting(self) -> Span:
        """From the deposit until it takes effect or is taken back."""
        return Span(self.since, earliest(self.withdrawn_on, self.in_force_from))


@dataclass(frozen=True, slots=True)
class Period:
    """A time as a party, by which consent, until when and why it ended."""

    span: Span
    reason: ExitReason | None
    consent: Act


@dataclass(frozen=True)
class Participation:
    """The whole history: what was signed and consented, and the stretches it makes, in the order of precedence."""

    participant: str
    signatures: tuple[tuple[dt.date, Act], ...]
    consents: tuple[GivenConsent, ...]
    periods: tuple[Period, ...]
    spans: Mapping[Status, tuple[Span, ...]]
    suspensions: tuple[Span, ...]
    unconfirmed: tuple[Span, ...]

    def is_on(self, status: Status, on: dt.date) -> bool:
        """Whether it is that on the day, whatever else it is."""
        spans = self.spans[status]
        return bool(spans) and any(span.holds_on(on) for span in spans)

    def standing_consent(self, on: dt.date) -> Act | None:
        """The consent by which it is a party or contracting on that day."""
        by_party = (period.consent for period in self.periods if period.span.holds_on(on))
        by_consent = (c.act for c in self.consents if c.contracting.holds_on(on))
        return next(by_party, None) or (next(by_consent, None) if self.is_on(Status.CONTRACTING, on) else None)

    def last_signature(self, on: dt.date) -> Act | None:
        """The last signature made by that day, definitive ones included, also if it was withdrawn since."""
        definitive = (c.act for c in self.consents if c.act.kind is ActKind.DEFINITIVE_SIGNATURE)
        made = [(day, act) for day, act in self.signatures if day <= on]
        made += [(act.done_on.earliest, act) for act in definitive if act.done_on.earliest <= on]
        return max(made, key=lambda found: found[0])[1] if made else None

    @cached_property
    def breaks(self) -> tuple[dt.date, ...]:
        """Every day on which something begins or ends, in order."""
        spans = (span for group in self.spans.values() for span in group)
        return tuple(sorted({day for span in spans for day in (span.start, span.until) if day is not None}))

    def turning_days(self) -> set[dt.date]:
        """Every day on which anything read off this history may read otherwise than the day before."""
        spans = (*self.suspensions, *self.unconfirmed, *(consent.contracting for consent in self.consents))
        days = {day for span in spans for day in (span.start, span.until) if day is not None}
        days |= {day for day, _ in self.signatures} | {consent.act.done_on.earliest for consent in self.consents}
        return days.union(self.breaks)

    def is_suspended(self, on: dt.date) -> bool:
        """Whether it is a party and the operation of the treaty is suspended for it (VCLT 72)."""
        return any(span.holds_on(on) for span in self.suspensions)


NOTHING: Mapping[Status, tuple[Span, ...]] = {status: () for status in Status if status is not Status.NO_ACTION}


def participation(
    case: Case, participant: str, on: dt.date, force: Force, ended: dt.date | None = None
) -> Participation:
    """The participant's history as the acts done or effective by ``on`` make it.

    ``force`` gives the treaty's own days as known then, ``ended`` the day it ended.
    """
    acts = visible_acts(case, participant, on)
    if not acts:
        return Participation(participant, (), (), (), NOTHING, (), ())
    until = case.participant(participant).exists_until
    extinct = until.earliest if until and until.earliest <= on else None
    consents = _consents(case, acts, force)
    periods = _periods(case, acts, consents, outer_exits(extinct, ended))
    signatures = tuple(sorted(_signatures(acts), key=lambda found: found[0]))
    signed = switched([day for day, _ in signatures], standing_days(acts, ActKind.WITHDRAWAL_OF_SIGNATURE))
    lapses = earliest(extinct, ended)
    spans = {
        Status.PARTY: tuple(period.span for period in periods),
        Status.PROVISIONAL_APPLICATION: _cut(_provisional(acts, periods), lapses),
        Status.CONTRACTING: _cut((consent.contracting for consent in consents), lapses),
        Status.FORMER_PARTY: _former(periods),
        Status.SIGNATORY: _cut(signed, extinct),
        Status.WITHDRAWN_SIGNATURE: _cut(_withdrawn(case, acts, signed), extinct),
        Status.INVITED: _cut(_invited(acts), extinct),
    }
    return Participation(
        participant, signatures, consents, periods, spans, _suspended(acts, periods), _unconfirmed(acts, extinct)
    )


def _consents(case: Case, acts: Sequence[Act], force: Force) -> tuple[GivenConsent, ...]:
    return tuple(_given(case, act, acts, force) for act in acts if act.kind.is_consent)


def _given(case: Case, act: Act, acts: Sequence[Act], force: Force) -> GivenConsent:
    effect = in_force_from(case, act, force)
    before = (day for day in withdrawals_of(act, acts) if effect is None or day < effect)
    return GivenConsent(act, min(act.done_on.earliest, effect_day(act)), effect, next(before, None))


def _periods(
    case: Case, acts: Sequence[Act], consents: Iterable[GivenConsent], outer: Sequence[Exit]
) -> tuple[Period, ...]:
    """Every time as a party: each begins with the first consent that takes effect after the last one ended."""
    limit = earliest(*(exit_.on for exit_ in outer))
    periods: list[Period] = []
    entries = [(c.in_force_from, c.act) for c in consents if c.in_force_from and c.withdrawn_on is None]
    for start, consent in sorted(entries, key=lambda entry: (entry[0], entry[1].done_on.earliest, entry[1].key)):
        left = periods[-1].span.until if periods else dt.date.min
        if left is None or start < left or (limit is not None and start >= limit):
            continue
        exit_ = first_exit(case, acts, start, left if periods else None, outer)
        span = Span(start, exit_.on if exit_ else None)
        periods.append(Period(span, exit_.reason if exit_ else None, consent))
    return tuple(periods)


def _former(periods: Sequence[Period]) -> tuple[Span, ...]:
    """Since each end; while it is a party again, that goes before."""
    return tuple(Span(period.span.until) for period in periods if period.span.until is not None)


def _signatures(acts: Sequence[Act]) -> Iterable[tuple[dt.date, Act]]:
    for act in acts:
        if act.kind is ActKind.SIGNATURE:
            yield act.done_on.earliest, act
        elif act.kind is ActKind.SUCCESSION_TO_SIGNATURE:
            yield effect_day(act), act
        elif act.kind is ActKind.CONFIRMATION_OF_SIGNATURE:
            signed = confirmed_signature(act, acts)
            if signed is not None:
                yield confirmed_from(act, signed), signed


def _withdrawn(case: Case, acts: Sequence[Act], signed: Sequence[Span]) -> tuple[Span, ...]:
    """Since the first withdrawal; while it has signed anew, that goes before. An incomplete record may lack the
    signature withdrawn."""
    ends = [span.until for span in signed if span.until is not None]
    days = ends if case.complete else standing_days(acts, ActKind.WITHDRAWAL_OF_SIGNATURE)
    return (Span(min(days)),) if days else ()


def _provisional(acts: Sequence[Act], periods: Sequence[Period]) -> Iterable[Span]:
    """Provisional application ends with its own end, or with becoming a party (VCLT 25: pending entry into force)."""
    outside = [
        day
        for day in standing_days(acts, ActKind.PROVISIONAL_APPLICATION)
        if not any(period.span.holds_on(day) for period in periods)
    ]
    if not outside:
        return ()
    ends = standing_days(acts, ActKind.END_OF_PROVISIONAL_APPLICATION)
    return switched(outside, ends + [period.span.start for period in periods])


def _suspended(acts: Sequence[Act], periods: Sequence[Period]) -> tuple[Span, ...]:
    """A suspension belongs to the time as a party in which it began, and ends with it at the latest."""
    begun = standing_days(acts, ActKind.SUSPENSION)
    ended = standing_days(acts, ActKind.END_OF_SUSPENSION) if begun else []
    return tuple(
        suspended.cut(period.span.until)
        for period in (periods if begun else ())
        for suspended in switched(filter(period.span.holds_on, begun), filter(period.span.holds_on, ended))
    )


def _invited(acts: Sequence[Act]) -> Iterable[Span]:
    for act in acts:
        if act.kind is ActKind.INVITATION_TO_ACCEDE:
            yield Span(effect_day(act), act.expires_on.earliest if act.expires_on else None)


def _unconfirmed(acts: Sequence[Act], extinct: dt.date | None) -> tuple[Span, ...]:
    to_confirm = [act for act in acts if act.kind is ActKind.SIGNATURE_AD_REFERENDUM]
    confirmed = {signed.key for _, signed in _signatures(acts)} if to_confirm else set()
    return _cut((Span(act.done_on.earliest) for act in to_confirm if act.key not in confirmed), extinct)


def _cut(spans: Iterable[Span], day: dt.date | None) -> tuple[Span, ...]:
    if day is None:
        return tuple(spans)
    return tuple(span.cut(day) for span in spans if span.start < day)
