"""Memberships: who belonged to which organisation, and when."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from signatories.admin.facts import FactAdmin, citation
from signatories.admin.filters import ChosenFilter
from signatories.admin.inlines import FactInline
from signatories.admin.spreadsheets import Spreadsheets
from signatories.models import Membership


@admin.register(Membership)
class MembershipAdmin(Spreadsheets, FactAdmin):
    autocomplete_fields = ("member", "organisation")
    fieldsets = ((None, {"fields": ["member", "organisation", "role", ("valid_from", "valid_until"), "note"]}),)
    list_display = ("member", "organisation", "role", "valid_from", "valid_until")
    list_select_related = ("member", "organisation")
    list_filter = (("organisation", ChosenFilter), ("member", ChosenFilter), "role")
    day_hierarchy = "valid_from"
    search_fields = ("role", "note")
    search_help_text = _("A member or an organisation by any name or code, a role, a key, words of a note or locator.")
    participant_columns = ("member", "organisation")
    in_common = ("organisation", "role", "source")


class MembershipInline(FactInline):
    """The organisations a participant belongs to."""

    model = Membership
    fk_name = "member"
    listed = ("organisation", "role", "valid_from", "valid_until", citation)
    list_select_related = ("organisation",)
    by_name, by_day = "organisation", "valid_from"


class MembersInline(FactInline):
    """The members of an organisation."""

    model = Membership
    fk_name = "organisation"
    opened = True
    verbose_name = _("member")
    verbose_name_plural = _("members")
    listed = ("member", "role", "valid_from", "valid_until", citation)
    list_select_related = ("member",)
    by_name, by_day = "member", "valid_from"
