"""The status of a participant on a day: the first that fits of an order of precedence.

Statuses are read off a participation; nothing here looks at an act twice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from signatories.treaty_law.acts import Certainty, ExitReason, Status
from signatories.treaty_law.case import Act, Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.effect import visible_acts
from signatories.treaty_law.entitlement import may_join
from signatories.treaty_law.force import force_on
from signatories.treaty_law.legal_rule import legal_rule
from signatories.treaty_law.participation import Participation, Period, participation
from signatories.treaty_law.readings import readings, spanning
from signatories.treaty_law.treaty_end import treaty_ended_on


@dataclass(frozen=True, slots=True)
class PartyPeriod:
    """A time as a party, half-open; ``reason`` says why it ended."""

    valid_from: PartialDay
    valid_until: PartialDay | None
    reason: ExitReason | None


@dataclass(frozen=True, slots=True)
class StatusOn:
    """What a participant is on a day, and the days that say so.

    ``in_force_from`` and ``ended_on`` are given once known, also when they lie
    after the day asked; ``periods`` lists those begun by then.
    ``awaits_confirmation`` flags a signature ad referendum. ``consented``
    tells whether a consent deposited by that day stands.
    """

    participant: str
    status: Status
    reason: ExitReason | None = None
    suspended: bool = False
    since: PartialDay | None = None
    signed_on: PartialDay | None = None
    consent: Act | None = None
    in_force_from: PartialDay | None = None
    ended_on: PartialDay | None = None
    periods: tuple[PartyPeriod, ...] = ()
    awaits_confirmation: bool = False
    consented: bool = False
    certainty: Certainty = Certainty.CERTAIN


@dataclass(frozen=True, slots=True)
class Counts:
    """How many participants have each status on a day, how many had signed, how many consents stood."""

    by_status: dict[Status, int]
    signatures: int
    consents: int


def status_on(case: Case, participant: str, on: dt.date) -> StatusOn:
    """What the participant is on that day, whether or not it is entitled to be anything."""
    return settled([row_of(history_on(reading, participant, on), on) for reading in readings(case)])


def statuses_on(case: Case, on: dt.date) -> tuple[StatusOn, ...]:
    """Everyone that has acted or may act by that day, in key order; nobody before the treaty is opened.

    A participant that does not exist on the day appears only if it was a party.
    """
    if len(readings(case)) == 1:
        return rows_on(case, on)
    return tuple(status_on(case, row.participant, on) for row in rows_on(case, on))


def as_far_as_known(case: Case, row: StatusOn) -> bool:
    """Whether the record can know of the row: one that is incomplete does not say of anyone that it did nothing."""
    return case.complete or row.status is not Status.NO_ACTION


def rows_on(case: Case, on: dt.date) -> tuple[StatusOn, ...]:
    """The rows of `statuses_on` by the earliest reading alone, worked out once."""
    if ("rows", on) not in case.answers:
        rows = (row_of(history_on(case, key, on), on) for key in sorted(_concerned(case, on)))
        case.answers["rows", on] = tuple(row for row in rows if appears(case, row, on))
    kept: tuple[StatusOn, ...] = case.answers["rows", on]
    return kept


def appears(case: Case, row: StatusOn, on: dt.date) -> bool:
    """Whether the row of one that is concerned is shown on that day: while it exists, for ever if it was a party."""
    return row.status is Status.FORMER_PARTY or case.participant(row.participant).exists_on(on)


def counts(rows: Iterable[StatusOn]) -> Counts:
    """Counts the rows of `statuses_on`; an old signature stays counted, a consent only while it stands."""
    rows = tuple(rows)
    found = Counter(row.status for row in rows)
    by_status = {status: found[status] for status in Status}
    return Counts(by_status, sum(row.signed_on is not None for row in rows), sum(row.consented for row in rows))


def party_periods(case: Case, participant: str, on: dt.date = dt.date.max) -> tuple[PartyPeriod, ...]:
    """Every time the participant was a party, begun by ``on``; without a day, all that the record holds."""
    return status_on(case, participant, on).periods


@legal_rule()
def first_that_fits(history: Participation, on: dt.date) -> Status:
    """When several statuses fit, the first in the order of precedence holds."""
    for status, spans in history.spans.items():
        if spans and history.is_on(status, on):
            again = status is Status.FORMER_PARTY and signed_after_leaving(history, on)
            return Status.SIGNATORY if again else status
    return Status.NO_ACTION


@legal_rule("VCLT 18")
def signed_after_leaving(history: Participation, on: dt.date) -> bool:
    """A signature made after leaving makes a signatory again; an older one does not."""
    left = [p.span.until for p in history.periods if p.span.until is not None and p.span.until <= on]
    signed = any(max(left) <= day <= on for day, _ in history.signatures) if left else False
    return signed and history.is_on(Status.SIGNATORY, on)


def history_on(case: Case, participant: str, on: dt.date) -> Participation:
    """The participant's whole history as known on that day."""
    return participation(case, participant, on, force_on(case, on), treaty_end_on(case, on))


def treaty_end_on(case: Case, on: dt.date) -> dt.date | None:
    """The day the treaty ended, if it had by that day."""
    if ("ended", on) not in case.answers:
        case.answers["ended", on] = treaty_ended_on(case, on, force_on(case, on))
    ended: dt.date | None = case.answers["ended", on]
    return ended


def _concerned(case: Case, on: dt.date) -> frozenset[str]:
    entitled = may_join(case, on, force_on(case, on).is_in_force(on))
    return entitled | {key for key in case.acts_of if visible_acts(case, key, on)}


def row_of(history: Participation, on: dt.date) -> StatusOn:
    """What the history as known on that day makes the participant on it, by one reading."""
    status = first_that_fits(history, on)
    period, signed = _period_to_show(history, status, on), history.last_signature(on)
    begun = [period for period in history.periods if period.span.start <= on]
    consent = history.standing_consent(on)
    return StatusOn(
        participant=history.participant,
        status=status,
        reason=begun[-1].reason if status is Status.FORMER_PARTY else None,
        suspended=history.is_suspended(on),
        since=_since(history, status, on),
        signed_on=signed.done_on if signed else None,
        consent=consent or (period.consent if period else None),
        in_force_from=PartialDay.of(period.span.start) if period else None,
        ended_on=PartialDay.of(period.span.until) if period and period.span.until else None,
        periods=tuple(_shown(period) for period in begun),
        awaits_confirmation=any(span.holds_on(on) for span in history.unconfirmed),
        consented=consent is not None and consent.done_on.earliest <= on,
    )


def _period_to_show(history: Participation, status: Status, on: dt.date) -> Period | None:
    """The time as a party that holds, or that is coming, or the last that was."""
    now = [period for period in history.periods if period.span.holds_on(on)]
    coming = [period for period in history.periods if period.span.start > on]
    if status is Status.CONTRACTING or not history.periods:
        return coming[0] if coming else None
    return now[0] if now else history.periods[-1]


def _since(history: Participation, status: Status, on: dt.date) -> PartialDay | None:
    """The first day of the unbroken time in which the status has been this one; None where nothing ever happened."""
    first = None
    for day in reversed(history.breaks):
        if day > on:
            continue
        if first_that_fits(history, day) is not status:
            break
        first = day
    return PartialDay.of(first) if first else None


def _shown(period: Period) -> PartyPeriod:
    span = period.span
    return PartyPeriod(PartialDay.of(span.start), PartialDay.of(span.until) if span.until else None, period.reason)


def settled(rows: Sequence[StatusOn]) -> StatusOn:
    """The row of the earliest reading, its days as precise as all readings allow, and how certain it is."""
    first = rows[0]
    if len(rows) == 1:
        return first
    if any(_essence(row) != _essence(first) for row in rows):
        return replace(first, certainty=Certainty.POSSIBLE)
    since = spanning(row.since for row in rows)
    starts, ends = spanning(row.in_force_from for row in rows), spanning(row.ended_on for row in rows)
    periods = [_spanned([row.periods[place] for row in rows]) for place in range(len(first.periods))]
    days_agree = starts.is_exact and ends.is_exact and all(exact for _, exact in periods)
    return replace(
        first,
        since=since.day,
        in_force_from=starts.day,
        ended_on=ends.day,
        periods=tuple(period for period, _ in periods),
        certainty=Certainty.CERTAIN if days_agree else Certainty.POSSIBLE,
    )


def _essence(row: StatusOn) -> tuple[object, ...]:
    reasons = tuple(period.reason for period in row.periods)
    return row.status, row.reason, row.suspended, reasons, row.in_force_from is None, row.ended_on is None


def _spanned(periods: Sequence[PartyPeriod]) -> tuple[PartyPeriod, bool]:
    start = spanning(period.valid_from for period in periods)
    until = spanning(period.valid_until for period in periods)
    period = PartyPeriod(start.day or periods[0].valid_from, until.day, periods[0].reason)
    return period, start.is_exact and until.is_exact
