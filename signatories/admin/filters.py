"""Filters beside the lists: by what the record holds, and by a participant, treaty or source chosen by typing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class HeldFilter(admin.SimpleListFilter):
    """What the record holds now; on request what it held earlier, or ever."""

    title = _("what the record holds")
    parameter_name = "held"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("earlier", gettext("Held earlier, no longer")), ("ever", gettext("Ever held"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        default, *others = super().choices(changelist)
        yield {**default, "display": gettext("Held now")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "ever":
            return queryset
        return queryset.filter(known_until__isnull=self.value() != "earlier")


class ChosenFilter(admin.FieldListFilter):
    """Rows that name one participant, treaty or source, found by typing a part of its name or code.

    A list of links would hold every State there is.
    """

    template = "admin/signatories/chosen_filter.html"

    def __init__(
        self, field: Any, request: HttpRequest, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        self.parameter = f"{field_path}__exact"
        super().__init__(field, request, params, model, model_admin, field_path)
        self.widget = AutocompleteSelect(field, model_admin.admin_site)
        self.box = forms.ModelChoiceField(
            field.related_model._default_manager.all(), required=False, widget=self.widget
        )

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter]

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        yield {"query_string": changelist.get_query_string(remove=[self.parameter])}

    @property
    def select(self) -> SafeString:
        """The box to type in, with what is chosen."""
        chosen: Any = self.used_parameters.get(self.parameter)
        name = f"filter-{self.field_path}"
        about = {"id": name, "aria-labelledby": f"{name}_label"}
        return self.box.widget.render(self.parameter, chosen and chosen[-1], about)


BY_TREATY = ("treaty", ChosenFilter)
BY_PARTICIPANT = ("participant", ChosenFilter)
BY_SOURCE = ("source", ChosenFilter)
