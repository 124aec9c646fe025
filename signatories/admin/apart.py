"""What is done to one held row on a page of its own, since nothing in its form is to be lost or saved by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from signatories.admin.addresses import row_page
from signatories.admin.correcting import MEANWHILE
from signatories.admin.following import in_a_line, with_what_follows
from signatories.admin.told import said_by
from signatories.record.changing import Changing
from signatories.record.changing import change as one_change


class DoneApart(admin.ModelAdmin):
    """A kind of row about which such a page asks."""

    def ask_apart(
        self,
        request: HttpRequest,
        object_id: str,
        *,
        is_allowed: bool,
        form: Callable[[], type[forms.Form]],
        does: Callable[[Changing, Any, dict[str, Any]], str],
        done: Any,
        context: Callable[[Any], dict[str, Any]],
        template: str,
    ) -> HttpResponse:
        """The row and a form; a form that is valid `does` in one change what it says, and `done` is told.

        `does` is given the change, the row and what was typed, and gives what Django's own log says of it.
        """
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not is_allowed:
            raise PermissionDenied
        if row.known_until:
            said = _("Nothing was recorded: %(why)s") % {"why": MEANWHILE % {"key": row.key}}
            self.message_user(request, said, messages.WARNING)
            return HttpResponseRedirect(row_page(row))
        asked = form()(request.POST or None)
        if asked.is_valid() and (now := self._does(request, row, asked, does, done)):
            return HttpResponseRedirect(row_page(now))
        fields = AdminForm(
            cast("forms.ModelForm[Any]", asked), [(None, {"fields": list(asked.fields)})], {}, model_admin=self
        )
        shown = {
            **self.admin_site.each_context(request),
            "subtitle": None,
            "object": row,
            "opts": self.opts,
            "columns": said_by(row),
            "form": asked,
            "fieldsets": fields,
            "media": self.media + fields.media,
            **context(row),
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, template, shown)

    def _does(self, request: HttpRequest, row: Any, form: forms.Form, does: Any, done: Any) -> Any:
        """The row that is then the last under its key; None where a rule was against it, which the form then says."""
        try:
            with one_change(by=request.user) as record:
                logged = does(record, row, form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
            return None
        self.log_change(request, row, logged)
        said = with_what_follows(done % {"key": row.key, "row": in_a_line(row)}, record.change)
        self.message_user(request, said, messages.SUCCESS)
        return type(row).objects.filter(key=row.key).order_by("pk").last()
