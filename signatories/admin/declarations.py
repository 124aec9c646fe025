"""Declarations: how an officer finds one, and what is asked when one is entered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from signatories.admin.addresses import row_page
from signatories.admin.facts import FactAdmin, citation
from signatories.admin.filters import BY_PARTICIPANT, BY_TREATY
from signatories.admin.inlines import FactInline
from signatories.admin.next_steps import Step, steps_after
from signatories.admin.spreadsheets import Spreadsheets
from signatories.admin.withdrawing import Withdrawable
from signatories.admin.wording import in_words
from signatories.models import Declaration


@admin.register(Declaration)
class DeclarationAdmin(Withdrawable, Spreadsheets, FactAdmin):
    autocomplete_fields = ("treaty", "participant", "refers_to", "amends")
    fieldsets = (
        (
            None,
            {"fields": ["treaty", ("participant", "kind"), ("articles", "territories"), "summary_en", "summary_fr"]},
        ),
        (_("Days"), {"fields": [("made_on", "takes_effect_on"), ("withdrawn_on", "until")]}),
        (
            _("Beside others"),
            {
                "description": _("Only where it answers or amends another declaration."),
                "fields": ["refers_to", "amends"],
            },
        ),
    )
    list_display = ("participant", "kind", in_words("articles"), "made_on", "takes_effect_on", "until", "treaty")
    list_select_related = ("participant", "treaty")
    list_filter = (BY_TREATY, BY_PARTICIPANT, "kind")
    ordering = ("-made_on", "key")
    day_hierarchy = "made_on"
    search_fields = ("kind", "summary_en", "summary_fr")
    search_help_text = _("A participant or a treaty by any name or code, a key, words of a summary or locator.")
    participant_columns = ("participant",)
    treaty_columns = ("treaty",)
    in_common = ("treaty", "participant", "made_on", "source")

    def next_steps(self, request: HttpRequest, row: Any) -> Iterator[Step]:
        """Its withdrawal, and what usually answers it; nothing once it is withdrawn."""
        if row.withdrawn_on:
            return
        if self.has_change_permission(request, row):
            yield _("Record its withdrawal"), row_page(row, "withdraw")
        yield from steps_after(row, request)


class DeclarationInline(FactInline):
    model = Declaration
    listed = ("participant", "kind", in_words("articles"), "made_on", "until", "summary_en", citation)
    list_select_related = ("participant",)
    by_name, by_day = "participant", "made_on"
