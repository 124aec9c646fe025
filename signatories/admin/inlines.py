"""Facts on the page of the treaty or participant they are about.

What is held is one light table, however many hundred rows it has, each with a link to its own form; below it new facts
are entered with their source. So a page costs a query or two for each kind of fact and posts only what is new.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import display_for_field, display_for_value, label_for_field, lookup_field
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html

from signatories.admin.addresses import kind_page, row_page
from signatories.admin.citing import HeldRowForm
from signatories.admin.saving import Refusals, lists_in, refusals_of
from signatories.admin.wording import OfficersFields, help_texts
from signatories.models.directory import plain
from signatories.record.changing import Changing
from signatories.treaty_law.days import PartialDay

NOTHING = "–"


@dataclass(frozen=True)
class HeldTable:
    """Rows for a page to show: headings, and for each row its address and its cells."""

    headings: list[str]
    rows: list[tuple[str, list[Any]]]
    address: str


class NewFacts(BaseInlineFormSet):
    """Takes new facts only; those held are listed by `held`."""

    listed_by: ClassVar[FactInline]
    refusals: ClassVar[Refusals]

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().none()

    def clean(self) -> None:
        super().clean()
        for form in self.extra_forms:
            if form.prefix in self.refusals:
                form.add_error(None, self.refusals[form.prefix])

    def record(self, record: Changing) -> Iterator[tuple[str, ValidationError]]:
        """Enters the new facts one after another: each must stand beside those above it as well.

        Gives the prefix of each form that is refused, with why.
        """
        self.save(commit=False)
        for form in self.saved_forms:
            form.instance.key = ""
            try:
                record.record(form.instance, lists_in(form))
            except ValidationError as refusal:
                yield str(form.prefix), refusal

    @cached_property
    def held(self) -> HeldTable:
        """What the record holds now about the page's subject."""
        return self.listed_by.held_table(self.instance, self.fk.name)


class FactInline(OfficersFields, admin.StackedInline):
    """A kind of fact on another noun's page. A subclass names the columns of its table in `listed`."""

    form = HeldRowForm
    formset = NewFacts
    template = "admin/signatories/facts_inline.html"
    extra = 0
    classes = ["collapse"]
    show_change_link = True
    can_delete = False
    opened: ClassVar[bool] = False
    listed: ClassVar[tuple[Any, ...]] = ()
    by_name: ClassVar[str] = ""
    by_day: ClassVar[str] = ""
    list_select_related: ClassVar[tuple[str, ...]] = ()
    list_prefetch_related: ClassVar[tuple[str, ...]] = ()

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **{"help_texts": help_texts(self.model), **kwargs})
        return type("NewFacts", (formset,), {"listed_by": self, "refusals": refusals_of(request)})

    @property
    def kept_by(self) -> Any:
        """The fact's own admin, whose form this page shows without the column that the page itself fills."""
        return self.admin_site.get_model_admin(self.model)

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        return self.kept_by.get_autocomplete_fields(request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*(self.kept_by.fieldsets or ()), self.kept_by.where_it_stands]

    def held_rows(self, **about: Any) -> QuerySet[Any]:
        """The rows held now, by key."""
        rows = self.model._default_manager.filter(known_until=None, **about).order_by("key")
        if self.list_select_related:
            rows = rows.select_related(*self.list_select_related)
        return rows.prefetch_related(*self.list_prefetch_related)

    def place(self, row: Any) -> Any:
        """What a row is ordered by: who it is about, by name, then the day; others stay as they come, by key."""
        who, day = (getattr(row, name, None) if name else None for name in (self.by_name, self.by_day))
        return plain(str(who or "")), day.text if day else ""

    def held_table(self, subject: Any, column: str) -> HeldTable:
        """The rows held now that name the subject in the column."""
        return HeldTable(
            headings=[str(label_for_field(name, self.model, self)) for name in self.listed],
            rows=[
                (row_page(row), [self._said(row, name) for name in self.listed])
                for row in sorted(self.held_rows(**{column: subject}), key=self.place)
            ],
            address=kind_page(self.model, **{f"{column}__exact": subject.pk}),
        )

    def _said(self, row: Any, name: Any) -> Any:
        """A cell, as Django's own lists would show it."""
        field, attribute, value = lookup_field(name, row, self)
        if field is None:
            return display_for_value(value, NOTHING, getattr(attribute, "boolean", False))
        if isinstance(value, PartialDay):
            return format_html('<span class="day">{}</span>', value)
        return display_for_field(value, field, NOTHING)
