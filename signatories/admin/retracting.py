"""Retracting a row: a page of its own, since nothing in a form is to be lost or saved by it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from signatories.admin.correcting import MEANWHILE
from signatories.admin.told import said_by
from signatories.models import HeldRow
from signatories.models.roles import permission_for
from signatories.record.changing import change as one_change


class Retraction(forms.Form):
    """Why a row is retracted."""

    reason = forms.CharField(
        label=_("Why is it retracted?"),
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        error_messages={"required": _("A retraction has a reason: say why.")},
        help_text=_("Such as that it was recorded twice, or was never so. It is published with the retraction."),
    )


def named_by(row: HeldRow) -> list[HeldRow]:
    """The rows held now that name this one, in whichever version; they stand in the way of its retraction."""
    found: list[HeldRow] = []
    for relation in row._meta.related_objects:
        model: Any = relation.related_model
        if issubclass(model, HeldRow) and relation.field.many_to_one:
            found += model.objects.held().filter(**{f"{relation.field.name}__key": row.key}).order_by("key")
    return found


class Retractable(admin.ModelAdmin):
    """A kind of row that may be retracted, by those who might delete it if anything were deleted here."""

    def has_retract_permission(self, request: HttpRequest) -> bool:
        """Whether the one who asks may retract rows of this kind."""
        return request.user.has_perm(permission_for(self.model, "delete"))  # type: ignore[union-attr]

    def get_urls(self) -> list[Any]:
        name = f"signatories_{self.opts.model_name}_retract"
        view = self.admin_site.admin_view(self.retract_view)
        return [path("<path:object_id>/retract/", view, name=name), *super().get_urls()]

    def retract_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The row, what names it, and the question why; a POST retracts it."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_retract_permission(request):
            raise PermissionDenied
        if row.known_until:
            said = _("Nothing was recorded: %(why)s") % {"why": MEANWHILE % {"key": row.key}}
            self.message_user(request, said, messages.WARNING)
            return HttpResponseRedirect(self.address_of(row))  # type: ignore[attr-defined]
        form = Retraction(request.POST or None)
        if form.is_valid() and self._retracts(request, row, form):
            return HttpResponseRedirect(self.address_of(row))  # type: ignore[attr-defined]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Retract %(key)s") % {"key": row.key},
            "subtitle": None,
            "object": row,
            "opts": self.opts,
            "columns": said_by(row),
            "named_by": [(self._address_of_other(other), other) for other in named_by(row)],
            "form": form,
            "media": self.media,
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "admin/signatories/retract.html", context)

    def _address_of_other(self, row: HeldRow) -> str:
        return reverse(f"{self.admin_site.name}:signatories_{row._meta.model_name}_change", args=[row.pk])

    def _retracts(self, request: HttpRequest, row: Any, form: Retraction) -> bool:
        """Whether the row could be retracted; if not, the form says why."""
        reason = form.cleaned_data["reason"]
        try:
            with one_change(by=request.user) as record:
                record.retract(row, reason=reason)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        self.log_change(request, row, f"Retracted: {reason}")
        said = _("Retracted: %(key)s. The record remembers it.") % {"key": row.key}
        self.message_user(request, said, messages.SUCCESS)
        return True
