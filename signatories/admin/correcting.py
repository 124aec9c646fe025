"""The form of a held row is a correction: it asks why, and leaves the earlier row in the record's memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from signatories.admin.told import who
from signatories.models import Change, Entry, HeldRow
from signatories.record.changing import Changing, NoLongerHeld, NothingChanged

WHY = (
    _("Why is it corrected?"),
    {
        "description": _(
            "The row as it is now stays in the record's memory, with the day until which it was held: an"
            " answer about an earlier moment is still made from it. The reason is published with the correction."
        ),
        "fields": ["reason"],
    },
)
MEANWHILE = _("%(key)s was corrected or retracted meanwhile.")


def asks_why(form: Any) -> Any:
    """The form with the question why the row is corrected; it refuses a row that is no longer held."""

    class Correction(form):  # type: ignore[misc]
        reason = forms.CharField(
            label=_("Reason"),
            widget=AdminTextareaWidget(attrs={"rows": 2}),
            error_messages={"required": _("A correction has a reason: say why.")},
            help_text=_("Such as what was misread, or what the source now says."),
        )

        def _post_clean(self) -> None:
            """Asks no rule of a row that nothing can be done to."""
            if self.instance.known_until is None:
                super()._post_clean()
            else:
                self.add_error(None, NoLongerHeld(MEANWHILE % {"key": self.instance.key}))

        def clean(self) -> dict[str, Any]:
            """Where no column was altered there is nothing to give a reason for."""
            if not altered_in(self):
                self.errors.pop("reason", None)
            return super().clean()

    return Correction


def altered_in(form: Any) -> set[str]:
    """The columns that a correction would alter."""
    return set(form.changed_data) - {"reason"}


def correct(record: Changing, form: Any, lists: dict[str, Any]) -> None:
    """Corrects the form's row; from then on the form is about the row that took its place."""
    columns = altered_in(form)
    if not columns:
        raise NothingChanged(_("No column was altered."))
    held = type(form.instance).objects.get(pk=form.instance.pk)
    values = {name: form.cleaned_data[name] for name in columns - set(lists)}
    corrected = record.correct(held, values, reason=form.cleaned_data["reason"], lists=lists)
    form.instance.pk = corrected.pk


@dataclass(frozen=True)
class Closing:
    """How a row ceased to be held: the change that did it, why, and what the record holds under its key instead."""

    change: Change
    reason: str
    successor: HeldRow | None
    held_now: HeldRow | None

    @property
    def who(self) -> str:
        """Who closed it, by name."""
        return who(self.change)


def closing(row: Any) -> Closing | None:
    """How the row ceased to be held; None of one that is held."""
    if row.known_until is None:
        return None
    of_its_key = type(row).objects.filter(key=row.key)
    entry = Entry.objects.filter(row_key=row.key, what=row.table, change=row.closed_by_id).first()
    return Closing(
        change=Change.objects.select_related("by").get(pk=row.closed_by_id),
        reason=entry.reason if entry else "",
        successor=of_its_key.filter(brought_by=row.closed_by_id).first(),
        held_now=of_its_key.held().first(),
    )
