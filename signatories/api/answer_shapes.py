"""What the answers about a treaty look like: the one place that JSON and the OpenAPI document take it from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from operator import attrgetter
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from signatories.treaty_law.acts import ActKind, Certainty, ExitReason, Status


def one_of(vocabulary: Any, **about: Any) -> serializers.ChoiceField:
    """A word of the law's vocabulary."""
    return serializers.ChoiceField([word.value for word in vocabulary], **about)


@extend_schema_field({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2026-05-15", "2026-05"]})
class DayField(serializers.Field[Any, Any, Any, Any]):
    """A day, or a month or year where no more is known."""

    def to_representation(self, value: Any) -> str:
        return str(value)


class DayTextField(DayField):
    """A day that comes as text."""


class AnswerShape(serializers.Serializer[Any]):
    """What every answer about a treaty says of itself."""

    treaty = serializers.CharField(source="honesty.treaty", help_text="Key of the treaty.")
    as_of = serializers.DateField(source="honesty.as_of", help_text="The day the answer is about.")
    known_on = serializers.DateTimeField(
        source="honesty.known_on",
        allow_null=True,
        help_text="Instant from which the answer has been the same: the last change it includes.",
    )
    permalink = serializers.SerializerMethodField(
        help_text="Address of this very answer, with its day and its moment: it gives the same facts for ever."
    )
    record_speaks_as_of = serializers.DateField(
        source="honesty.record_speaks_as_of",
        allow_null=True,
        help_text="Day of the latest comparison with the depositary; null where there was none.",
    )
    beyond_record = serializers.BooleanField(
        source="honesty.beyond_record",
        required=False,
        help_text="Present, and true, where the day lies after the one the record speaks as of.",
    )
    complete = serializers.BooleanField(
        source="honesty.complete", help_text="Whether the record claims to hold every act of the treaty."
    )
    scope_note = serializers.CharField(
        source="honesty.scope_note", required=False, help_text="What the record of an incomplete treaty holds."
    )

    def get_permalink(self, answer: Any) -> str:
        """Its place among the fields: the address is for `say` to give."""
        return ""

    def say(self, answer: Any, permalink: str) -> dict[str, Any]:
        """The answer as it is said, with the address that gives it for ever."""
        return self.to_representation(answer) | {"permalink": permalink}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        said = super().to_representation(instance)
        for name in ("beyond_record", "scope_note"):
            if not said[name]:
                del said[name]
        return dict(said)


class LineShape(serializers.Serializer[Any]):
    """A shape of which an answer has hundreds: declared like the others, said with no more work than it takes.

    What the framework does for each field of each line anew is done once for the shape: where its value is found, and
    how it is said.
    """

    @cached_property
    def to_representation(self) -> Callable[[Any], dict[str, Any]]:  # type: ignore[override]
        """What says a line."""
        names = tuple(self.fields)
        find = attrgetter(*(str(field.source) for field in self.fields.values()))
        sayings = [(place, say) for place, say in enumerate(map(_saying, self.fields.values())) if say]

        def said(line: Any) -> dict[str, Any]:
            values = list(find(line))
            for place, say in sayings:
                if values[place] is not None:
                    values[place] = say(values[place])
            return dict(zip(names, values, strict=True))

        return said if sayings else lambda line: dict(zip(names, find(line), strict=True))


def _saying(field: Any) -> Callable[[Any], Any] | None:
    """How the field says a value; None where it says it as it is."""
    if isinstance(field, serializers.ListSerializer):
        say_each = field.child.to_representation  # type: ignore[union-attr]
        return lambda values: [say_each(value) for value in values]
    if isinstance(field, serializers.Serializer):
        return field.to_representation
    is_text = isinstance(field, DayTextField) or not isinstance(field, DayField | serializers.ChoiceField)
    return None if is_text else str


class CountsShape(serializers.Serializer[Any]):
    """How many participants have each status, how many have signed, how many consents stand."""

    def get_fields(self) -> dict[str, Any]:
        numbers = {status.value: serializers.IntegerField(help_text=status.means) for status in Status}
        return numbers | {
            "signatures": serializers.IntegerField(help_text="Participants that have signed, whatever came after."),
            "consents": serializers.IntegerField(help_text="Consents to be bound that stand."),
        }

    def to_representation(self, instance: Any) -> dict[str, int]:
        by_status = {status.value: number for status, number in instance.by_status.items()}
        return by_status | {"signatures": instance.signatures, "consents": instance.consents}


class ConsentShape(LineShape):
    """The consent to be bound that stands."""

    key = serializers.CharField(help_text="Key of the action.")
    kind = one_of(ActKind, help_text="Its kind.")
    done_on = DayField(help_text="Day it was deposited.")
    takes_effect_on = DayField(allow_null=True, help_text="Day it takes effect, where the depositary states it.")


class PeriodShape(LineShape):
    """A time as a party, half-open."""

    def get_fields(self) -> dict[str, Any]:
        return {
            "from": DayField(source="valid_from", help_text="First day as a party."),
            "until": DayField(source="valid_until", allow_null=True, help_text="First day no longer a party."),
            "reason": one_of(ExitReason, allow_null=True, help_text="Why it ended."),
        }


class CitedShape(LineShape):
    """A source, and the place in it."""

    key = serializers.CharField(help_text="Key of the source.")
    title = serializers.CharField(help_text="Title of the source.")
    publisher = serializers.CharField(allow_null=True, help_text="Who published it.")
    published_on = DayTextField(allow_null=True, help_text="Day it was published, as precise as is known.")
    url = serializers.URLField(allow_null=True, help_text="Its address.")
    locator = serializers.CharField(help_text="Where in the source the fact stands.")


class FlagsShape(serializers.Serializer[Any]):
    """How many declarations of each sort are in effect on the day."""

    reservations = serializers.IntegerField(help_text="Reservations.")
    declarations = serializers.IntegerField(help_text="Declarations.")
    objections = serializers.IntegerField(help_text="Objections made.")
    territorial = serializers.IntegerField(help_text="Territorial applications.")
    authorities = serializers.IntegerField(help_text="Designations of authorities.")
    communications = serializers.IntegerField(help_text="Other communications.")

    def to_representation(self, instance: Any) -> dict[str, int]:
        return dict(instance)


class ChartRowShape(LineShape):
    """A participant's line in the chart."""

    participant = serializers.CharField(source="status.participant", help_text="Key of the participant.")
    name = serializers.CharField(help_text="Its name in the language asked.")
    status = one_of(Status, source="status.status", help_text="What its acts make it on the day.")
    reason = one_of(ExitReason, source="status.reason", allow_null=True, help_text="Why it is no longer a party.")
    suspended = serializers.BooleanField(
        source="status.suspended", help_text="Whether the treaty's operation is suspended for it (VCLT 72)."
    )
    signed_on = DayField(source="status.signed_on", allow_null=True, help_text="Day of its last signature.")
    consent = ConsentShape(source="status.consent", allow_null=True, help_text="Its consent to be bound.")
    in_force_from = DayField(
        source="status.in_force_from", allow_null=True, help_text="First day the treaty is in force for it, once known."
    )
    ended_on = DayField(source="status.ended_on", allow_null=True, help_text="First day it is no longer bound.")
    periods = PeriodShape(source="status.periods", many=True, help_text="Every time it was a party.")
    certainty = one_of(
        Certainty, source="status.certainty", help_text="`possible` where another reading of partial days differs."
    )
    flags = FlagsShape(help_text="Declarations in effect on the day, by sort.")
    sources = CitedShape(many=True, help_text="The sources of its acts.")


class ChartGroupShape(serializers.Serializer[Any]):
    """A part of the chart, as the depositary groups it."""

    group = serializers.ChoiceField(
        ["members", "non_members", "states", "organisations"], help_text="Which part of the chart."
    )
    organisation = serializers.CharField(allow_null=True, help_text="Organisation whose membership makes the group.")
    rows = ChartRowShape(many=True, help_text="Its lines, in the order of names.")


class StatusChartShape(AnswerShape):
    """The chart of signatures and ratifications of a treaty."""

    in_force = serializers.BooleanField(source="force.in_force", help_text="Whether the treaty is in force on the day.")
    in_force_on = DayField(source="force.in_force_on", allow_null=True, help_text="Its day of entry into force.")
    counts = CountsShape(allow_null=True, help_text="Null where the record of the treaty is incomplete.")
    groups = ChartGroupShape(many=True, help_text="The chart.")
