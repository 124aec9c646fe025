"""What a change must leave standing: the acts it brought, and those whose ground it touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q

from signatories.models import Change, Entitlement, Membership, Milestone, Rule, Treaty, TreatyAction
from signatories.models.case_files import in_batches, read_cases
from signatories.models.legality import refusals_in
from signatories.record.log import LabelChange
from signatories.record.reach import participants_altered, touched_by, treaties_restated
from signatories.treaty_law.objections import objections_to

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


def refuse_what_no_longer_stands(change: Change, labels: Collection[LabelChange]) -> None:
    """Raises NoLongerStanding where the change leaves acts that treaty law refuses.

    Looked at are the acts of those whose acts it touched, of members whose membership it closed and of participants it
    altered; and all acts on a treaty of which it touched an entitlement, a milestone or a rule, or that it calls
    complete or no longer so. What a restoring change brings is taken as it is.
    """
    if change.restores:
        return
    if refused := {act.key: refusals for act, refusals in refused_acts(change, labels)}:
        raise NoLongerStanding(refused)


def refused_acts(
    change: Change, labels: Collection[LabelChange]
) -> Iterator[tuple[TreatyAction, dict[str, list[str]]]]:
    """The acts that treaty law refuses beside what the change did, restoring or not, with sentences for each column.

    Most acts are lawful. Only of those that are not the stored row is read, which may tell why it is kept all the same.
    """
    concerned = _Concerned(change, labels)
    for treaties in in_batches(sorted(concerned.treaties())):
        by_treaty = concerned.acts_on(treaties)
        cases = read_cases(treaties)
        elsewhere = _naming_another_treaty(treaties)
        doubtful = {
            key
            for treaty, keys in by_treaty.items()
            for key in keys
            if key in elsewhere or objections_to(cases[treaty], cases[treaty].act_named[key])
        }
        if not doubtful:
            continue
        rows = TreatyAction.objects.held().filter(key__in=doubtful).select_related("refers_to", "source")
        for act in rows.order_by("treaty", "key"):
            if refusals := refusals_in(cases[act.treaty_id], act):
                yield act, refusals


def _naming_another_treaty(treaties: Sequence[str]) -> set[str]:
    """Keys of acts on these treaties that refer to one on another."""
    held = TreatyAction.objects.held().filter(treaty__in=treaties, refers_to__isnull=False)
    return set(held.exclude(refers_to__treaty=F("treaty")).order_by().values_list("key", flat=True))


class _Concerned:
    """Which held acts may have lost their ground; told apart here, as a database takes too long over very many."""

    def __init__(self, change: Change, labels: Collection[LabelChange]) -> None:
        self._change = change
        touched = TreatyAction.objects.filter(touched_by(change)).order_by()
        closed = TreatyAction.objects.filter(closed_by=change).order_by()
        self._treaties = set(touched.values_list("treaty", flat=True).distinct())
        self._participants = set(touched.values_list("participant", flat=True).distinct())
        self._closed = set(closed.values_list("treaty", "participant").distinct())
        left = Membership.objects.filter(closed_by=change).values_list("member", flat=True)
        self._anywhere = participants_altered(labels).union(left)
        """Participants all of whose acts are concerned, on whatever treaty."""
        still_there = Treaty.objects.filter(key__in=treaties_restated(labels))
        self._whole = set(still_there.values_list("key", flat=True))
        """Treaties all acts on which are concerned."""
        for model in GROUNDS:
            self._whole |= set(model.objects.filter(touched_by(change)).values_list("treaty", flat=True).distinct())

    def treaties(self) -> set[str]:
        """The treaties they are on."""
        found = self._treaties | self._whole
        if self._anywhere:
            held = TreatyAction.objects.held().filter(participant__in=self._anywhere).order_by()
            found |= set(held.values_list("treaty", flat=True).distinct())
        return found

    def acts_on(self, treaties: Sequence[str]) -> dict[str, list[str]]:
        """The keys of those on these treaties, by treaty, in order."""
        some = Q(treaty__in=self._whole.intersection(treaties))
        some |= Q(participant__in=self._anywhere | self._participants)
        acts = TreatyAction.objects.held().filter(some, treaty__in=treaties).order_by("key")
        rows = list(acts.values_list("key", "treaty", "participant", "brought_by"))
        moved = {(treaty, who) for _, treaty, who, brought_by in rows if brought_by == self._change.pk} | self._closed
        found: defaultdict[str, list[str]] = defaultdict(list)
        for key, treaty, who, _ in rows:
            if treaty in self._whole or who in self._anywhere or (treaty, who) in moved:
                found[treaty].append(key)
        return found
