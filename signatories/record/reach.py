"""Which treaties a change reaches: those its rows are about, and those whose rules ask about the members it touched."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import Count, Q

from signatories.models import (
    FACTS,
    Change,
    Entitlement,
    Membership,
    Milestone,
    Participant,
    Rule,
    Threshold,
    Treaty,
    TreatyAction,
    Weight,
)
from signatories.models.plain_rows import plain_row
from signatories.record.log import LabelChange

# What treaty law reads of a treaty to give a status.
DECIDING: tuple[Any, ...] = (TreatyAction, Entitlement, Rule, Threshold, Weight, Milestone)
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


def statuses_reached(change: Change, labels: Collection[LabelChange]) -> set[str]:
    """The treaties to which someone's status may be another since the change, on whatever day."""
    reached = _asking_about(organisations_touched(change))
    for model in DECIDING:
        reached |= set(model.objects.filter(touched_by(change)).values_list("treaty", flat=True).distinct())
    reached |= {label.key for label in labels if label.model is Treaty and _is_other(label, "complete")}
    people = [label for label in labels if label.model is Participant]
    if any(label.before and _is_other(label, "type", "from", "until", "succeeds") for label in people):
        return reached | set(Treaty.objects.values_list("key", flat=True))
    if people:
        reached |= set(
            Entitlement.objects.filter(all_states=True).order_by().values_list("treaty", flat=True).distinct()
        )
    return reached


def _is_other(label: LabelChange, *columns: str) -> bool:
    """Whether it is new, or no longer there, or says other than before in one of the columns."""
    row = label.model._default_manager.filter(pk=label.key).first() if label.before else None
    now = plain_row(row) if row else None
    return label.before is None or now is None or any(label.before[name] != now[name] for name in columns)


def _asking_about(organisations: Collection[str]) -> set[str]:
    """The treaties whose provisions ask about the members of these organisations."""
    reached: set[str] = set()
    for provision in (Entitlement, Threshold) if organisations else ():
        rows = provision.objects.filter(members_of__in=organisations)
        reached |= set(rows.values_list("treaty", flat=True).distinct())
    return reached


def treaties_reached(change: Change) -> set[str]:
    """The treaties whose answers the change may have altered."""
    reached: set[str] = set()
    facts: tuple[Any, ...] = FACTS
    for model in facts:
        if any(field.related_model is Treaty for field in model._meta.fields):
            reached |= set(model.objects.filter(touched_by(change)).values_list("treaty", flat=True).distinct())
    return reached | _asking_about(organisations_touched(change))
