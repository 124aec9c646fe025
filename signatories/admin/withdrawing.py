"""Recording that a declaration was withdrawn: two days and the document that says so, beside the one that made it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from signatories.admin.apart import DoneApart
from signatories.admin.citing import NO_LOCATOR, NO_SOURCE
from signatories.models import Citation, Declaration
from signatories.models.fields import PartialDayFormField
from signatories.models.naming import COLUMNS
from signatories.record.changing import Changing

TAKES_EFFECT = _("First day it no longer holds, where it is another: left empty, the day its withdrawal was received.")


class Withdrawal(forms.Form):
    """When a declaration was withdrawn, and from when on it no longer holds."""

    withdrawn_on = PartialDayFormField(
        label=capfirst(COLUMNS["withdrawn_on"]), help_text=_("Day its withdrawal was received.")
    )
    until = PartialDayFormField(label=capfirst(COLUMNS["until"]), required=False, help_text=TAKES_EFFECT)


class Withdrawable(DoneApart):
    """A kind of row that its maker may withdraw; who may correct it records that."""

    def get_urls(self) -> list[Any]:
        name = f"signatories_{self.opts.model_name}_withdraw"
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<path:object_id>/withdraw/", view, name=name), *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The declaration, the days of its withdrawal and where that stands; a POST records it."""
        return self.ask_apart(
            request,
            object_id,
            is_allowed=self.has_change_permission(request),
            form=lambda: self._form(request),
            does=withdraw,
            done=_("Recorded as withdrawn: %(row)s."),
            context=lambda row: {"title": _("Record the withdrawal of %(key)s") % {"key": row.key}},
            template="admin/signatories/withdraw.html",
        )

    def _form(self, request: HttpRequest) -> type[Withdrawal]:
        """With the boxes for a source that every form of a fact has."""
        asked = {"source": NO_SOURCE, "locator": NO_LOCATOR}
        fields = [field for field in Declaration._meta.concrete_fields if field.name in asked]
        boxes: dict[str, Any] = {field.name: self.formfield_for_dbfield(field, request) for field in fields}
        for name, sentence in asked.items():
            boxes[name].error_messages["required"] = sentence
        return type("Withdrawal", (Withdrawal,), boxes)


def withdraw(record: Changing, row: Declaration, asked: dict[str, Any]) -> str:
    """Enters the withdrawal as a correction of the row, with the place that says so among those cited."""
    received, source, locator = asked["withdrawn_on"], asked["source"], asked["locator"]
    cited = list(row.also_cited.all())
    if (source.pk, locator) != (row.source_id, row.locator):
        cited.append(Citation.objects.get_or_create(source=source, locator=locator)[0])
    reason = f"Its withdrawal was received on {received} ({source.pk}: {locator})."
    days = {"withdrawn_on": received, "until": asked["until"] or received}
    record.correct(row, days, reason=reason, lists={"also_cited": cited})
    return reason
