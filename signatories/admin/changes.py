"""What was done to the record, when, by whom and why: the changes, each with its entries in the log."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signatories.admin.addresses import kind_page
from signatories.admin.only_read import OnlyRead
from signatories.admin.told import THE_PROGRAM, told, who
from signatories.models import Change, Entry
from signatories.models.changes import EntryKind
from signatories.models.vocabulary import label_of

SHOWN_WITH_THE_CHANGE = 100


@admin.display(description=_("at"), ordering="at")
def instant(change: Change) -> str:
    """The change's instant to the second, in UTC."""
    return f"{change.at:%Y-%m-%d %H:%M:%S}" if change.at else gettext("under way")


class WhoFilter(admin.RelatedOnlyFieldListFilter):
    """Narrows by who did it, of those who did anything."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title, self.empty_value_display = gettext("who did it"), mark_safe(str(THE_PROGRAM))


@admin.register(Change)
class ChangeAdmin(OnlyRead):
    list_display = ("number", instant, "by_whom", "began_with", "why", "entered")
    list_filter = (("by", WhoFilter),)
    list_select_related = ("by",)
    date_hierarchy = "at"
    ordering = ("-number",)
    search_fields = ("reason", "entries__row_key__exact")
    search_help_text = _("Words of a reason, or the whole key of a row.")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ["number", instant, "by_whom", "why"]}),
        (_("What it entered in the log"), {"fields": ["what_it_did"]}),
        (_("The log after it"), {"fields": ["size", "root", "restores"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        """With the first entry of each and how many there are, asked for the rows shown only."""
        entries = Entry.objects.filter(change=OuterRef("pk"))
        counted = entries.order_by().values("change").annotate(number=Count("pk")).values("number")
        first = entries.order_by("index")
        told = {f"first_{column}": Subquery(first.values(column)[:1]) for column in ("kind", "row_key", "reason")}
        rows = super().get_queryset(request).filter(at__isnull=False)
        return rows.annotate(entered=Subquery(counted, output_field=IntegerField()), **told)

    @admin.display(description=_("what it began with"))
    def began_with(self, change: Any) -> str:
        """Its first entry: what was done to which row."""
        return f"{label_of(EntryKind(change.first_kind)).lower()} {change.first_row_key}"

    @admin.display(description=_("why"))
    def why(self, change: Any) -> str:
        """The reason of the whole change, else that of its first entry."""
        return change.reason or change.first_reason

    @admin.display(description=_("by"), ordering="by__username", empty_value=THE_PROGRAM)  # type: ignore[call-overload]
    def by_whom(self, change: Change) -> str:
        """Who did it, by name; the program where nobody did."""
        return who(change)

    @admin.display(description=_("entries"), ordering="entered")
    def entered(self, change: Any) -> int:
        """How many entries it made in the log."""
        return change.entered

    @admin.display(description=_("entries"))
    def what_it_did(self, change: Any) -> SafeString:
        """Its entries with what each altered; of many, the first, and the way to all."""
        entries = Entry.objects.filter(change=change).select_related("change__by").order_by("index")
        further = kind_page(Entry, change__exact=change.pk)
        shown = {"told": told(entries[:SHOWN_WITH_THE_CHANGE]), "all": change.entered, "address": further}
        return render_to_string("admin/signatories/what_it_did.html", shown)  # type: ignore[return-value]
