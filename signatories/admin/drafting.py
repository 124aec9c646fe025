"""Keeping a page's own row as a draft instead of recording it: the button, and the form that asks fewer questions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from signatories.admin.addresses import kind_page
from signatories.admin.correcting import altered_in
from signatories.admin.rights import may
from signatories.admin.saving import NOTHING_CHANGED, lists_in
from signatories.admin.spoken_keys import SpokenKeys
from signatories.admin.wording import name_and_what
from signatories.exchange.drafts import altered, draft_of
from signatories.exchange.given import TABLE_NAMED
from signatories.models import Draft
from signatories.record.changing import NothingChanged

BUTTON = "_draft"


def is_drafted(request: HttpRequest) -> bool:
    """Whether the page was sent to be kept as a draft."""
    return BUTTON in request.POST


def without_rules(form: Any) -> Any:
    """The form of a draft: what is typed must be readable, the rules are asked when it is published."""

    class Drafted(form):  # type: ignore[misc]
        def _post_clean(self) -> None:
            rules, self.instance.full_clean = self.instance.full_clean, lambda *_, **__: None
            try:
                super()._post_clean()
            finally:
                self.instance.full_clean = rules

        def validate_unique(self) -> None:
            """Nothing is stored in the record yet."""

        def validate_constraints(self) -> None:
            """Nothing is stored in the record yet."""

    return Drafted


class Draftable(admin.ModelAdmin):
    """A kind of row that may be kept as a draft."""

    def has_draft_permission(self, request: HttpRequest) -> bool:
        """Whether the one who asks may draft rows of this kind: who may record them, and keep drafts."""
        may_record = self.has_add_permission(request)
        return may_record and may(request, "add", Draft)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return without_rules(form) if is_drafted(request) else form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if is_drafted(request) and self.has_draft_permission(request):
            keep(request.user, form, change)
        else:
            super().save_related(request, form, formsets, change)

    def log_addition(self, request: HttpRequest, object: Any, message: Any) -> Any:
        return None if is_drafted(request) else super().log_addition(request, object, message)

    def log_change(self, request: HttpRequest, object: Any, message: Any) -> Any:
        return None if is_drafted(request) else super().log_change(request, object, message)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self._kept(request) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._kept(request) or super().response_change(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context["original"]
        is_open = row is None or (row.known_until is None and self.has_change_permission(request, row))
        context["may_draft"] = is_open and self.has_draft_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def _kept(self, request: HttpRequest) -> HttpResponse | None:
        if not is_drafted(request):
            return None
        said = _("Kept as a draft, which only staff see: publish it from here, alone or together with others.")
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(kind_page(Draft))


def draft_in_words(draft: Draft, names: SpokenKeys) -> str:
    """What the draft would do to which row."""
    if draft.key:
        return _("correct %(key)s") % {"key": draft.key}
    said = (names.said(draft.table, name, draft.cells.get(name)) for name in ("treaty", "participant", "kind"))
    about = ", ".join(filter(None, said))
    noun = str(TABLE_NAMED[draft.table].model._meta.verbose_name)
    return _("new %(noun)s") % {"noun": name_and_what(noun, about)}


def keep(by: Any, form: Any, corrects: bool) -> None:
    """Stores the form's row as a draft."""
    row = form.instance
    cells = draft_of(row, lists_in(form))
    if not corrects:
        Draft.objects.create(table=row.table, cells=cells, by=by)
        return
    held = type(row).objects.get(pk=row.pk)
    cells = altered(TABLE_NAMED[row.table], held, cells) if altered_in(form) else {}
    if not cells:
        raise NothingChanged(NOTHING_CHANGED)
    Draft.objects.create(
        table=row.table,
        key=held.key,
        corrects=held.brought_by,
        cells=cells,
        reason=form.cleaned_data["reason"],
        by=by,
    )
