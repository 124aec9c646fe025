"""What the answers about entry into force look like: its condition, what counts, what is missing, and why."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from signatories.api.answer_shapes import AnswerShape, CountsShape, DayField, one_of
from signatories.api.columns import plain_number
from signatories.treaty_law.acts import ActKind, Certainty, Position, Rounding


@extend_schema_field({"oneOf": [{"type": "number"}, {"type": "string", "enum": ["all"]}]})
class NumberField(serializers.Field[Any, Any, Any, Any]):
    """A number, or `all`."""

    def to_representation(self, value: Any) -> Any:
        return value if value == "all" else plain_number(value)


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


class DisputedEffectShape(serializers.Serializer[Any]):
    """A consent for which the depositary states another day of effect than the treaty's rule gives."""

    key = serializers.CharField(source="act.key", help_text="Key of the action.")
    participant = serializers.CharField(source="act.participant", help_text="Key of the participant.")
    takes_effect_on = DayField(source="act.takes_effect_on", help_text="The day that the depositary states: it holds.")
    computed_takes_effect_on = serializers.DateField(source="computed_on", help_text="The day that the rule gives.")


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
    disputed_effects = DisputedEffectShape(
        source="force.disputed_effects",
        many=True,
        help_text="Consents whose stated day of effect is not the one that the treaty's rule gives.",
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
