"""Acts: how an officer finds one, and what is asked when one is entered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from signatories.admin.facts import FactAdmin, citation
from signatories.admin.filters import BY_PARTICIPANT, BY_TREATY
from signatories.admin.inlines import FactInline
from signatories.admin.next_steps import Step, steps_after
from signatories.admin.spreadsheets import Spreadsheets
from signatories.models import TreatyAction


@admin.register(TreatyAction)
class ActionAdmin(Spreadsheets, FactAdmin):
    autocomplete_fields = ("treaty", "participant", "refers_to")
    fieldsets = (
        (None, {"fields": ["treaty", "participant", "kind", "done_on", "takes_effect_on"]}),
        (
            _("Particulars"),
            {
                "description": _("Only where the act has them."),
                "fields": ["refers_to", ("expires_on", "scope"), ("territories", "articles"), "note"],
            },
        ),
    )
    list_display = ("participant", "kind", "done_on", "takes_effect_on", "treaty")
    list_select_related = ("participant", "treaty")
    list_filter = (BY_TREATY, BY_PARTICIPANT, "kind", "scope")
    ordering = ("-done_on", "key")
    day_hierarchy = "done_on"
    search_fields = ("kind", "note")
    search_help_text = _("A participant or a treaty by any name or code, a kind, a key, words of a note or locator.")
    participant_columns = ("participant",)
    treaty_columns = ("treaty",)
    in_common = ("treaty", "kind", "done_on", "source")

    def next_steps(self, request: HttpRequest, row: Any) -> Iterator[Step]:
        return steps_after(row, request)


class ActionInline(FactInline):
    model = TreatyAction
    opened = True
    listed = ("participant", "kind", "done_on", "takes_effect_on", citation)
    list_select_related = ("participant",)
    by_name, by_day = "participant", "done_on"
