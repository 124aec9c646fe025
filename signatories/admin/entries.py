"""The log of the record, entry by entry: what was done to each row, or what followed from it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from signatories.admin.changes import instant
from signatories.admin.only_read import OnlyRead
from signatories.admin.told import NOUNS, address_of, noun_of, told, who
from signatories.models import Entry


class TableFilter(admin.SimpleListFilter):
    """Narrows by the sort of row; the choices are known without reading the log."""

    title = _("sort of row")
    parameter_name = "what"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(table, str(model._meta.verbose_name_plural)) for table, model in NOUNS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(what=self.value()) if self.value() else queryset


@admin.register(Entry)
class EntryAdmin(OnlyRead):
    list_display = ("key", "at", "by_whom", "kind", "noun", "row_shown", "reason")
    list_filter = ("kind", TableFilter)
    list_select_related = ("change__by",)
    ordering = ("-index",)
    search_fields = ("=row_key", "=treaty", "=participant", "=key", "reason")
    search_help_text = _("The whole key of a row, a treaty, a participant or an entry; words of a reason.")
    fieldsets = (
        (None, {"fields": ["key", "at", "by_whom", "kind", "noun", "row_shown", "reason", "happens_on"]}),
        (_("What it altered"), {"fields": ["columns"]}),
        (_("In the log"), {"fields": ["index", "hash", "leaf"]}),
    )

    @admin.display(description=_("at"), ordering="index")
    def at(self, entry: Entry) -> str:
        """The instant of its change."""
        return instant(entry.change)

    @admin.display(description=_("by"))
    def by_whom(self, entry: Entry) -> str:
        """Who did it, by name; the program where nobody did."""
        return who(entry.change)

    @admin.display(description=_("what"), ordering="what")
    def noun(self, entry: Entry) -> str:
        """What sort of row it is about, or what followed."""
        return noun_of(entry)

    @admin.display(description=_("row"), ordering="row_key")
    def row_shown(self, entry: Entry) -> SafeString | str:
        """The row's key, with the way to it where the admin shows such rows."""
        address = address_of(entry)
        return format_html('<a href="{}">{}</a>', address, entry.row_key) if address else entry.row_key

    @admin.display(description=_("columns"))
    def columns(self, entry: Entry) -> SafeString:
        """What it did to the row, column by column."""
        return render_to_string("admin/signatories/told.html", {"told": told([entry])[0]})  # type: ignore[return-value]

    @admin.display(description=_("hash of the leaf"))
    def hash(self, entry: Entry) -> str:
        """In hexadecimal, as the log's root is made of it (RFC 9162)."""
        return bytes(entry.leaf_hash).hex()
