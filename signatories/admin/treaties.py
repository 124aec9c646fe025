"""Treaties. A treaty's page is the desk: what it is, how it stands, and every fact about it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signatories.admin.actions import ActionInline
from signatories.admin.computed import case_of, computed_force
from signatories.admin.declarations import DeclarationInline
from signatories.admin.entitlements import EntitlementInline
from signatories.admin.labels import LabelAdmin
from signatories.admin.measures import MeasureInline
from signatories.admin.milestones import CheckInline, MilestoneInline
from signatories.admin.next_steps import steps_on
from signatories.admin.reading import ReadAgain
from signatories.admin.rules import RuleInline, ThresholdInline, WeightInline
from signatories.keeping.notes import today
from signatories.models import Treaty
from signatories.record.checks import latest_check


@admin.register(Treaty)
class TreatyAdmin(ReadAgain, LabelAdmin):
    list_display = ("title", "key", "series", "number", "depositary", "complete", "checked")
    list_filter = ("series", "complete", "depositary")
    search_fields = ("key", "series", "number", "title_en", "title_fr", "short_title_en", "short_title_fr")
    search_help_text = _("Words of a title in English or French, a series and number, or a key.")
    treaty_columns = ("key",)
    autocomplete_fields = ("grouped_by", "amends")
    # How the treaty stands, read and never entered: a method and its name.
    how_it_stands = ("computed", "depositary_in_force_on", "speaks_as_of")
    readonly_fields = how_it_stands
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "key", ("series", "number"), "title_en", "title_fr", ("short_title_en", "short_title_fr"),
                    "depositary", "text_url",
                ]
            },
        ),
        (_("How the record treats it"), {"fields": ["complete", "scope_note", "grouped_by", "amends"]}),
    )  # fmt: skip

    @admin.display(description=_("title"), ordering="title_en")
    def title(self, treaty: Treaty) -> str:
        """As it is called, else its title."""
        return treaty.called

    @admin.display(description=_("as the facts held make it"))
    def computed(self, treaty: Treaty) -> SafeString:
        """Its entry into force by the rules of treaty law, today, with the steps."""
        return computed_force(treaty, today())

    @admin.display(description=_("in force, as the depositary states it"))
    def depositary_in_force_on(self, treaty: Treaty) -> str:
        """The depositary's own day of entry into force, where the record holds one."""
        stated = case_of(treaty).depositary_in_force_on
        return str(stated) if stated else gettext("The record holds no such day.")

    @admin.display(description=_("the record speaks as of"))
    def speaks_as_of(self, treaty: Treaty) -> str:
        """The day of the latest check against the depositary's own record."""
        latest = latest_check(treaty.key)
        if latest is None:
            return gettext("Never compared with the depositary's record.")
        return f"{latest.speaks_as_of}: {latest.result}"

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if context["original"]:
            context["next_steps"] = list(steps_on(context["original"], request))
        return super().render_change_form(request, context, *args, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = list(super().get_fieldsets(request, obj))
        return [(_("How it stands"), {"fields": list(self.how_it_stands)}), *fieldsets] if obj else fieldsets

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Every kind of fact about the treaty, once the treaty itself is kept."""
        if obj is None:
            return []
        return [
            ActionInline, DeclarationInline, MilestoneInline, RuleInline, ThresholdInline, WeightInline,
            EntitlementInline, MeasureInline, CheckInline,
        ]  # fmt: skip
