"""What a change must leave standing: the acts it brought, and those that its rows were the ground of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from signatories.models import Change, Entitlement, Membership, Milestone, Rule, TreatyAction
from signatories.models.case_files import read_cases
from signatories.models.legality import refusals_in
from signatories.record.reach import in_batches, touched_by

GROUNDS: tuple[Any, ...] = (Entitlement, Milestone, Rule)


class NoLongerStanding(ValidationError):
    """Acts that treaty law refuses beside what a change did: by key, the sentences for each column."""

    def __init__(self, refused: dict[str, dict[str, list[str]]]) -> None:
        self.refused = refused
        super().__init__(
            [
                f"{key}: {sentence}"
                for key, columns in refused.items()
                for sentences in columns.values()
                for sentence in sentences
            ]
        )


def refuse_what_no_longer_stands(change: Change) -> None:
    """Raises NoLongerStanding where the change leaves acts that treaty law refuses.

    Looked at are the acts of those whose acts it touched, of members whose membership it closed, and all acts on a
    treaty of which it touched an entitlement, a milestone or a rule. What a restoring change brings is taken as it is.
    """
    if change.restores:
        return
    if refused := dict(_refused(change)):
        raise NoLongerStanding(refused)


def _refused(change: Change) -> Iterator[tuple[str, dict[str, list[str]]]]:
    acts = TreatyAction.objects.held().filter(_concerned(change)).select_related("refers_to", "source")
    for treaties in in_batches(sorted(set(acts.order_by().values_list("treaty", flat=True)))):
        by_treaty: defaultdict[str, list[TreatyAction]] = defaultdict(list)
        for act in acts.filter(treaty__in=treaties).order_by("key"):
            by_treaty[act.treaty_id].append(act)
        cases = read_cases(treaties)
        for treaty, rows in sorted(by_treaty.items()):
            yield from ((act.key, refusals) for act in rows if (refusals := refusals_in(cases[treaty], act)))


def _concerned(change: Change) -> Q:
    """Which held acts may have lost their ground."""
    touched = TreatyAction.objects.filter(touched_by(change), treaty=OuterRef("treaty"))
    concerned = Q(Exists(touched.filter(participant=OuterRef("participant"))))
    concerned |= Q(participant__in=Membership.objects.filter(closed_by=change).values("member"))
    for model in GROUNDS:
        concerned |= Q(treaty__in=model.objects.filter(touched_by(change)).values("treaty"))
    return concerned
