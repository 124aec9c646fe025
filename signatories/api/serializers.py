"""What a row of each list looks like: the one place that JSON, CSV and the OpenAPI document take it from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from rest_framework import serializers

from signatories.api.answer_shapes import CitedShape
from signatories.api.columns import (
    ChoiceColumn,
    ColumnField,
    MomentColumn,
    RowAddressColumn,
    Speaker,
    TextColumn,
    Values,
    column_fields,
)
from signatories.chart.citations import citations, places
from signatories.models import (
    Check,
    Declaration,
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
from signatories.models.vocabulary import choices_of


class SourcesField(serializers.ListSerializer[Any]):
    """The sources of each row, the one it was taken from first; read for all rows at once, in two queries."""

    paths = ("pk", "source_id", "locator")

    def __init__(self, model: type[HeldRow], **kwargs: Any) -> None:
        super().__init__(child=CitedShape(), read_only=True, **kwargs)
        self.model = model

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        """For each row its citations, in order."""
        cited = citations(self.model, zip(*columns, strict=True), speaker.directory)
        return [[place._asdict() for place in places] for places in cited.values()]

    def flat(self, *columns: Values) -> dict[str, list[list[str]]]:
        """For each row the keys of its sources, and the places in them, likewise in order; read in one query."""
        cited = places(self.model, zip(*columns, strict=True)).values()
        return {
            "source": [[source for source, _ in one] for one in cited],
            "locator": [[place for _, place in one] for one in cited],
        }


class RecordSerializer(serializers.Serializer[Any]):
    """A row: its key and address, then its own columns by the names of the data package.

    A document and a measure have an address of their own, in the column `url`: there the row's is `api_url`.
    """

    model: ClassVar[Any]
    resource: ClassVar[str]

    def get_fields(self) -> dict[str, Any]:
        """The public fields, in order."""
        columns = column_fields(self.model)
        address = "api_url" if "url" in columns else "url"
        return {
            "key": TextColumn("key", allow_null=False, help_text=str(self.model._meta.get_field("key").help_text)),
            address: self.address_field(),
            **columns,
            **self.further_fields(),
        }

    def address_field(self) -> ColumnField:
        """Where the row is found."""
        return RowAddressColumn("key", resource=self.resource, help_text="Address of the row.")

    def further_fields(self) -> dict[str, Any]:
        """What a row has beside its own columns."""
        return {}


class FactSerializer(RecordSerializer):
    """A fact: with its sources, how sure it is, and since when the record holds it."""

    def further_fields(self) -> dict[str, Any]:
        return {
            "sources": SourcesField(
                self.model, help_text="The documents it is taken from, with the place in each; the first comes first."
            ),
            "confidence": ChoiceColumn(
                "confidence",
                choices=choices_of(Confidence),
                help_text=str(self.model._meta.get_field("confidence").help_text),
            ),
            "known_from": MomentColumn(
                "known_from", allow_null=False, help_text="Instant from which the record has held this row."
            ),
        }


class LabelColumn(TextColumn):
    """A text kept in each language, said in the one asked, else in English."""

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        texts = zip(*columns, strict=True)
        return [(fr or en if speaker.language == "fr" else en) or None for en, fr in texts]


class ParticipantSerializer(RecordSerializer):
    """A State or an organisation."""

    model = Participant
    resource = "participants"

    def further_fields(self) -> dict[str, Any]:
        return {"name": LabelColumn("name_en", "name_fr", allow_null=False, help_text="Name in the language asked.")}


class StateSerializer(ParticipantSerializer):
    """A State."""

    resource = "states"


class OrganisationSerializer(ParticipantSerializer):
    """An organisation."""

    resource = "organisations"


class SourceSerializer(RecordSerializer):
    """A document that facts are taken from."""

    model = Source
    resource = "sources"


class TreatySerializer(RecordSerializer):
    """A treaty, as listed."""

    model = Treaty
    resource = "treaties"

    def further_fields(self) -> dict[str, Any]:
        return {
            "title": LabelColumn("title_en", "title_fr", allow_null=False, help_text="Title in the language asked."),
            "short_title": LabelColumn("short_title_en", "short_title_fr", help_text="Short title, in that language."),
        }


class MembershipSerializer(FactSerializer):
    """A participant's place in an organisation."""

    model = Membership
    resource = "memberships"


class ActionSerializer(FactSerializer):
    """A thing a participant did on a treaty."""

    model = TreatyAction
    resource = "actions"


class DeclarationSerializer(FactSerializer):
    """A statement made to the depositary."""

    model = Declaration
    resource = "declarations"

    def further_fields(self) -> dict[str, Any]:
        label = LabelColumn("summary_en", "summary_fr", allow_null=False, help_text="Summary in the language asked.")
        return {"summary": label} | super().further_fields()


class MeasureSerializer(FactSerializer):
    """An implementing measure."""

    model = ImplementingMeasure
    resource = "measures"


class MilestoneSerializer(FactSerializer):
    """A day in a treaty's life."""

    model = Milestone
    resource = "milestones"


class CheckSerializer(FactSerializer):
    """A comparison of the record with the depositary's."""

    model = Check
    resource = "checks"
