"""Participants, treaties and sources: names and titles, changed in place, each alteration logged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from signatories.admin.base import KeyedAdmin
from signatories.admin.history import HistoryOfTheRecord
from signatories.admin.saving import SavedInOneChange, lists_in
from signatories.record.changing import Changing
from signatories.record.changing import change as one_change


class LabelAdmin(SavedInOneChange, HistoryOfTheRecord, KeyedAdmin):
    """A noun that facts name by its key. It is removed only while nothing names it, one at a time, with a reason."""

    def store(self, record: Changing, form: Any, is_new: bool) -> None:
        if is_new or form.has_changed():
            record.keep(form.instance, lists_in(form))

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

    def get_actions(self, request: HttpRequest) -> Any:
        """Without the removal of many at once, which asks for no reason."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
