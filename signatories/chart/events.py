"""What follows from a change: a threshold reached, a day of entry into force, a party more, a claim now contradicted.

Found by asking the same law of the record as the change found it and as it leaves it; entered in the log with the
change (signatories.record.changing calls this at its end).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q

from signatories.chart.claims import assess
from signatories.chart.verdicts import Verdict
from signatories.models import Change, Claim
from signatories.models.case_files import in_batches, read_cases
from signatories.models.directory import Directory
from signatories.querysets import BeforeChange
from signatories.record.log import Event, path_of
from signatories.record.reach import organisations_touched, treaties_reached
from signatories.treaty_law.alike import alike_about, alike_in_days
from signatories.treaty_law.case import Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import EntryIntoForce, entry_into_force
from signatories.treaty_law.readings import readings
from signatories.treaty_law.status import history_on, party_periods

# Later than any day the record may hold, so that nothing in it is left out.
IN_THE_END = dt.date(2999, 12, 31)


def follow(change: Change) -> Iterator[Event]:
    """The events that the change caused: of treaties in key order, then of claims."""
    treaties = sorted(treaties_reached(change))
    for batch in in_batches(treaties):
        before, after = read_cases(batch, BeforeChange(change.number)), read_cases(batch)
        for treaty in batch:
            yield from _force_events(treaty, before[treaty], after[treaty])
            yield from _party_events(treaty, before[treaty], after[treaty])
    yield from _claim_events(change, treaties)


def _force_events(treaty: str, before: Case, after: Case) -> Iterator[Event]:
    was, now = entry_into_force(before, IN_THE_END), entry_into_force(after, IN_THE_END)
    if was.triggered_on != now.triggered_on:
        yield _of_treaty(treaty, "threshold_reached", _trigger_sentence(now), now.triggered_on)
    if was.in_force_on != now.in_force_on:
        if now.in_force_on:
            sentence = f"By the record, {treaty} enters into force on {now.in_force_on}."
        else:
            sentence = f"By the record, {treaty} no longer enters into force: what is held does not suffice."
        yield _of_treaty(treaty, "entry_into_force", sentence, now.in_force_on)


def _trigger_sentence(force: EntryIntoForce) -> str:
    article = f"Article {force.condition.rule.article}" if force.condition.rule.article else "the rule"
    if force.triggered_on is None:
        return f"What {article} asks for is no longer reached."
    return f"What {article} asks for is reached on {force.triggered_on} by {', '.join(force.triggered_by)}."


def _party_events(treaty: str, before: Case, after: Case) -> Iterator[Event]:
    """Who becomes or ceases to be a party otherwise than the record had it."""
    for participant in sorted({*before.acts_of, *after.acts_of}):
        was, now = _edges(before, participant), _edges(after, participant)
        for what, day in sorted(now - was, key=lambda edge: edge[1]):
            verb = "becomes a party" if what == "becomes_party" else "ceases to be a party"
            yield Event(
                what=what,
                row=path_of("treaties", treaty),
                row_key=treaty,
                reason=f"By the record, {participant} {verb} on {day}.",
                happens_on=day,
                treaty=treaty,
                participant=participant,
            )


def _edges(case: Case, participant: str) -> set[tuple[str, str]]:
    """The days on which its times as a party begin and end."""
    if participant not in case.acts_of:
        return set()
    first = history_on(case, participant, dt.date.max).periods
    others = (reading for reading in readings(case)[1:] if not _same_history(case, reading, participant))
    if any(history_on(reading, participant, dt.date.max).periods != first for reading in others):
        spans = [(period.valid_from.text, period.valid_until) for period in party_periods(case, participant)]
        begun, ended = [start for start, _ in spans], [until.text for _, until in spans if until]
    else:
        begun = [period.span.start.isoformat() for period in first]
        ended = [period.span.until.isoformat() for period in first if period.span.until]
    return {("becomes_party", day) for day in begun} | {("ceases_to_be_party", day) for day in ended}


def _same_history(case: Case, reading: Case, participant: str) -> bool:
    return alike_about(case, reading, participant) and alike_in_days(case, reading, dt.date.max)


def _claim_events(change: Change, treaties: list[str]) -> Iterator[Event]:
    """Claims that the record contradicts since this change."""
    about = Q(treaty__in=treaties) | Q(organisation__in=organisations_touched(change)) | Q(brought_by=change)
    held = list(Claim.objects.held().filter(about).select_related("source").order_by("key"))
    if not held:
        return
    past = BeforeChange(change.number)
    found = list(Claim.objects.known_on(past).filter(key__in=[claim.key for claim in held]).select_related("source"))
    directory = Directory()
    was, now = assess(found, past, directory), assess(held, directory=directory)
    contradicted = {claim.key for claim in found if was[claim.pk].assessment == Verdict.CONTRADICTS}
    for claim in held:
        if now[claim.pk].assessment == Verdict.CONTRADICTS and claim.key not in contradicted:
            yield Event(
                what="claim_contradicted",
                row=path_of("claims", claim.key),
                row_key=claim.key,
                reason=now[claim.pk].reason,
                happens_on=None,
                treaty=claim.treaty_id or "",
                participant=claim.participant_id or "",
            )


def _of_treaty(treaty: str, what: str, sentence: str, day: PartialDay | None) -> Event:
    return Event(
        what=what,
        row=path_of("treaties", treaty),
        row_key=treaty,
        reason=sentence,
        happens_on=day.text if day else None,
        treaty=treaty,
    )
