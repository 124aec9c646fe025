"""Claims that hold on a day, such as how many members there were or who was a party: how they stand.

A day known to the month or year is judged at both its ends, and every way of reading the record's own partly known days
counts: what not all of them have in common is open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from signatories.chart.claim_counts import count_on, why_not_so_many
from signatories.chart.claim_statuses import status_told
from signatories.chart.grounds import Grounds
from signatories.chart.verdicts import Assessment, Said, Value, Verdict, not_comparable, said_on, sentence
from signatories.models import Claim
from signatories.models.claims import COUNTS, Question
from signatories.treaty_law.days import PartialDay


def assess_value(grounds: Grounds, claim: Claim, about: PartialDay) -> Assessment:
    """How a claim of a number, or of true or false, stands on the day it is about."""
    counting = Question(claim.question) in COUNTS
    days = list(dict.fromkeys((about.earliest, about.latest)))
    told = [(count_on if counting else status_told)(grounds, claim, day) for day in days]
    if not any(said.words for said in told):
        return not_comparable(told[-1].lacks, about)
    claimed: Value = int(claim.claimed) if counting else claim.claimed == "true"
    verdict = _verdict(told, claimed)
    recorded = next(iter(told[-1].words)) if verdict is not Verdict.OPEN else None
    words = _in_words(about, days, told)
    if verdict is not Verdict.CONTRADICTS or not counting:
        return Assessment(verdict, _text(recorded), sentence(words), about)
    why = why_not_so_many(grounds, claim, about.latest)
    return Assessment(verdict, _text(recorded), f"{sentence(f'{words}, not {claimed}')} {why}".strip(), about)


def _verdict(told: Sequence[Said], claimed: Value) -> Verdict:
    """Open unless all that the record can be read as, at both ends of the day, says the same of the claim."""
    values = {value for said in told for value in said.words}
    if not all(said.words for said in told):
        return Verdict.OPEN
    if values == {claimed}:
        return Verdict.AGREES
    return Verdict.OPEN if min(values) <= claimed <= max(values) else Verdict.CONTRADICTS


def _in_words(about: PartialDay, days: Sequence[dt.date], told: Sequence[Said]) -> str:
    """What the record says, once where it is the same throughout."""
    if len({_each(said) for said in told}) == 1:
        return f"{said_on(about) if about.is_whole else f'throughout {about}'}, {_each(told[0])}"
    return "; ".join(f"on {day}, {_each(said)}" for day, said in zip(days, told, strict=True))


def _each(said: Said) -> str:
    """Each value the record can be read as, in words."""
    if not said.words:
        return said.lacks
    return " or, since some days are known to the month or year only, ".join(dict.fromkeys(said.words.values()))


def _text(value: Value | None) -> str | None:
    return None if value is None else str(value).lower()
