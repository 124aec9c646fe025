"""Drafts: what staff prepared, and the one step that publishes some of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signatories.admin.addresses import kind_page, row_page
from signatories.admin.drafting import draft_in_words
from signatories.admin.following import recorded
from signatories.admin.rights import may
from signatories.admin.saving import RecordForm
from signatories.admin.spoken_keys import SpokenKeys
from signatories.admin.wording import with_code
from signatories.exchange.drafts import publish
from signatories.exchange.faults import BadPackage, Fault
from signatories.exchange.given import TABLE_NAMED
from signatories.exchange.plan import ADDED, CORRECTED, LEFT_ALONE, Outcome
from signatories.exchange.tables import GIVEN_BY_THE_RECORD, OF_A_FACT
from signatories.models import Draft
from signatories.models.naming import column_name
from signatories.models.roles import GUARDED_COLUMNS

CONFIRMED = "publish"
PUBLISH = "_publish"
WOULD: dict[str, Any] = {ADDED: _("to be added"), CORRECTED: _("to be corrected"), LEFT_ALONE: _("left alone")}


class Publication(forms.Form):
    """Why the drafts are published."""

    reason = forms.CharField(
        label=_("Reason of the change"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Published with the change. Corrections have reasons of their own."),
    )


@dataclass(frozen=True)
class Prepared:
    """A draft with what publishing it would do, or what stands in its way."""

    draft: Draft
    what: str
    faults: list[Fault]


def prepared(drafts: list[Draft]) -> list[Prepared]:
    """What publishing the drafts together would do to each; nothing is done."""
    try:
        outcomes, faults = publish(drafts, by=None, dry_run=True), []
    except BadPackage as bad:
        outcomes, faults = {}, bad.faults
    return [
        Prepared(
            draft,
            str(WOULD[outcomes[draft.pk].what]) if draft.pk in outcomes else "",
            [fault for fault in faults if fault.line == draft.pk],
        )
        for draft in drafts
    ]


class DraftForm(RecordForm):
    """A draft's cells, one box a column, as the data package has them."""

    class Meta:
        model = Draft
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        for column in TABLE_NAMED[self.instance.table].columns:
            if column.name in GIVEN_BY_THE_RECORD or (self.instance.key and column.name not in self.instance.cells):
                continue
            self.fields[column.name] = forms.CharField(
                label=capfirst(column_name(column.name)),
                required=False,
                strip=False,
                help_text=with_code(str(column.field.help_text)),
                initial=self.instance.cells.get(column.name, ""),
                widget=AdminTextareaWidget(attrs={"rows": 1, "class": "vLargeTextField"}),
            )

    def save(self, commit: bool = True) -> Any:
        self.instance.cells |= {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}
        return super().save(commit)


@admin.register(Draft)
class DraftAdmin(admin.ModelAdmin):
    form = DraftForm
    list_display = ("what", "states", "by", "at")
    list_filter = ("table", ("by", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("by",)
    search_fields = ("key", "cells", "reason")
    search_help_text = _("Words of a key, a column or a reason.")
    ordering = ("pk",)
    actions = ("publish_together",)
    show_full_result_count = False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page's drafts share the names of what they are about."""
        page = super().get_changelist_instance(request)
        _share_names(page.result_list)
        return page

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        form = DraftForm(instance=obj)
        about = _("As in the data package: several words are separated by semicolons, others are named by their keys.")
        return [(None, {"fields": list(form.fields), "description": about})]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The columns depend on the draft, so the form itself adds them."""
        return super().get_form(request, obj, change, **{**kwargs, "fields": ()})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Drafts are made on the pages of what they draft."""
        return False

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["may_publish"] = self.has_change_permission(request, context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Draft) -> HttpResponse:
        """Where it is to be published, on to what that would do."""
        if PUBLISH in request.POST:
            return self.publish_together(request, Draft.objects.filter(pk=obj.pk))
        return super().response_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or may_publish(request, obj))

    @admin.display(description=_("draft"), ordering="table")
    def what(self, draft: Draft) -> str:
        """What it would do to which row."""
        return draft_in_words(draft, _names_for(draft))

    @admin.display(description=_("states"))
    def states(self, draft: Draft) -> str:
        """What it says: of a correction the columns it alters and why, of a new row the words that tell it apart."""
        names = _names_for(draft)
        cells = {name: names.said(draft.table, name, text) for name, text in draft.cells.items()}
        if draft.key:
            altered = ", ".join(f"{name}: {text or '–'}" for name, text in cells.items())
            return gettext("%(altered)s (“%(reason)s”)") % {"altered": altered, "reason": draft.reason}
        return ", ".join(text for name, text in cells.items() if text and name not in OF_A_FACT)

    @admin.action(description=_("Publish the chosen drafts together, as one change"), permissions=["change"])
    def publish_together(self, request: HttpRequest, drafts: QuerySet[Draft]) -> HttpResponse:
        """Shows what each would do, and does it once confirmed."""
        chosen = list(drafts.order_by("pk"))
        _share_names(chosen)
        if not all(may_publish(request, draft) for draft in chosen):
            raise PermissionDenied
        form = Publication(request.POST if CONFIRMED in request.POST else None)
        if form.is_valid():
            try:
                published = publish(chosen, by=request.user, reason=form.cleaned_data["reason"])
            except BadPackage:
                pass  # What stood in the way meanwhile is shown below.
            else:
                self.message_user(request, self._published(chosen, published), messages.SUCCESS)
                return HttpResponseRedirect(kind_page(Draft))
        shown = prepared(chosen)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publish drafts"),
            "opts": self.opts,
            "drafts": [(one, self.what(one.draft), self.states(one.draft), row_page(one.draft)) for one in shown],
            "is_refused": any(one.faults or not one.what for one in shown),
            "form": form,
            "confirmed": CONFIRMED,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/signatories/publish_drafts.html", context)

    def _published(self, drafts: list[Draft], outcomes: dict[int, Outcome]) -> str:
        """What was published, and what follows; that all of it was held already, where it was."""
        rows = ((TABLE_NAMED[draft.table].model, outcomes[draft.pk]) for draft in drafts)
        changed = [(model, one.key) for model, one in rows if one.what != LEFT_ALONE]
        if not changed:
            return gettext("The record holds all of this already: there was nothing to record.")
        model, key = changed[0]
        sentence = gettext("Published as one change: %(rows)s.")
        return recorded(model.objects.held().select_related("brought_by").get(key=key).brought_by, sentence)


def _share_names(drafts: Iterable[Draft]) -> None:
    names = SpokenKeys()
    for draft in drafts:
        draft.__dict__["names"] = names


def _names_for(draft: Draft) -> SpokenKeys:
    """Those it shares with the others of its page, else its own."""
    names: SpokenKeys = draft.__dict__.setdefault("names", SpokenKeys())
    return names


def may_publish(request: HttpRequest, draft: Draft) -> bool:
    """Whether the one who asks may record, or correct, what was drafted without a draft."""
    model = TABLE_NAMED[draft.table].model
    return all(may(request, act, model) for act in _takes(draft))


def _takes(draft: Draft) -> Iterator[str]:
    """What publishing the draft does to rows of its kind, each of which takes a right."""
    yield "change" if draft.key else "add"
    act, columns = GUARDED_COLUMNS.get(TABLE_NAMED[draft.table].model._meta.label_lower, ("", ()))
    if any(draft.cells.get(column) for column in columns):
        yield act
