"""What a treaty's text provides: rules, thresholds and weights."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from signatories.admin.facts import FactAdmin, citation
from signatories.admin.filters import BY_PARTICIPANT, BY_TREATY
from signatories.admin.inlines import FactInline
from signatories.models import Rule, Threshold, Weight


@admin.display(description="delay")
def delay(row: Any) -> str:
    """The rule's delay as it would be said: `3 months, first of next month`."""
    months = f"{row.delay_months} month{'s' * (row.delay_months != 1)}" if row.delay_months else ""
    days = f"{row.delay_days} day{'s' * (row.delay_days != 1)}" if row.delay_days else ""
    rounding = "" if row.rounding == "none" else row.get_rounding_display().lower()
    return ", ".join(filter(None, [months, days, rounding])) or "none"


@admin.display(description="whose")
def group(row: Any) -> str:
    """The group a threshold counts."""
    named = ", ".join(participant.key for participant in row.participants.all())
    members = f"Members of {row.members_of}" if row.members_of_id else ""
    return "; ".join(filter(None, [members, named])) or "Everyone"


@admin.display(description="weight", ordering="weight")
def weight(row: Any) -> str:
    """The weight without the zeros that its column adds."""
    return f"{row.weight.normalize():f}"


@admin.register(Rule)
class RuleAdmin(FactAdmin):
    autocomplete_fields = ("treaty",)
    fieldsets = (
        (None, {"fields": ["treaty", ("applies_to", "article"), "alternative", "text", "verified"]}),
        (
            "What must happen",
            {"fields": ["consents_required", "organisations_count", "counted_kinds"]},
        ),
        (
            "When it takes effect",
            {
                "description": "From the day that completes the conditions: months are added, then days, then the day"
                " reached is rounded.",
                "fields": [("delay_months", "delay_days"), "rounding", ("not_before", "fixed_day"), "later_from"],
            },
        ),
        ("Leaving and ending", {"fields": [("earliest_after_months", "ends_below")]}),
    )
    list_display = ("treaty", "applies_to", "alternative", "article", "consents_required", delay, "verified")
    list_display_links = ("treaty", "applies_to")
    list_select_related = ("treaty",)
    list_filter = (BY_TREATY, "applies_to", "verified", "rounding")
    search_fields = ("applies_to", "article", "text")
    search_help_text = "A treaty by any name, an article, a key, words of the provision or locator."
    treaty_columns = ("treaty",)


class RuleInline(FactInline):
    model = Rule
    listed = ("applies_to", "alternative", "article", "consents_required", delay, "verified", citation)


@admin.register(Threshold)
class ThresholdAdmin(FactAdmin):
    autocomplete_fields = ("treaty", "members_of", "participants")
    fieldsets = (
        (None, {"fields": ["treaty", "alternative"]}),
        ("Whose", {"fields": ["members_of", "participants", "membership_on"]}),
        ("How much", {"fields": [("minimum", "measure"), "denominator"]}),
    )
    list_display = ("treaty", "alternative", group, "minimum", "measure", "denominator", "membership_on")
    list_select_related = ("treaty", "members_of")
    list_filter = (BY_TREATY, "measure", "membership_on")
    search_fields = ("alternative",)
    search_help_text = "A treaty or an organisation by any name or code, a key, words of a locator."
    participant_columns = ("members_of",)
    treaty_columns = ("treaty",)

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("participants")


class ThresholdInline(FactInline):
    model = Threshold
    listed = (group, "alternative", "minimum", "measure", "denominator", "membership_on", citation)
    list_select_related = ("members_of",)
    list_prefetch_related = ("participants",)


@admin.register(Weight)
class WeightAdmin(FactAdmin):
    autocomplete_fields = ("treaty", "participant")
    fieldsets = ((None, {"fields": ["treaty", ("participant", "weight")]}),)
    list_display = ("participant", weight, "treaty")
    list_select_related = ("participant", "treaty")
    list_filter = (BY_TREATY, BY_PARTICIPANT)
    search_help_text = "A participant or a treaty by any name or code, a key, words of a locator."
    participant_columns = ("participant",)
    treaty_columns = ("treaty",)


class WeightInline(FactInline):
    model = Weight
    listed = ("participant", weight, citation)
    list_select_related = ("participant",)
