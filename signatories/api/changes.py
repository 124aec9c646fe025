"""What changed in the record: the log as a list, oldest first, to be followed by a cursor that misses nothing.

A cursor is a place in the log. Entries have their places in the order in which changes were committed, one change at
a time, so nothing is ever entered before a place that somebody has read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import orjson
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from signatories.api.columns import ChoiceColumn, ColumnField, DayColumn, MomentColumn, Speaker, TextColumn, Values
from signatories.api.day_filters import DayFilter, MomentFilter
from signatories.api.filter_kinds import ChoiceFilter, KeyFilter, TextFilter
from signatories.api.filters import SIDES, RecordFilterSet
from signatories.api.keyset import Order
from signatories.api.lists import ListQuestion
from signatories.api.naming_filters import ParticipantFilter, SearchFilter, TreatyFilter
from signatories.api.parameters import Asked, Reader
from signatories.api.reading import RecordListViewSet
from signatories.api.serializers import RecordSerializer
from signatories.chart.asking import MOMENT_FORM, instants
from signatories.keeping.notes import note_reaching, note_reading_from
from signatories.models import Change, Entry
from signatories.models.changes import EntryKind
from signatories.models.vocabulary import choices_of
from signatories.record.proofs import last_change_entered

LONGEST_PLACE = 15


@extend_schema_field({"type": "object", "additionalProperties": True})
class RowThenColumn(ColumnField):
    """A row as it was before the change, or after it, by the columns of the data package; read from the leaf."""

    def __init__(self, part: str, **kwargs: Any) -> None:
        super().__init__("leaf", **kwargs)
        self.part = part

    def read(self, speaker: Speaker, *columns: Values) -> Any:
        return [orjson.loads(leaf)[self.part] for leaf in columns[0]]


class InstantOfChangeColumn(MomentColumn):
    """The instant of the change that the entry is of; read for all rows at once, so that the log alone is walked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("change_id", allow_null=False, **kwargs)

    def read(self, speaker: Speaker, *columns: Values) -> Any:
        at = dict(Change.objects.filter(number__in=set(columns[0])).values_list("number", "at"))
        return [at[number] for number in columns[0]]


class ChangeSerializer(RecordSerializer):
    """What a change did to one row, or what followed from it: exactly what the log's tree is made of."""

    model = Entry
    resource = "changes"

    def get_fields(self) -> dict[str, Any]:
        about = {field.name: str(field.help_text) for field in Entry._meta.fields}
        return {
            "key": TextColumn("key", allow_null=False, help_text=about["key"]),
            "at": InstantOfChangeColumn(help_text="Instant of the change."),
            "kind": ChoiceColumn("kind", choices=choices_of(EntryKind), allow_null=False, help_text=about["kind"]),
            "what": TextColumn("what", allow_null=False, help_text=about["what"]),
            "row": TextColumn("row", allow_null=False, help_text=about["row"]),
            "before": RowThenColumn("before", help_text="The row before, by the columns of the data package."),
            "after": RowThenColumn("after", help_text="The row after, likewise."),
            "reason": TextColumn("reason", help_text=about["reason"]),
            "happens_on": DayColumn("happens_on", help_text=about["happens_on"]),
        }


class ChangeFilters(RecordFilterSet):
    """Filters of the log."""

    key = KeyFilter("key", label="Keys of entries.")
    kind = ChoiceFilter("kind", choices=[kind.value for kind in EntryKind], label="Kind of entry.")
    what = TextFilter("what", label="Table of the row, or the event of a derived entry.")
    row = TextFilter("row", label="Path of the row.")
    reason = TextFilter("reason", label="Reason, word for word.")
    treaty = TreatyFilter("treaty", label="Entries about this treaty.")
    participant = ParticipantFilter("participant", label="Entries about this participant.")
    search = SearchFilter(
        texts=["reason"],
        participants=["participant"],
        treaties=["treaty"],
        label="Words in the reason, or in the name of the participant or treaty concerned.",
    )


for _suffix, _side in SIDES.items():
    ChangeFilters.base_filters[f"at{_suffix}"] = MomentFilter(
        "change__at", side=_side, label=f"Entries of this moment ({_side})."
    )
    ChangeFilters.base_filters[f"happens_on{_suffix}"] = DayFilter(
        "happens_on", side=_side, label=f"Derived entries of what happens on this day ({_side})."
    )


class ChangesQuestion(ListQuestion):
    """A page of the log, from a place or an instant on."""

    own_parameters = ("since",)
    default_order = "at"

    @classmethod
    def orders(cls, serializer: RecordSerializer) -> dict[str, Order]:
        """Forwards and backwards in the log, whichever of its names is used."""
        names = [f"{sign}{name}" for name in ("at", "key") for sign in ("", "-")]
        return {name: Order(name, "index", read=int) for name in names}

    def _asked(self, reader: Reader) -> Asked:
        """With the moment fixed: what is entered while this is answered belongs to the next answer."""
        self.since = self._since(reader)
        asked = super()._asked(reader)
        self.then = last_change_entered(asked.known_on)
        return replace(asked, known_on=asked.known_on or self.last_change())

    def _since(self, reader: Reader) -> dict[str, Any]:
        """Where the asker stopped reading: a place, or an instant after which everything is new."""
        value = reader.one("since")
        if value is None:
            return {}
        if value.isascii() and value.isdigit() and len(value) <= LONGEST_PLACE:
            note_reading_from(int(value))
            return {"index__gte": int(value)}
        try:
            moment = instants(value)[1]
        except ValueError:
            reader.wrong("since", f"{value[:60]!r} is neither a cursor of this list nor {MOMENT_FORM}.")
            return {}
        note_reaching(moment)
        before = last_change_entered(moment)
        return {"index__gte": before.size} if before else {}

    def _rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return super()._rows(rows).filter(index__lt=self.then.size if self.then else 0, **self.since)

    def last_change(self) -> dt.datetime | None:
        return self.then.at if self.then else None

    def about(self, values: list[Any], has_next: bool) -> dict[str, Any]:
        """The place to go on from: after the page, or after all there was."""
        if has_next and not self.order.descending:
            return {"cursor": str(values[-1][1] + 1)}
        return {"cursor": str(self.then.size if self.then else 0)}

    @staticmethod
    def said_beside_its_page() -> dict[str, Any]:
        about = "Place in the log to go on from: give it as `since` next time, also when `next` is null."
        return {"cursor": serializers.CharField(help_text=about)}


class ChangeViewSet(RecordListViewSet):
    """What was recorded, corrected and retracted, and what followed from it; oldest first.

    Each body has a `cursor`: give it as `since` next time, and nothing is skipped or repeated, whatever was recorded
    meanwhile. `since` also takes an instant. Each entry is a leaf of the log's hash tree: see `log/`.
    """

    serializer_class = ChangeSerializer
    filterset_class = ChangeFilters
    question_class = ChangesQuestion
