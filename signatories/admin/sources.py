"""Sources, and the further places in them that facts cite."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from signatories.admin.base import RecordAdmin
from signatories.admin.filters import BY_SOURCE
from signatories.admin.labels import LabelAdmin
from signatories.keeping.notes import today
from signatories.models import Citation, Source


@admin.register(Source)
class SourceAdmin(LabelAdmin):
    list_display = ("title", "key", "kind", "publisher", "published_on", "speaks_as_of")
    list_filter = ("kind", "language")
    ordering = ("title", "key")
    day_hierarchy = "published_on"
    search_fields = ("key", "title", "publisher", "author", "url")
    search_help_text = _("Words of a title, a publisher, an author, an address or a key.")
    fieldsets = (
        (None, {"fields": ["title", "key", "kind", ("publisher", "author"), ("url", "language")]}),
        (_("Days"), {"fields": [("published_on", "speaks_as_of"), "retrieved_on"]}),
        (_("To judge it by"), {"fields": ["note"]}),
    )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """A key is made of the title as it is typed, and may be altered."""
        return {} if obj else {"key": ("title",)}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"retrieved_on": today().isoformat(), **super().get_changeform_initial_data(request)}


@admin.register(Citation)
class CitationAdmin(RecordAdmin):
    """A place in a source. It stays what it is, since facts cite it; one that nothing cites may be deleted."""

    list_display = ("locator", "source")
    list_select_related = ("source",)
    list_filter = (BY_SOURCE,)
    search_fields = ("locator", "source__key", "source__title")
    search_help_text = _("Words of a locator, or of the source's title or key.")
    autocomplete_fields = ("source",)
    fieldsets = ((None, {"fields": ["source", "locator"]}),)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
