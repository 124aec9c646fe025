"""Implementing measures: what participants did at home."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from signatories.admin.facts import FactAdmin, citation
from signatories.admin.filters import BY_PARTICIPANT, BY_TREATY
from signatories.admin.inlines import FactInline
from signatories.admin.spreadsheets import Spreadsheets
from signatories.models import ImplementingMeasure


@admin.register(ImplementingMeasure)
class MeasureAdmin(Spreadsheets, FactAdmin):
    autocomplete_fields = ("treaty", "participant")
    fieldsets = (
        (None, {"fields": ["treaty", "participant", "title", "summary", "url", "articles"]}),
        (_("What it is"), {"fields": [("relation", "kind"), "stage"]}),
        (_("Days"), {"fields": [("adopted_on", "in_force_on"), "repealed_on"]}),
    )
    list_display = ("title", "participant", "relation", "kind", "stage", "adopted_on", "in_force_on", "treaty")
    list_select_related = ("participant", "treaty")
    list_filter = (BY_TREATY, BY_PARTICIPANT, "relation", "kind", "stage")
    ordering = (F("adopted_on").desc(nulls_last=True), "key")
    day_hierarchy = "adopted_on"
    search_fields = ("title", "summary")
    search_help_text = _("A participant or a treaty by any name or code, a key, words of a title, summary or locator.")
    participant_columns = ("participant",)
    treaty_columns = ("treaty",)
    in_common = ("treaty", "relation", "kind", "source")


class MeasureInline(FactInline):
    model = ImplementingMeasure
    listed = ("title", "participant", "relation", "kind", "stage", "adopted_on", "in_force_on", citation)
    list_select_related = ("participant",)
    by_name, by_day = "participant", "adopted_on"
