"""What a treaty's text provides: rules, thresholds and weights."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from signatories.admin.facts import FactAdmin, citation
from signatories.admin.filters import BY_PARTICIPANT, BY_TREATY
from signatories.admin.inlines import FactInline
from signatories.admin.wording import members_of
from signatories.models import Rule, Threshold, Weight


@admin.display(description=_("delay"))
def delay(row: Any) -> str:
    """The rule's delay as it would be said: `3 months, first of next month`."""
    months = ngettext("%(count)d month", "%(count)d months", row.delay_months) % {"count": row.delay_months}
    days = ngettext("%(count)d day", "%(count)d days", row.delay_days) % {"count": row.delay_days}
    rounding = "" if row.rounding == "none" else row.get_rounding_display().lower()
    said = [months if row.delay_months else "", days if row.delay_days else "", rounding]
    return ", ".join(filter(None, said)) or gettext("none")


@admin.display(description=_("whose"))
def group(row: Any) -> str:
    """The group a threshold counts."""
    named = ", ".join(participant.key for participant in row.participants.all())
    members = members_of(row) if row.members_of_id else ""
    return "; ".join(filter(None, [members, named])) or gettext("Everyone")


@admin.display(description=_("weight"), ordering="weight")
def weight(row: Any) -> str:
    """The weight without the zeros that its column adds."""
    return f"{row.weight.normalize():f}"


@admin.register(Rule)
class RuleAdmin(FactAdmin):
    autocomplete_fields = ("treaty",)
    fieldsets = (
        (None, {"fields": ["treaty", ("applies_to", "article"), "alternative", "text", "verified"]}),
        (
            _("What must happen"),
            {"fields": ["consents_required", "organisations_count", "counted_kinds"]},
        ),
        (
            _("When it takes effect"),
            {
                "description": _(
                    "From the day that completes the conditions: months are added, then days, then the day"
                    " reached is rounded."
                ),
                "fields": [("delay_months", "delay_days"), "rounding", ("not_before", "fixed_day"), "later_from"],
            },
        ),
        (_("Leaving and ending"), {"fields": [("earliest_after_months", "ends_below")]}),
    )
    list_display = ("treaty", "applies_to", "alternative", "article", "consents_required", delay, "verified")
    list_display_links = ("treaty", "applies_to")
    list_select_related = ("treaty",)
    list_filter = (BY_TREATY, "applies_to", "verified", "rounding")
    search_fields = ("applies_to", "article", "text")
    search_help_text = _("A treaty by any name, an article, a key, words of the provision or locator.")
    treaty_columns = ("treaty",)


class RuleInline(FactInline):
    model = Rule
    listed = ("applies_to", "alternative", "article", "consents_required", delay, "verified", citation)


@admin.register(Threshold)
class ThresholdAdmin(FactAdmin):
    autocomplete_fields = ("treaty", "members_of", "participants")
    fieldsets = (
        (None, {"fields": ["treaty", "alternative"]}),
        (_("Whose"), {"fields": ["members_of", "participants", "membership_on"]}),
        (_("How much"), {"fields": [("minimum", "measure"), "denominator"]}),
    )
    list_display = ("treaty", "alternative", group, "minimum", "measure", "denominator", "membership_on")
    list_select_related = ("treaty", "members_of")
    list_filter = (BY_TREATY, "measure", "membership_on")
    search_fields = ("alternative",)
    search_help_text = _("A treaty or an organisation by any name or code, a key, words of a locator.")
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
    search_help_text = _("A participant or a treaty by any name or code, a key, words of a locator.")
    participant_columns = ("participant",)
    treaty_columns = ("treaty",)


class WeightInline(FactInline):
    model = Weight
    listed = ("participant", weight, citation)
    list_select_related = ("participant",)
