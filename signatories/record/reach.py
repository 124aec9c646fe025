"""Which treaties a change reaches: those its rows are about, and those whose rules ask about the members it touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q

from signatories.models import FACTS, Change, Entitlement, Membership, Threshold, Treaty

TOGETHER = 50
"""So many treaties are read at once: few enough for memory, enough to spare queries."""


def in_batches(treaties: Sequence[str]) -> Iterator[Sequence[str]]:
    """The treaties, so many at a time as are read at once."""
    for first in range(0, len(treaties), TOGETHER):
        yield treaties[first : first + TOGETHER]


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
