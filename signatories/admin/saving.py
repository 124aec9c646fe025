"""How a page of the admin is saved: everything on it in one change, or nothing.

A rule is asked twice: of each form when it is read, and of the whole page when it is written, with nobody else writing
meanwhile. What is refused then (the act of another officer, two new facts that contradict each other, an act left
without its ground) undoes the change, and the page is shown again with the sentences beside what was typed.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from signatories.admin.last_source import remember
from signatories.record.changing import Changing, NothingChanged
from signatories.record.changing import change as one_change

NOTHING_CHANGED = _("Nothing was altered, so nothing was recorded.")
Refusals = dict[str, ValidationError]


class Refused(Exception):
    """What a page was refused for when it was written, by the prefix of the form; that of the page itself is empty."""

    def __init__(self, refusals: Refusals) -> None:
        super().__init__()
        self.refusals = refusals


def refusals_of(request: HttpRequest) -> Refusals:
    """What the page was refused for when it was written, in a request that is being answered with its forms."""
    return getattr(request, "refusals", {})


class RecordForm(forms.ModelForm):
    """A form that can be refused also after it was read."""

    refusal: ClassVar[ValidationError | None] = None

    def full_clean(self) -> None:
        super().full_clean()
        if self.refusal and self.is_bound and not self.errors:
            self.add_error(None, self.refusal)

    def add_error(self, field: str | None, error: Any) -> None:
        """Shows above the form what concerns a column that the form does not ask for."""
        if field is None and hasattr(error, "error_dict"):
            told: dict[str, list[ValidationError]] = {}
            for name, errors in error.error_dict.items():
                told.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(errors)
            error = ValidationError(told)
        super().add_error(field, error)


def lists_in(form: Any) -> dict[str, Any]:
    """The lists of other rows that the form asks for, by column."""
    lists = (field.name for field in form.instance._meta.many_to_many)
    return {name: form.cleaned_data[name] for name in lists if name in form.cleaned_data}


class SavedInOneChange(admin.ModelAdmin):
    """A noun of the record whose page, with the new facts on it, is written in one change by the one who sent it."""

    form = RecordForm

    def store(self, record: Changing, form: Any, is_new: bool) -> None:
        """Writes the page's own row in the change that is under way."""
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NothingChanged:
            self.message_user(request, NOTHING_CHANGED, messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        except Refused as refused:
            request.refusals = refused.refusals  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"refusal": refusals_of(request).get("")})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: the row is written with all else on the page."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        try:
            with one_change(by=request.user) as record:
                self.store(record, form, is_new=not change)
                if refused := {prefix: why for formset in formsets for prefix, why in formset.record(record)}:
                    raise Refused(refused)
        except NothingChanged:
            raise
        except ValidationError as refusal:
            raise Refused({"": refusal}) from None
        if record.change.at is None:
            raise NothingChanged(NOTHING_CHANGED)
        request.made = record.change  # type: ignore[attr-defined]
        entered = [one for formset in formsets for one in formset.saved_forms]
        remember(request, entered if change else [form, *entered])
