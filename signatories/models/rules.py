"""What a treaty's text provides, as numbers and words that the law's general rules read."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.models.columns import columns
from signatories.models.constraints import is_day, is_whole_day, one_of, says
from signatories.models.facts import Fact, fact_rules
from signatories.models.fields import NamedRowsField, NumberOrAllField, PartialDateField, WordListField
from signatories.models.participants import Participant
from signatories.models.treaties import Treaty
from signatories.models.vocabulary import choices_of, longest
from signatories.treaty_law.acts import (
    ActKind,
    LaterFrom,
    Measure,
    MembershipOn,
    OrganisationsCount,
    Rounding,
    RuleScope,
)

ALTERNATIVE_HELP = _("Name of the alternative this belongs to, where the treaty has several; the earliest day wins.")


class Rule(Fact):
    """One provision on when something takes effect: the treaty, a later party, an accession, a territory, a leaving."""

    table = "rules"
    keys_are_numbered = False
    columns = columns(
        "key", "treaty", "applies_to", "alternative", "article", "consents_required", "organisations_count",
        "counted_kinds", "delay_months", "delay_days", "rounding", "not_before", "fixed_day", "later_from",
        "earliest_after_months", "ends_below", "verified", "text",
    )  # fmt: skip

    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="rules", help_text=_("Key of the treaty."))
    applies_to = models.CharField(
        max_length=longest(RuleScope), choices=choices_of(RuleScope), help_text=_("What it says the day of.")
    )
    alternative = models.CharField(max_length=40, blank=True, help_text=ALTERNATIVE_HELP)
    article = models.CharField(max_length=40, blank=True, help_text=_("Article and paragraph, such as `30(3)`."))
    consents_required = NumberOrAllField(
        null=True,
        blank=True,
        help_text=_("How many consents to be bound bring the treaty into force: a number, or `all` who may sign."),
    )
    organisations_count = models.CharField(
        max_length=longest(OrganisationsCount),
        choices=choices_of(OrganisationsCount),
        default=OrganisationsCount.YES.value,
        help_text=_(
            "Whether an organisation's consent counts: `yes`, `no`, or `not_additional` to those of its members."
        ),
    )
    counted_kinds = WordListField(
        help_text=_("Kinds of act that count; empty where every kind that expresses consent counts.")
    )
    delay_months = models.PositiveSmallIntegerField(default=0, help_text=_("Calendar months after the trigger."))
    delay_days = models.PositiveSmallIntegerField(default=0, help_text=_("Days after that."))
    rounding = models.CharField(
        max_length=longest(Rounding),
        choices=choices_of(Rounding),
        default=Rounding.NONE.value,
        help_text=_(
            "What is made of the day reached: `none`, `first_of_month` (the first of the month reached),"
            " `first_of_next_month`, `first_of_next_year`."
        ),
    )
    not_before = PartialDateField(null=True, blank=True, help_text=_("Day before which it does not take effect."))
    fixed_day = PartialDateField(
        null=True,
        blank=True,
        help_text=_("Day fixed by the treaty: taken without delay if the trigger is on or before it."),
    )
    later_from = models.CharField(
        max_length=longest(LaterFrom),
        choices=choices_of(LaterFrom),
        blank=True,
        help_text=_(
            "Which deposits count as later: those after the `trigger`, or those from the `entry_into_force` on."
        ),
    )
    earliest_after_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Months in force for a party before it may denounce.")
    )
    ends_below = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Number of parties below which the treaty ends, where it says so.")
    )
    verified = models.BooleanField(
        default=False, help_text=_("Whether the rule was read in the treaty's text; if not, it awaits checking.")
    )
    text = models.TextField(blank=True, help_text=_("The provision in our own words."))

    class Meta:
        ordering = ["key"]
        constraints = [
            *fact_rules("rule"),
            one_of("rule", "applies_to", RuleScope),
            one_of("rule", "organisations_count", OrganisationsCount),
            one_of("rule", "rounding", Rounding),
            one_of("rule", "later_from", LaterFrom, blank=True),
            is_day("rule", "not_before"),
            is_day("rule", "fixed_day"),
            is_whole_day("rule", "not_before"),
            is_whole_day("rule", "fixed_day"),
            says(
                "rule_consents_required_is_a_number_or_all",
                Q(consents_required=None) | Q(consents_required__regex=r"^(all|[1-9][0-9]*)\Z"),
                _("consents_required must be a whole number above 0, or all."),
            ),
            says(
                "rule_first_of_month_has_a_delay",
                ~Q(rounding=Rounding.FIRST_OF_MONTH.value) | Q(delay_months__gte=1),
                _(
                    "`first_of_month` needs a delay of a month or more: without one it would lie before the day"
                    " reached."
                ),
            ),
            models.UniqueConstraint(
                "treaty",
                "applies_to",
                "alternative",
                name="rule_alternative_is_given_once",
                condition=Q(known_until=None),
                violation_error_message=_("This treaty has a rule for this already: name another alternative."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        known = {kind.value for kind in ActKind}
        if unknown := [kind for kind in self.counted_kinds if kind not in known]:
            sentence = _("Not kinds of act: %(unknown)s. Accepted: %(known)s.")
            told = {"unknown": ", ".join(unknown), "known": ", ".join(sorted(known))}
            raise ValidationError({"counted_kinds": sentence % told})

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        return f"{self.treaty_id}.rule.{'.'.join(filter(None, [self.applies_to, self.alternative]))}"


class Threshold(Fact):
    """A further condition of entry into force: so many of a group, or so much of a weight."""

    table = "thresholds"
    keys_are_numbered = False
    columns = columns(
        "key", "treaty", "alternative", "members_of", "participants", "membership_on", "measure", "minimum",
        "denominator",
    )  # fmt: skip

    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="thresholds", help_text=_("Key of the treaty."))
    alternative = models.CharField(max_length=40, blank=True, help_text=ALTERNATIVE_HELP)
    members_of = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Key of the organisation whose members count."),
    )
    participants = NamedRowsField(
        Participant, blank=True, related_name="+", help_text=_("Keys of the participants that count, where named.")
    )
    membership_on = models.CharField(
        max_length=longest(MembershipOn),
        choices=choices_of(MembershipOn),
        default=MembershipOn.ACT.value,
        help_text=_("Day on which membership is judged: that of each `act`, or of the `trigger`."),
    )
    measure = models.CharField(
        max_length=longest(Measure),
        choices=choices_of(Measure),
        default=Measure.COUNT.value,
        help_text=_("What is added up: a `count` of participants, or their weights as `weight_percent`."),
    )
    minimum = NumberOrAllField(help_text=_("How many, or how much, must be reached: a number, or `all`."))
    denominator = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("What the weights are a percentage of, as the treaty or its depositary states it."),
    )

    class Meta:
        ordering = ["key"]
        constraints = [
            *fact_rules("threshold"),
            one_of("threshold", "membership_on", MembershipOn),
            one_of("threshold", "measure", Measure),
            says(
                "threshold_minimum_is_a_number_or_all",
                Q(minimum__regex=r"^(all|([1-9][0-9]*|0)([.][0-9]+)?)\Z") & ~Q(minimum__regex=r"^0([.]0+)?\Z"),
                _("minimum must be a number above 0, or all."),
            ),
            says(
                "threshold_percent_has_a_denominator",
                ~Q(measure=Measure.WEIGHT_PERCENT.value) | Q(denominator__isnull=False, denominator__gt=0),
                _("A percentage of weights needs its denominator: give the total the percentage is of."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        self.refuse_a_state("members_of")

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        return f"{self.treaty_id}.threshold.{'members' if self.members_of_id else self.measure}"


class Weight(Fact):
    """What a participant's consent weighs where a treaty counts more than heads."""

    table = "weights"
    keys_are_numbered = False
    columns = columns("key", "treaty", "participant", "weight")

    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="weights", help_text=_("Key of the treaty."))
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="weights", help_text=_("Key of the participant.")
    )
    weight = models.DecimalField(
        max_digits=20, decimal_places=6, help_text=_("Its weight, in the unit of the threshold's denominator.")
    )

    class Meta:
        ordering = ["key"]
        constraints = [
            *fact_rules("weight"),
            says("weight_is_not_negative", Q(weight__gte=0), _("A weight is 0 or more.")),
            models.UniqueConstraint(
                "treaty",
                "participant",
                name="weight_is_given_once",
                condition=Q(known_until=None),
                violation_error_message=_("This participant has a weight for this treaty already: correct that one."),
            ),
        ]

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        return f"{self.treaty_id}.weight.{self.participant_id}"
