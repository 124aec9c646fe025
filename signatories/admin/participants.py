"""Participants: States and organisations, with their memberships."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from signatories.admin.labels import LabelAdmin
from signatories.admin.memberships import MembershipInline, MembersInline
from signatories.models import Participant


@admin.register(Participant)
class ParticipantAdmin(LabelAdmin):
    list_display = ("name_en", "name_fr", "key", "iso_alpha2", "type", "valid_from", "valid_until")
    list_filter = ("type", ("valid_until", admin.EmptyFieldListFilter))
    ordering = ("name_en", "key")
    search_fields = ("key", "iso_alpha2", "name_en", "name_fr")
    search_help_text = _("A name in English or French, or a code: GBR, GB, EUE.")
    participant_columns = ("key",)
    autocomplete_fields = ("succeeds",)
    fieldsets = (
        (None, {"fields": [("key", "iso_alpha2"), "type", ("name_en", "name_fr"), "note"]}),
        (
            _("Existence"),
            {
                "description": _("Of one that began or ceased to exist: what it did stays in the record."),
                "fields": [("valid_from", "valid_until"), "succeeds"],
            },
        ),
    )

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Memberships, once the participant is kept; an organisation's members too."""
        if obj is None:
            return []
        return [MembersInline, MembershipInline] if obj.is_organisation else [MembershipInline]
