"""Entitlements: who may sign or join, and who negotiated."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signatories.admin.facts import FactAdmin, citation
from signatories.admin.filters import BY_PARTICIPANT, BY_TREATY
from signatories.admin.inlines import FactInline
from signatories.admin.wording import members_of
from signatories.models import Entitlement


@admin.display(description=_("who"))
def circle(row: Any) -> str:
    """The participant, the members or all States that the entitlement is for."""
    if row.all_states:
        return gettext("All States")
    return members_of(row) if row.members_of_id else str(row.participant)


@admin.display(description=_("when"), ordering="valid_from")
def when(row: Any) -> str:
    """The days it is limited to: `from 2001-11-23, once in force`."""
    limits = [
        gettext("from %(day)s") % {"day": row.valid_from} if row.valid_from else "",
        gettext("until %(day)s") % {"day": row.valid_until} if row.valid_until else "",
        gettext("once in force") if row.after_entry_into_force else "",
    ]
    return ", ".join(filter(None, limits)) or gettext("any day")


@admin.register(Entitlement)
class EntitlementAdmin(FactAdmin):
    autocomplete_fields = ("treaty", "participant", "members_of")
    fieldsets = (
        (None, {"fields": ["treaty", "way"]}),
        (
            _("Who"),
            {
                "description": _("Exactly one: a participant, the members of an organisation, or all States."),
                "fields": [("participant", "members_of"), "all_states"],
            },
        ),
        (_("When"), {"fields": [("valid_from", "valid_until"), "after_entry_into_force"]}),
    )
    list_display = (circle, "way", when, "treaty")
    list_select_related = ("participant", "members_of", "treaty")
    list_filter = (BY_TREATY, BY_PARTICIPANT, "way", "all_states", "after_entry_into_force")
    day_hierarchy = "valid_from"
    search_fields = ("way",)
    search_help_text = _("A participant, an organisation or a treaty by any name or code, a key, words of a locator.")
    participant_columns = ("participant", "members_of")
    treaty_columns = ("treaty",)


class EntitlementInline(FactInline):
    model = Entitlement
    listed = (circle, "way", when, citation)
    list_select_related = ("participant", "members_of")
