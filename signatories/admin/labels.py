"""Participants, treaties and sources: names and titles, changed in place, each alteration logged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from signatories.admin.base import KeyedAdmin, RemovedOneByOne
from signatories.admin.following import brought_by, recorded
from signatories.admin.history import HistoryOfTheRecord
from signatories.admin.rights import may
from signatories.admin.saving import SavedInOneChange, lists_in
from signatories.record.changing import Changing
from signatories.record.changing import change as one_change


class LabelAdmin(SavedInOneChange, HistoryOfTheRecord, RemovedOneByOne, KeyedAdmin):
    """A noun that facts name by its key. It is removed only while nothing names it, one at a time, with a reason."""

    def _may_keep(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Also where only facts may be entered on its page: then its own columns are read."""
        entered = [inline.model for inline in self.get_inlines(request, obj)] if obj else []
        may_enter = any(may(request, "add", model) for model in entered)
        return self._may_keep(request) or (may_enter and self.has_view_permission(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        given = super().get_readonly_fields(request, obj)
        if obj is None or self._may_keep(request):
            return given
        return (*given, *flatten_fieldsets(self.get_fieldsets(request, obj)))

    def store(self, record: Changing, form: Any, is_new: bool) -> None:
        if is_new or form.has_changed():
            record.keep(form.instance, lists_in(form))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Where facts were recorded on the page, back to it, with what they make of it."""
        if not any(brought_by(request.made)):  # type: ignore[attr-defined]
            return super().response_change(request, obj)
        self.message_user(request, recorded(request.made), messages.SUCCESS)  # type: ignore[attr-defined]
        return HttpResponseRedirect(request.get_full_path())

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, {"asks_why": True, **(extra_context or {})})
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with one_change(by=request.user) as record:
            record.drop(obj, reason=request.POST.get("reason", ""))
