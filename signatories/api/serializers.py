"""What a row of each list looks like: the one place that JSON, CSV and the OpenAPI document take it from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, ClassVar

from django.db.models import QuerySet
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
from signatories.chart.citations import citations
from signatories.models import (
    Check,
    Declaration,
    Entitlement,
    HeldRow,
    ImplementingMeasure,
    Membership,
    Milestone,
    Participant,
    Rule,
    Source,
    Threshold,
    Treaty,
    TreatyAction,
    Weight,
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


class ProvisionSerializer(FactSerializer):
    """A provision of a treaty: it has no address of its own, so its `url` is the treaty's."""

    def address_field(self) -> ColumnField:
        return RowAddressColumn("treaty_id", resource="treaties", help_text="Address of the treaty.")


class RuleSerializer(ProvisionSerializer):
    """A rule on when something takes effect."""

    model = Rule


class ThresholdSerializer(ProvisionSerializer):
    """A further condition of entry into force."""

    model = Threshold


class WeightSerializer(ProvisionSerializer):
    """What a participant's consent weighs."""

    model = Weight


class EntitlementSerializer(ProvisionSerializer):
    """A way into a treaty."""

    model = Entitlement


PROVISIONS: dict[str, type[ProvisionSerializer]] = {
    "rules": RuleSerializer,
    "thresholds": ThresholdSerializer,
    "weights": WeightSerializer,
    "entitlements": EntitlementSerializer,
}


PROVISIONS_HELP = {
    "rules": "When it enters into force, for the treaty and for those who join, and how it is left.",
    "thresholds": "Further conditions of entry into force: so many of a group, or so much of a weight.",
    "weights": "What each participant's consent weighs, where more than heads is counted.",
    "entitlements": "Who may sign, accede or consent without signing, and who negotiated.",
}


class ProvisionsField(serializers.ListSerializer[Any]):
    """The provisions of one kind of the treaties shown, read for all of them at once."""

    paths = ("key",)

    def __init__(self, serializer: type[ProvisionSerializer], **kwargs: Any) -> None:
        self.provision = serializer()
        super().__init__(child=self.provision, read_only=True, **kwargs)

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        """For each treaty its provisions in the order of their keys."""
        rows = self.provision.model.objects.known_on(speaker.known_on).filter(treaty__in=columns[0])
        by_treaty: dict[str, list[Any]] = {key: [] for key in columns[0]}
        for row in read_rows(self.provision, rows.order_by("key"), speaker):
            by_treaty[row["treaty"]].append(row)
        return by_treaty.values()


class TreatyDetailSerializer(TreatySerializer):
    """A treaty with what its text provides."""

    def further_fields(self) -> dict[str, Any]:
        provisions = {
            name: ProvisionsField(serializer, help_text=PROVISIONS_HELP[name])
            for name, serializer in PROVISIONS.items()
        }
        return super().further_fields() | provisions


class RowReader:
    """Reads rows as a serializer says them: only the fields named, and further columns for the caller."""

    def __init__(self, serializer: RecordSerializer, speaker: Speaker, names: Iterable[str], *further: str) -> None:
        self.fields: dict[str, Any] = {name: serializer.fields[name] for name in names}
        self.speaker = speaker
        asked = [path for field in self.fields.values() for path in field.paths]
        self.paths = list(dict.fromkeys([*further, *asked]))

    def values(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The stored values of the rows, the further columns first."""
        return queryset.values_list(*self.paths)

    def say(self, values: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        """The rows with these stored values, as the fields say them."""
        if not values:
            return []
        columns = dict(zip(self.paths, zip(*values, strict=True), strict=True))
        cells = [field.read(self.speaker, *(columns[path] for path in field.paths)) for field in self.fields.values()]
        return [dict(zip(self.fields, row, strict=True)) for row in zip(*cells, strict=True)]


@cache
def serializer_of(kind: type[RecordSerializer]) -> RecordSerializer:
    """The serializer of that kind: what a row looks like never changes, so its fields are made once."""
    return kind()


def read_rows(serializer: RecordSerializer, queryset: QuerySet[Any], speaker: Speaker) -> list[dict[str, Any]]:
    """All rows of the queryset with all their fields, in its order."""
    reader = RowReader(serializer, speaker, serializer.fields)
    return reader.say(list(reader.values(queryset)))
