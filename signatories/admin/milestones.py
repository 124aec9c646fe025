"""A treaty's milestones, and the checks of its record against the depositary's."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from signatories.admin.facts import FactAdmin, citation
from signatories.admin.filters import BY_TREATY
from signatories.admin.inlines import FactInline
from signatories.models import Check, Milestone


@admin.register(Milestone)
class MilestoneAdmin(FactAdmin):
    autocomplete_fields = ("treaty",)
    fieldsets = ((None, {"fields": ["treaty", ("kind", "occurred_on"), "title", ("place", "body")]}),)
    list_display = ("title", "kind", "occurred_on", "place", "body", "treaty")
    list_select_related = ("treaty",)
    list_filter = (BY_TREATY, "kind")
    ordering = ("-occurred_on", "key")
    day_hierarchy = "occurred_on"
    search_fields = ("kind", "title", "place", "body")
    search_help_text = _("A treaty by any name, a kind, a key, words of a title, place, body or locator.")
    treaty_columns = ("treaty",)


class MilestoneInline(FactInline):
    model = Milestone
    listed = ("title", "kind", "occurred_on", "place", "body", citation)
    by_day = "occurred_on"


@admin.register(Check)
class CheckAdmin(FactAdmin):
    autocomplete_fields = ("treaty",)
    fieldsets = ((None, {"fields": ["treaty", "speaks_as_of", "result"]}),)
    list_display = ("treaty", "speaks_as_of", "result")
    list_select_related = ("treaty",)
    list_filter = (BY_TREATY,)
    ordering = ("-speaks_as_of", "key")
    day_hierarchy = "speaks_as_of"
    search_fields = ("result",)
    search_help_text = _("A treaty by any name, a key, words of a result or locator.")
    treaty_columns = ("treaty",)


class CheckInline(FactInline):
    model = Check
    listed = ("speaks_as_of", "result", citation)
    by_day = "speaks_as_of"
