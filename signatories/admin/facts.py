"""What the list and page of every row with a memory have in common; of a fact, how sure it is and what else says so.

What the record holds now is listed, and its page corrects or retracts it; what it held earlier is shown on request and
stays as it was. No row is deleted here: the record forgets nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from signatories.admin.addresses import row_page
from signatories.admin.base import RecordAdmin
from signatories.admin.citing import GIVEN, WHERE_A_FACT_STANDS, WHERE_IT_STANDS, HeldRowForm
from signatories.admin.correcting import WHY, asks_why, closing, correct
from signatories.admin.drafting import Draftable, is_drafted
from signatories.admin.filters import BY_SOURCE, HeldFilter
from signatories.admin.following import in_a_line, recorded, with_what_follows
from signatories.admin.history import HistoryOfTheRecord
from signatories.admin.next_steps import Step
from signatories.admin.retracting import Retractable
from signatories.admin.saving import SavedInOneChange, lists_in
from signatories.admin.wording import in_words
from signatories.models.facts import Confidence
from signatories.models.fields import WordListField
from signatories.models.vocabulary import label_of
from signatories.record.changing import Changing

KEPT_BY_THE_RECORD = (
    _("Kept by the record"),
    {"description": _("Given by the program and not changed by hand."), "fields": list(GIVEN)},
)


@admin.display(description=_("where it stands"), ordering="source")
def citation(row: Any) -> SafeString:
    """The key of the row's source and the place in it; of a fact how sure it is, where it is not wholly so."""
    said = f"{row.source_id}: {row.locator}"
    if getattr(row, "confidence", Confidence.HIGH) != Confidence.HIGH:
        said = f"({str(label_of(Confidence(row.confidence))).lower()}) {said}"
    return format_html('<span class="citation" title="{}">{}</span>', said, said)


class HeldRowAdmin(Draftable, SavedInOneChange, HistoryOfTheRecord, Retractable, RecordAdmin):
    """A kind of row with a memory. A subclass names its columns, filters and fieldsets; the citation is added here."""

    form = HeldRowForm
    readonly_fields = GIVEN
    show_full_result_count = False
    where_it_stands: ClassVar[Any] = WHERE_IT_STANDS
    # What the next new row has in common with this one, where several are entered one after another.
    in_common: ClassVar[tuple[str, ...]] = ("source",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows of every moment; where one is chosen by typing, those held now."""
        rows = super().get_queryset(request)
        choosing = request.resolver_match and request.resolver_match.url_name == "autocomplete"
        return rows.filter(known_until=None) if choosing else rows

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        shown = (*super().get_list_display(request), citation)
        return (*shown, "known_from", "known_until") if HeldFilter.parameter_name in request.GET else shown

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        return (HeldFilter, *super().get_list_filter(request), BY_SOURCE)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("key", *super().get_search_fields(request), "locator", "source__key")

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*super().get_autocomplete_fields(request), "source")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj and self.has_change_permission(request, obj):
            kwargs.setdefault("form", asks_why(self.form))
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = [*(self.fieldsets or ()), self.where_it_stands]
        if obj is None:
            return fieldsets
        if self.has_change_permission(request, obj):
            return [*fieldsets, WHY, KEPT_BY_THE_RECORD]
        return [self._to_read(part) for part in (*fieldsets, KEPT_BY_THE_RECORD)]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not over what is no longer held; a form opened while it was held is answered, with what came between."""
        is_open = obj is None or obj.known_until is None or request.method == "POST"
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def store(self, record: Changing, form: Any, is_new: bool) -> None:
        if is_new:
            form.instance.key = ""
            record.record(form.instance, lists_in(form))
        else:
            correct(record, form, lists_in(form))

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """On to the new row, or to the form of another that has some of it in common; of a draft, to the drafts."""
        if is_drafted(request) or IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, recorded(request.made), messages.SUCCESS)  # type: ignore[attr-defined]
        if "_addanother" not in request.POST:
            return HttpResponseRedirect(row_page(obj))
        common = {name: getattr(obj, obj._meta.get_field(name).attname) for name in self.in_common}
        return HttpResponseRedirect(
            f"{request.path}?{urlencode({name: str(one) for name, one in common.items() if one})}"
        )

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """On to the row that took the corrected one's place; of a draft, to the drafts."""
        if kept := self._kept(request):
            return kept
        said = _("Corrected: %(key)s. Below is what the record holds now; its history tells what it held before.")
        self.message_user(request, with_what_follows(said % {"key": obj.key}, request.made), messages.SUCCESS)  # type: ignore[attr-defined]
        return HttpResponseRedirect(row_page(obj))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context["original"]
        context["show_save_and_continue"] = False
        if row:
            context |= {
                "subtitle": in_a_line(row),
                "closing": closing(row),
                "show_save_and_add_another": False,
                "next_steps": [] if row.known_until else list(self.next_steps(request, row)),
            }
            if row.known_until is None and self.has_retract_permission(request):
                context["retract_address"] = row_page(row, "retract")
            if row.known_until is None and self.has_change_permission(request, row):
                context["title"] = _("Correct %(noun)s") % {"noun": self.opts.verbose_name}
        return super().render_change_form(request, context, *args, **kwargs)

    def next_steps(self, request: HttpRequest, row: Any) -> Iterator[Step]:
        """What is usually recorded after the row, with where its form is."""
        yield from ()

    def _to_read(self, fieldset: Any) -> Any:
        """The fieldset with lists shown as words, for a page that is only read."""
        name, options = fieldset
        lines = [line if isinstance(line, (list, tuple)) else (line,) for line in options["fields"]]
        shown = [
            tuple(in_words(column) if is_list(self.model, column) else column for column in line) for line in lines
        ]
        return name, {**options, "fields": shown}


class FactAdmin(HeldRowAdmin):
    """A kind of fact: a row that says how sure it is and may be cited from several places."""

    where_it_stands = WHERE_A_FACT_STANDS

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        return (*super().get_list_filter(request), "confidence")

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*super().get_autocomplete_fields(request), "also_cited")


def is_list(model: type[Model], column: str) -> bool:
    """Whether the column holds a list of words."""
    try:
        return isinstance(model._meta.get_field(column), WordListField)
    except FieldDoesNotExist:
        return False
