"""Which filters each list offers: one for every public column, and the common names of the contract.

A filter set is made from its model's columns, so a new column brings its filter along.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import django_filters
from django.db import models
from django.db.models import QuerySet
from django_filters.filterset import FilterSetMetaclass

from signatories.api.day_filters import DayFilter, MomentFilter, RangeFilter
from signatories.api.filter_kinds import (
    WHOLE,
    BooleanFilter,
    ChoiceFilter,
    KeyFilter,
    ListFilter,
    NotAccepted,
    TextFilter,
    WordsFilter,
)
from signatories.api.naming_filters import (
    LinkedParticipantFilter,
    LocatorFilter,
    MemberOfFilter,
    NamedTypeFilter,
    OrganisationFilter,
    ParticipantFilter,
    SearchFilter,
    SourceFilter,
    TreatyFilter,
)
from signatories.api.parameters import Asked, Reader
from signatories.models import (
    Check,
    Declaration,
    Fact,
    HeldRow,
    ImplementingMeasure,
    Membership,
    Milestone,
    Participant,
    Source,
    Treaty,
    TreatyAction,
)
from signatories.models.facts import Confidence
from signatories.models.fields import KeyField, NumberOrAllField, PartialDateField, WordListField
from signatories.models.participants import ParticipantType

KEYED = {Participant: ParticipantFilter, Treaty: TreatyFilter}
SIDES = {"": "on", "_after": "after", "_before": "before"}
SIDE_HELP = {
    "": "{help} Rows whose day may be this one, or in this month or year.",
    "_after": "The same, on or after this day.",
    "_before": "The same, on or before this day.",
}


class RecordFilterSet(django_filters.FilterSet, metaclass=FilterSetMetaclass):
    """The filters of one list. Only those that a request names are set up for it."""

    asked: Asked
    member_day: str | None = None

    def __init__(self, data: Mapping[str, list[str]], queryset: QuerySet[Any], asked: Asked) -> None:
        self.data, self.queryset, self.asked = data, queryset, asked
        self.filters = {name: copy.copy(self.base_filters[name]) for name in data if name in self.base_filters}
        for filter_ in self.filters.values():
            filter_.parent = self

    def apply(self, reader: Reader, *, walked: bool = False, part: str = WHOLE) -> QuerySet[Any]:
        """The rows that pass every filter, or that part of them; what cannot be read is noted with the reader."""
        queryset = self.queryset
        for name, filter_ in self.filters.items():
            filter_.walked, filter_.part = walked, part
            try:
                queryset = filter_.filter(queryset, self.data[name])
            except NotAccepted as refusal:
                reader.wrong(name, str(refusal.message), refusal.accepted)
        return queryset

    @property
    def leave_few(self) -> bool:
        """Whether one of them leaves few rows, found by what they name."""
        return any(filter_.leaves_few for filter_ in self.filters.values())

    @property
    def find_by_days(self) -> bool:
        """Whether rows are found by days or instants, in another order than the list's."""
        return not self.leave_few and any(isinstance(filter_, RangeFilter) for filter_ in self.filters.values())

    @property
    def are_one_range(self) -> bool:
        """Whether an index of days or instants finds just the rows that are left."""
        ranges = {filter_.field_name for filter_ in self.filters.values() if isinstance(filter_, RangeFilter)}
        return len(ranges) == 1 and all(isinstance(filter_, RangeFilter) for filter_ in self.filters.values())

    @classmethod
    def get_filters(cls) -> dict[str, WordsFilter]:
        """The filters declared by name, and those made from the model's columns."""
        model = cls._meta.model
        made = filters_of(model, cls.member_day) if model else {}
        return made | dict(cls.declared_filters)


def filters_of(model: type[models.Model], member_day: str | None = None) -> dict[str, Any]:
    """A filter for each public column of the model, and the common ones it can answer."""
    made: dict[str, Any] = {}
    for name, attribute in model.columns.items():  # type: ignore[attr-defined]
        made |= _column_filters(name, model._meta.get_field(attribute))
    made["key"] = KeyFilter("key", label="Keys of rows.")
    if issubclass(model, HeldRow):
        made |= _held_filters() | _participant_filters(model, member_day)
    if issubclass(model, Fact):
        made |= _fact_filters()
    made["search"] = _search_filter(model)
    return made


def _participant_filters(model: type[HeldRow], member_day: str | None) -> dict[str, Any]:
    person = next((name for name in ("participant", "member") if name in model.columns), None)
    if person is None:
        return {}
    made: dict[str, Any] = {"participant_type": participant_type_filter(person, NamedTypeFilter)}
    if member_day:
        label = f"Participants that were members of this organisation on the row's own day, `{member_day}`."
        made["member_of"] = MemberOfFilter(person, day=member_day, label=label)
    return made


def participant_type_filter(field: str, kind: type[ChoiceFilter] = ChoiceFilter) -> ChoiceFilter:
    """About States, or about organisations."""
    return kind(field, choices=[kind.value for kind in ParticipantType], label="About States or organisations.")


def _column_filters(name: str, field: Any) -> dict[str, Any]:
    help_text = str(field.help_text)
    if isinstance(field, PartialDateField):
        return {
            name + suffix: DayFilter(field.name, side=side, label=SIDE_HELP[suffix].format(help=help_text))
            for suffix, side in SIDES.items()
        }
    return {name: _plain_filter(field, help_text)}


def _plain_filter(field: Any, label: str) -> Any:
    """The kind of filter that fits a column of one value."""
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        return _foreign_filter(field, label)
    if isinstance(field, WordListField):
        return ListFilter(field.name, label=label)
    if isinstance(field, models.BooleanField):
        return BooleanFilter(field.name, label=label)
    if isinstance(field, KeyField):
        return KEYED.get(field.model, KeyFilter)(field.name, label=label)
    if field.choices:
        return ChoiceFilter(field.name, choices=[value for value, _ in field.choices], label=label)
    return TextFilter(field.name, label=label)


def _foreign_filter(field: Any, label: str) -> Any:
    target = field.related_model
    if target is Treaty:
        return TreatyFilter(field.name, label=label)
    if field.many_to_many:
        return LinkedParticipantFilter(field.name, label=label)
    if target is Participant:
        organisations_only = field.name in ("organisation", "members_of", "grouped_by")
        return (OrganisationFilter if organisations_only else ParticipantFilter)(field.name, label=label)
    return KeyFilter(f"{field.name}__key", label=label)


def _fact_filters() -> dict[str, Any]:
    return {
        "source": SourceFilter("source", label="Facts that cite this source."),
        "locator": LocatorFilter("locator", label="Facts that cite this place in a source."),
        "confidence": ChoiceFilter(
            "confidence", choices=[word.value for word in Confidence], label="How sure the record is."
        ),
    }


def _held_filters() -> dict[str, Any]:
    return {
        f"known_from{suffix}": MomentFilter(
            "known_from", side=side, label=f"Rows the record has held from this moment ({side})."
        )
        for suffix, side in SIDES.items()
    }


def _search_filter(model: Any) -> SearchFilter:
    """Words in the row's own texts and in the names of what it is about."""
    fields = [model._meta.get_field(attribute) for attribute in model.columns.values()]
    texts = [field.name for field in fields if _is_text(field)]
    to = {target: [f.name for f in fields if f.related_model is target] for target in (Participant, Treaty)}
    own = {Participant: ["key"] if model is Participant else [], Treaty: ["key"] if model is Treaty else []}
    return SearchFilter(
        texts=texts,
        participants=[*own[Participant], *to[Participant]],
        treaties=[*own[Treaty], *to[Treaty]],
        label="Words that must all stand in names, titles, summaries or other texts of a row, in any case and accents.",
    )


def _is_text(field: Any) -> bool:
    special = KeyField | PartialDateField | NumberOrAllField | models.ForeignKey | models.URLField
    text = models.CharField | models.TextField
    return isinstance(field, text) and not isinstance(field, special) and not field.choices


class ParticipantFilters(RecordFilterSet):
    """Filters of the list of participants."""

    participant_type = participant_type_filter("type")
    member_of = MemberOfFilter("key", label="Participants that were members of this organisation on `as_of`.")

    class Meta:
        model = Participant


class TreatyFilters(RecordFilterSet):
    """Filters of the list of treaties."""

    class Meta:
        model = Treaty


class SourceFilters(RecordFilterSet):
    """Filters of the list of sources."""

    class Meta:
        model = Source


class MembershipFilters(RecordFilterSet):
    """Filters of the list of memberships."""

    class Meta:
        model = Membership


class ActionFilters(RecordFilterSet):
    """Filters of the list of actions."""

    member_day = "done_on"

    class Meta:
        model = TreatyAction


class DeclarationFilters(RecordFilterSet):
    """Filters of the list of declarations."""

    member_day = "made_on"

    class Meta:
        model = Declaration


class MeasureFilters(RecordFilterSet):
    """Filters of the list of implementing measures."""

    member_day = "adopted_on"

    class Meta:
        model = ImplementingMeasure


class MilestoneFilters(RecordFilterSet):
    """Filters of the list of milestones."""

    class Meta:
        model = Milestone


class CheckFilters(RecordFilterSet):
    """Filters of the list of checks."""

    class Meta:
        model = Check
