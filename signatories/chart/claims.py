"""Claims held against the record: how each stands, and why.

Whatever the number of claims, the treaties concerned are read at once, and every question is answered by the code that
answers it elsewhere: statuses, counts, entry into force, memberships.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import prefetch_related_objects

from signatories.chart.claim_days import assess_day
from signatories.chart.claim_values import assess_value
from signatories.chart.grounds import Grounds
from signatories.chart.verdicts import Assessment, Verdict, not_comparable, sentence
from signatories.models import Claim
from signatories.models.case_files import read_cases, read_memberships
from signatories.models.claims import ABOUT_AN_ORGANISATION, DAYS_OF_A_PARTICIPANT, DAYS_OF_THE_TREATY, Question
from signatories.models.directory import Directory
from signatories.querysets import When
from signatories.record.checks import compared_until
from signatories.record.patience import still_in_time
from signatories.treaty_law.days import PartialDay

EVENTS = DAYS_OF_A_PARTICIPANT | DAYS_OF_THE_TREATY
OF_THE_PAST = EVENTS | {Question.NEGOTIATING_STATE_COUNT}
"""Questions whose answer does not change with the day they are asked about."""


def assess(
    claims: Iterable[Claim], known_on: When = None, directory: Directory | None = None
) -> dict[int | None, Assessment]:
    """How each claim stands against the record as known at that moment (None: now), by its database id."""
    return Assessor(known_on, directory).assess(claims)


class Assessor:
    """The record of one moment, read as far as the claims handed to it ask."""

    def __init__(self, known_on: When = None, directory: Directory | None = None) -> None:
        self.known_on = known_on
        self.directory = directory or Directory()
        self.of_treaties: dict[str, Grounds] = {}
        self.of_organisations: Grounds | None = None

    def assess(self, claims: Iterable[Claim]) -> dict[int | None, Assessment]:
        """How each claim stands, by its database id."""
        claims = list(claims)
        prefetch_related_objects(claims, "source")
        self._read({claim.treaty_id for claim in claims if claim.treaty_id})
        return {claim.pk: self._assess(claim) for claim in claims}

    def _read(self, treaties: Collection[str]) -> None:
        """Reads the files of the treaties that were not read yet, and once who belongs to what."""
        unread = set(treaties) - self.of_treaties.keys()
        if not unread and self.of_organisations:
            return
        checked_on = compared_until(self.known_on)
        for treaty, case in read_cases(unread, self.known_on).items() if unread else ():
            self.of_treaties[treaty] = Grounds(case, self.directory, checked_on.get(treaty))
        if not self.of_organisations:
            memberships = read_memberships(self.known_on)
            self.of_organisations = Grounds(memberships, self.directory, max(checked_on.values(), default=None))

    def _assess(self, claim: Claim) -> Assessment:
        still_in_time()
        question = Question(claim.question)
        if question is Question.OTHER:
            return not_comparable("none of the questions that the record answers fits this claim")
        if lacking := claim.shortcomings():
            return not_comparable("; ".join(lacking.values()).rstrip("."))
        grounds = self.of_organisations if question in ABOUT_AN_ORGANISATION else self.of_treaties[str(claim.treaty_id)]
        assert grounds is not None
        about = claim.about_on or claim.source.published_on
        if about and grounds.is_beyond(about) and (claim.about_on or question not in OF_THE_PAST):
            words = f"the claim is about {about}, and the record speaks as of {grounds.checked_on}"
            return Assessment(Verdict.OPEN, None, sentence(words), about)
        if question in EVENTS:
            return assess_day(grounds, claim)
        if question is Question.NEGOTIATING_STATE_COUNT:
            about = grounds.case.adopted_on or grounds.case.opened_on or about
        if about is None:
            if grounds.day_it_speaks_for is None:
                return not_comparable("the record holds nothing that could answer this")
            about = PartialDay.of(grounds.day_it_speaks_for)
        return assess_value(grounds, claim, about)
