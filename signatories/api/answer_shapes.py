"""What the answers about a treaty look like: the one place that JSON and the OpenAPI document take it from."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from signatories.treaty_law.acts import ActKind, Certainty, ExitReason, Position, Rounding, Status


def one_of(vocabulary: Any, **about: Any) -> serializers.ChoiceField:
    """A word of the law's vocabulary."""
    return serializers.ChoiceField([word.value for word in vocabulary], **about)


@extend_schema_field({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2026-05-15", "2026-05"]})
class DayField(serializers.Field[Any, Any, Any, Any]):
    """A day, or a month or year where no more is known."""

    def to_representation(self, value: Any) -> str:
        return str(value)


@extend_schema_field({"oneOf": [{"type": "number"}, {"type": "string", "enum": ["all"]}]})
class NumberField(serializers.Field[Any, Any, Any, Any]):
    """A number, or `all`."""

    def to_representation(self, value: Any) -> Any:
        return value if value == "all" else int(value) if value == int(value) else float(value)


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
        """The address that the view made."""
        return str(self.context["permalink"])

    def to_representation(self, instance: Any) -> dict[str, Any]:
        said = super().to_representation(instance)
        for name in ("beyond_record", "scope_note"):
            if not said[name]:
                del said[name]
        return dict(said)


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


class ConsentShape(serializers.Serializer[Any]):
    """The consent to be bound that stands."""

    key = serializers.CharField(help_text="Key of the action.")
    kind = one_of(ActKind, help_text="Its kind.")
    done_on = DayField(help_text="Day it was deposited.")
    takes_effect_on = DayField(allow_null=True, help_text="Day it takes effect, where the depositary states it.")


class PeriodShape(serializers.Serializer[Any]):
    """A time as a party, half-open."""

    def get_fields(self) -> dict[str, Any]:
        return {
            "from": DayField(source="valid_from", help_text="First day as a party."),
            "until": DayField(source="valid_until", allow_null=True, help_text="First day no longer a party."),
            "reason": one_of(ExitReason, allow_null=True, help_text="Why it ended."),
        }


class CitedShape(serializers.Serializer[Any]):
    """A source, and the place in it."""

    key = serializers.CharField(help_text="Key of the source.")
    title = serializers.CharField(help_text="Title of the source.")
    publisher = serializers.CharField(allow_null=True, help_text="Who published it.")
    published_on = DayField(allow_null=True, help_text="Day it was published, as precise as is known.")
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


class ChartRowShape(serializers.Serializer[Any]):
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


class ThresholdShape(serializers.Serializer[Any]):
    """A further condition beside the number of consents."""

    threshold = serializers.CharField(source="name", help_text="Its name: the last part of its key.")
    members_of = serializers.CharField(allow_null=True, help_text="Organisation whose members count.")
    participants = serializers.SerializerMethodField(help_text="Keys of the participants that count, where named.")
    measure = serializers.CharField(help_text="`count`, or `weight_percent`.")
    minimum = NumberField(help_text="What must be reached.")
    denominator = NumberField(allow_null=True, help_text="What the weights are a percentage of.")

    def get_participants(self, threshold: Any) -> list[str]:
        """In key order."""
        return sorted(threshold.participants)


class DelayShape(serializers.Serializer[Any]):
    """How long after the trigger."""

    months = serializers.IntegerField(source="delay_months", help_text="Calendar months.")
    days = serializers.IntegerField(source="delay_days", help_text="Days after that.")


class ConditionShape(serializers.Serializer[Any]):
    """One alternative of the treaty's clause on its entry into force."""

    alternative = serializers.CharField(source="rule.alternative", allow_null=True, help_text="Its name, if several.")
    article = serializers.CharField(source="rule.article", allow_null=True, help_text="The article.")
    consents_required = NumberField(source="rule.consents_required", allow_null=True, help_text="How many consents.")
    thresholds = ThresholdShape(many=True, help_text="Further conditions.")
    delay = DelayShape(source="rule", help_text="How long after the trigger.")
    rounding = one_of(Rounding, source="rule.rounding", help_text="What is made of the day reached.")
    verified = serializers.BooleanField(source="rule.verified", help_text="Whether it was read in the treaty's text.")
    text = serializers.CharField(source="rule.text", help_text="The provision in our own words.")


class CountedShape(serializers.Serializer[Any]):
    """A consent that counts."""

    key = serializers.CharField(help_text="Key of the action.")
    participant = serializers.CharField(help_text="Key of the participant.")
    kind = one_of(ActKind, help_text="Its kind.")
    done_on = DayField(help_text="Day it was deposited.")
    counts_in = serializers.ListField(child=serializers.CharField(), help_text="Thresholds it counts in.")


class MissingThresholdShape(serializers.Serializer[Any]):
    """How far a threshold is."""

    threshold = serializers.CharField(help_text="Its name.")
    have = NumberField(help_text="What there is.")
    minimum = NumberField(help_text="What must be reached.")
    missing = NumberField(help_text="What is missing.")


class SupplierShape(serializers.Serializer[Any]):
    """A participant whose consent would bring entry into force nearer."""

    participant = serializers.CharField(help_text="Key of the participant.")
    position = one_of(Position, help_text="Where it stands.")
    counts_in = serializers.ListField(child=serializers.CharField(), help_text="Thresholds its consent would count in.")
    through = serializers.CharField(
        allow_null=True, help_text="Organisation it belongs to that has acted itself, which explains its absence."
    )


class MissingShape(serializers.Serializer[Any]):
    """What is still missing."""

    consents = serializers.IntegerField(help_text="Consents still missing.")
    thresholds = MissingThresholdShape(many=True, help_text="Each threshold.")
    could_supply = SupplierShape(many=True, allow_null=True, help_text="In key order; null for an incomplete record.")


class EarliestShape(serializers.Serializer[Any]):
    """The earliest day possible."""

    if_completed_on = serializers.DateField(help_text="If everything missing were deposited on this day,")
    in_force_on = serializers.DateField(help_text="the treaty would enter into force on this one.")


class StepShape(serializers.Serializer[Any]):
    """One step of the reasoning."""

    text = serializers.CharField(help_text="A rule and what it found.")
    article = serializers.CharField(allow_null=True, help_text="The article it rests on.")


class ForceShape(AnswerShape):
    """Entry into force: whether, since when, by whose deposit, what is missing, and why."""

    in_force = serializers.BooleanField(source="force.in_force", help_text="Whether the treaty is in force on the day.")
    in_force_on = DayField(
        source="force.in_force_on",
        allow_null=True,
        help_text="The depositary's day where stated, else computed.",
    )
    computed_in_force_on = DayField(
        source="force.computed_in_force_on", allow_null=True, help_text="The day that the treaty's rule gives."
    )
    depositary_in_force_on = DayField(
        source="force.depositary_in_force_on", allow_null=True, help_text="The day that the depositary states."
    )
    agrees_with_depositary = serializers.BooleanField(
        source="force.agrees_with_depositary", allow_null=True, help_text="Whether both agree, where both exist."
    )
    ended_on = DayField(source="force.ended_on", allow_null=True, help_text="First day it is no longer in force.")
    certainty = one_of(
        Certainty, source="force.certainty", help_text="`possible` where another reading of partial days differs."
    )
    condition = ConditionShape(source="force.condition", help_text="The alternative that gave the day, else the first.")
    alternatives = ConditionShape(source="force.alternatives", many=True, help_text="Every alternative.")
    counted = CountedShape(source="force.counted", many=True, help_text="The consents that count.")
    triggered_on = DayField(
        source="force.triggered_on", allow_null=True, help_text="First day on which everything was there."
    )
    triggered_by = serializers.ListField(
        source="force.triggered_by", child=serializers.CharField(), help_text="All who deposited on that day, sorted."
    )
    missing = MissingShape(source="force.missing", help_text="What is still missing; zeros after the trigger.")
    earliest_possible = EarliestShape(
        source="force.earliest_possible", allow_null=True, help_text="Null after the trigger."
    )
    steps = StepShape(source="force.steps", many=True, help_text="The reasoning, step by step.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        said = super().to_representation(instance)
        if not instance.honesty.complete:
            said["missing"]["could_supply"] = None
        return said


class AssumptionShape(serializers.Serializer[Any]):
    """An act supposed to be done."""

    participant = serializers.CharField(help_text="Key of the participant.")
    kind = one_of(ActKind, help_text="Kind of act.")
    done_on = serializers.DateField(help_text="The day.")


class ProjectionShape(ForceShape):
    """Entry into force as if the assumed acts had been done."""

    assumed = AssumptionShape(many=True, help_text="The acts assumed.")
    counts = CountsShape(allow_null=True, help_text="Null where the record of the treaty is incomplete.")
