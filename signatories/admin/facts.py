"""What every fact's list and form have in common.

What the record holds now is listed and may be changed; what it held earlier is shown on request and stays as it was.
No fact is deleted here: the record forgets nothing.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from signatories.admin.base import RecordAdmin
from signatories.admin.citing import GIVEN, WHERE_IT_STANDS, FactForm
from signatories.admin.filters import BY_SOURCE, HeldFilter
from signatories.admin.wording import in_words
from signatories.models.facts import Confidence
from signatories.models.fields import WordListField

KEPT_BY_THE_RECORD = (
    "Kept by the record",
    {"description": "Given by the program and not changed by hand.", "fields": list(GIVEN)},
)


@admin.display(description="where it stands", ordering="source")
def citation(row: Any) -> SafeString:
    """The key of the fact's source and the place in it; how sure it is, where it is not wholly so."""
    said = f"{row.source_id}: {row.locator}"
    if row.confidence != Confidence.HIGH:
        said = f"({row.confidence}) {said}"
    return format_html('<span class="citation" title="{}">{}</span>', said, said)


class FactAdmin(RecordAdmin):
    """A kind of fact. A subclass names its columns, filters and fieldsets; the citation is added here."""

    form = FactForm
    readonly_fields = GIVEN
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows of every moment; where one is chosen by typing, those held now."""
        rows = super().get_queryset(request)
        choosing = request.resolver_match and request.resolver_match.url_name == "autocomplete"
        return rows.filter(known_until=None) if choosing else rows

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        shown = (*super().get_list_display(request), citation)
        return (*shown, "known_from", "known_until") if HeldFilter.parameter_name in request.GET else shown

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        return (HeldFilter, *super().get_list_filter(request), BY_SOURCE, "confidence")

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("key", *super().get_search_fields(request), "locator", "source__key")

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*super().get_autocomplete_fields(request), "source", "also_cited")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = [*(self.fieldsets or ()), WHERE_IT_STANDS]
        if obj is None:
            return fieldsets
        fieldsets.append(KEPT_BY_THE_RECORD)
        return fieldsets if self.has_change_permission(request, obj) else [self._to_read(part) for part in fieldsets]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or obj.known_until is None) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _to_read(self, fieldset: Any) -> Any:
        """The fieldset with lists shown as words, for a page that is only read."""
        name, options = fieldset
        lines = [line if isinstance(line, (list, tuple)) else (line,) for line in options["fields"]]
        shown = [
            tuple(in_words(column) if is_list(self.model, column) else column for column in line) for line in lines
        ]
        return name, {**options, "fields": shown}


def is_list(model: type[Model], column: str) -> bool:
    """Whether the column holds a list of words."""
    try:
        return isinstance(model._meta.get_field(column), WordListField)
    except FieldDoesNotExist:
        return False
