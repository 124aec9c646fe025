"""What is told beside the chart: acts, declarations, measures, milestones and claims, each with its sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q

from signatories.chart.citations import Cited, CitedRow, cited
from signatories.chart.claims import Assessor
from signatories.chart.verdicts import Assessment, Verdict
from signatories.models import Claim, Declaration, ImplementingMeasure, Membership, Milestone, TreatyAction
from signatories.models.directory import Directory

MOST = 1000
"""So many rows of a kind are told at the most; the API has all."""


@dataclass(frozen=True, slots=True)
class AssessedClaim:
    """A claim, where it is made, and how it stands against the record."""

    claim: Claim
    sources: tuple[Cited, ...]
    assessment: Assessment

    @property
    def is_contradicted(self) -> bool:
        """Whether the record says otherwise."""
        return self.assessment.assessment is Verdict.CONTRADICTS


def acts(about: Q, on: dt.date, known_on: dt.datetime | None) -> list[CitedRow[TreatyAction]]:
    """Acts done by the day, by day."""
    rows = TreatyAction.objects.known_on(known_on).filter(about, done_on__lte=on.isoformat())
    return cited(TreatyAction, rows.order_by("done_on", "key")[:MOST])


def declarations(about: Q, on: dt.date, known_on: dt.datetime | None) -> list[CitedRow[Declaration]]:
    """Declarations made by the day, by participant and then day; what no longer holds included."""
    rows = Declaration.objects.known_on(known_on).filter(about, made_on__lte=on.isoformat())
    return cited(Declaration, rows.order_by("participant", "made_on", "key")[:MOST])


def measures(about: Q, on: dt.date, known_on: dt.datetime | None) -> list[CitedRow[ImplementingMeasure]]:
    """Measures, but those adopted or in force only after the day; by participant."""
    later = Q(adopted_on__gt=on.isoformat()) | Q(adopted_on=None, in_force_on__gt=on.isoformat())
    rows = ImplementingMeasure.objects.known_on(known_on).filter(about).exclude(later)
    return cited(ImplementingMeasure, rows.order_by("participant", "adopted_on", "key")[:MOST])


def milestones(about: Q, on: dt.date, known_on: dt.datetime | None) -> list[CitedRow[Milestone]]:
    """Days in treaties' own lives up to the day."""
    rows = Milestone.objects.known_on(known_on).filter(about, occurred_on__lte=on.isoformat())
    return cited(Milestone, rows.order_by("occurred_on", "key")[:MOST])


def memberships(about: Q, on: dt.date, known_on: dt.datetime | None) -> list[CitedRow[Membership]]:
    """Memberships begun by the day, of any role, those that ended included."""
    begun = Q(valid_from=None) | Q(valid_from__lte=on.isoformat())
    rows = Membership.objects.known_on(known_on).filter(about, begun)
    return cited(Membership, rows.order_by(F("valid_from").asc(nulls_first=True), "key")[:MOST])


def claims(about: Q, known_on: dt.datetime | None, directory: Directory) -> list[AssessedClaim]:
    """Claims, each held against the record of that moment for the day it is about."""
    rows = cited(Claim, Claim.objects.known_on(known_on).filter(about).select_related("source").order_by("key")[:MOST])
    found = Assessor(known_on, directory).assess([told.row for told in rows])
    return [AssessedClaim(told.row, told.sources, found[told.row.pk]) for told in rows]


def of_treaty(key: str) -> Q:
    """Rows about the treaty."""
    return Q(treaty=key)


def of_participant(key: str) -> Q:
    """Rows about the participant."""
    return Q(participant=key)
