"""What every list and form of the record's admin has: search by any name, days to drill into, words to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from signatories.admin.days import DayDrillDown
from signatories.admin.searching import SearchByAnyName
from signatories.admin.wording import OfficersFields, help_texts
from signatories.models import Treaty

OURS = ("chosen_filter", "named_boxes", "first_error")
CHOOSING = Media(js=["admin/js/jquery.init.js", *(f"signatories/{name}.js" for name in OURS)])


class RecordAdmin(SearchByAnyName, DayDrillDown, OfficersFields, admin.ModelAdmin):
    """A noun of the record."""

    list_per_page = 50

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **{"help_texts": help_texts(self.model), **kwargs})

    def render_change_form(
        self, request: HttpRequest, context: Any, add: bool = False, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Under a title that leaves the noun as it is: languages differ in how one is added to a sentence."""
        if add:
            context["title"] = _("Add %(name)s") % {"name": self.opts.verbose_name}
        return super().render_change_form(request, context, add, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What refers to the rows is named before any word on rights: nobody may delete those."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return found, counts, set() if protected else lacking, protected

    @property
    def media(self) -> Media:
        """With what the boxes of ChosenFilter need."""
        box = AutocompleteSelect(Treaty._meta.get_field("grouped_by"), self.admin_site)
        return super().media + box.media + CHOOSING


class RemovedOneByOne(admin.ModelAdmin):
    """A kind of row of which many are not removed at once: that asks for no reason, and does not look at each."""

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class KeyedAdmin(RecordAdmin):
    """A noun whose key is asked for on its first form, and kept."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        given = tuple(super().get_readonly_fields(request, obj))
        return ("key", *given) if obj else given
