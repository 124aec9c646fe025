"""Retracting a row, on a page of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from signatories.admin.addresses import row_page
from signatories.admin.apart import DoneApart
from signatories.admin.rights import may
from signatories.models import HeldRow
from signatories.record.changing import Changing


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


class Retractable(DoneApart):
    """A kind of row that may be retracted, by those who might delete it if anything were deleted here."""

    def has_retract_permission(self, request: HttpRequest) -> bool:
        """Whether the one who asks may retract rows of this kind."""
        return may(request, "delete", self.model)

    def get_urls(self) -> list[Any]:
        name = f"signatories_{self.opts.model_name}_retract"
        view = self.admin_site.admin_view(self.retract_view)
        return [path("<path:object_id>/retract/", view, name=name), *super().get_urls()]

    def retract_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The row, what names it, and the question why; a POST retracts it."""
        return self.ask_apart(
            request,
            object_id,
            is_allowed=self.has_retract_permission(request),
            form=lambda: Retraction,
            does=retract,
            done=_("Retracted: %(key)s. The record remembers it."),
            context=lambda row: {
                "title": _("Retract %(key)s") % {"key": row.key},
                "named_by": [(row_page(other), other) for other in named_by(row)],
            },
            template="admin/signatories/retract.html",
        )


def retract(record: Changing, row: HeldRow, asked: dict[str, Any]) -> str:
    """Retracts the row for the reason asked for."""
    record.retract(row, reason=asked["reason"])
    return f"Retracted: {asked['reason']}"
