"""Which treaties a change reaches: those its rows are about, and those whose rules ask about the members it touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

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


def touched_by(change: Change) -> Q:
    """Rows that the change brought or closed."""
    return Q(brought_by=change) | Q(closed_by=change)


def organisations_touched(change: Change) -> set[str]:
    """The organisations whose memberships the change brought or closed."""
    return set(Membership.objects.filter(touched_by(change)).values_list("organisation", flat=True).distinct())


def statuses_reached(change: Change, labels: Collection[LabelChange]) -> set[str]:
    """The treaties to which someone's status may be another since the change, on whatever day."""
    if participants_altered(labels):
        return set(Treaty.objects.values_list("key", flat=True)) | treaties_restated(labels)
    reached = _asking_about(organisations_touched(change)) | treaties_restated(labels)
    for model in DECIDING:
        reached |= set(model.objects.filter(touched_by(change)).values_list("treaty", flat=True).distinct())
    if any(label.model is Participant for label in labels):
        open_to_all = Entitlement.objects.filter(all_states=True).order_by()
        reached |= set(open_to_all.values_list("treaty", flat=True).distinct())
    return reached


def treaties_restated(labels: Iterable[LabelChange]) -> set[str]:
    """The treaties whose record claims otherwise than before to be complete; those that are new or removed too."""
    return {label.key for label in labels if label.model is Treaty and _is_other(label, "complete")}


def participants_altered(labels: Iterable[LabelChange]) -> set[str]:
    """Participants of before that are of another type now, exist at other times or succeed others; or are removed."""
    altered = ("type", "from", "until", "succeeds")
    people = (label for label in labels if label.model is Participant and label.before)
    return {label.key for label in people if _is_other(label, *altered)}


def _is_other(label: LabelChange, *columns: str) -> bool:
    """Whether it is new, or no longer there, or says other than before in one of the columns."""
    row = label.model._default_manager.filter(pk=label.key).first() if label.before else None
    now = plain_row(row) if row else None
    return label.before is None or now is None or any(label.before[name] != now[name] for name in columns)


def _asking_about(organisations: Collection[str]) -> set[str]:
    """The treaties whose provisions ask about the members of these organisations."""
    reached: set[str] = set()
    if organisations:
        for provision in (Entitlement, Threshold):
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
