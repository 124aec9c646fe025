"""Which treaties a change reaches: those its rows are about, and those whose rules ask about the members it touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Q

from signatories.models import FACTS, Change, Entitlement, Membership, Threshold, Treaty, TreatyAction

TREATIES_TOGETHER = 50
ACTS_TOGETHER = 10_000
"""So many treaties, and acts on them, are read at once: few enough for memory, enough to spare queries."""


def in_batches(treaties: Sequence[str]) -> Iterator[Sequence[str]]:
    """The treaties in order, so many at a time as are read at once; one with very many acts alone."""
    for first in range(0, len(treaties), TREATIES_TOGETHER):
        some = treaties[first : first + TREATIES_TOGETHER]
        yield from _by_their_acts(some) if len(some) > 1 else [some]


def _by_their_acts(treaties: Sequence[str]) -> Iterator[Sequence[str]]:
    counted = TreatyAction.objects.filter(treaty__in=treaties).order_by().values_list("treaty").annotate(Count("pk"))
    acts = dict(counted)
    batch: list[str] = []
    held = 0
    for treaty in treaties:
        if batch and held + acts.get(treaty, 0) > ACTS_TOGETHER:
            yield batch
            batch, held = [], 0
        batch.append(treaty)
        held += acts.get(treaty, 0)
    yield batch


def touched_by(change: Change) -> Q:
    """Rows that the change brought or closed."""
    return Q(brought_by=change) | Q(closed_by=change)


def organisations_touched(change: Change) -> set[str]:
    """The organisations whose memberships the change brought or closed."""
    return set(Membership.objects.filter(touched_by(change)).values_list("organisation", flat=True).distinct())


def treaties_reached(change: Change) -> set[str]:
    """The treaties whose answers the change may have altered."""
    reached: set[str] = set()
    facts: tuple[Any, ...] = FACTS
    for model in facts:
        if any(field.related_model is Treaty for field in model._meta.fields):
            reached |= set(model.objects.filter(touched_by(change)).values_list("treaty", flat=True).distinct())
    if organisations := organisations_touched(change):
        for provision in (Entitlement, Threshold):
            rows = provision.objects.filter(members_of__in=organisations)
            reached |= set(rows.values_list("treaty", flat=True).distinct())
    return reached
