"""A spreadsheet uploaded: shown row by row, and taken in once it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.http.request import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from import_export.admin import ImportMixin
from import_export.resources import Resource

from signatories.admin.addresses import kind_page, row_page
from signatories.admin.downloads import Downloads
from signatories.admin.drafting import is_drafted
from signatories.admin.following import filled, with_what_follows
from signatories.admin.rights import may
from signatories.admin.uploads import LARGEST, ConfirmForm, InThePage, SheetFormat, UploadForm
from signatories.admin.wording import with_code
from signatories.exchange.judging import REFUSED, WAITS, Judgment, NoReason, carry_out, judge
from signatories.exchange.plan import ADDED, CORRECTED, LEFT_ALONE
from signatories.exchange.sheet_files import meaning, must_be_given
from signatories.exchange.sheet_rows import SheetRows
from signatories.exchange.sheets import MOST_ROWS, BadSheet, Sheet
from signatories.exchange.tables import Table
from signatories.models import Draft
from signatories.models.constraints import words
from signatories.models.roles import GUARDED_COLUMNS, permission_for, roles_with


@dataclass
class Outcome:
    """What came of a sheet, in the words of import-export; with the form that confirmed it, if one did."""

    judgment: Judgment
    form: Any = None

    def has_errors(self) -> bool:
        """Whether it cannot be confirmed."""
        return not self.judgment.is_sound or not self.judgment.does_something

    def has_validation_errors(self) -> bool:
        """No further sort of them."""
        return False


class SheetResource(Resource):
    """A sheet on its way into the record, all rows at once: its rows are judged beside one another."""

    def __init__(self, *, table: Table, request: HttpRequest, form: Any = None) -> None:
        super().__init__()
        self.table, self.request, self.form = table, request, form

    @classmethod
    def get_display_name(cls) -> str:
        return "Sheet"

    def import_data(self, dataset: Sheet, dry_run: bool = False, **kwargs: Any) -> Outcome:
        """What the sheet would do; and where it is no dry run, does it, if that is what was seen."""
        rows = SheetRows(self.table, dataset)
        how: dict[str, Any] = {"may_correct": self._may("change"), "closed": self._closed()}
        if dry_run:
            return Outcome(judge(rows, **how))
        if is_drafted(self.request) and not may(self.request, "add", Draft):
            raise PermissionDenied
        given = self.form.cleaned_data
        try:
            by, as_drafts = self.request.user, is_drafted(self.request)
            done = carry_out(rows, seen=given["seen"], by=by, reason=given["reason"], as_drafts=as_drafts, **how)
        except NoReason:
            self.form.add_error("reason", _("A correction has a reason: say why."))
            return Outcome(judge(rows, **how), self.form)
        return Outcome(done, self.form)

    def _closed(self) -> dict[str, str]:
        """The columns that take a right which the one who uploads has not, each with a sentence."""
        act, columns = GUARDED_COLUMNS.get(self.table.model._meta.label_lower, ("", ()))
        if not columns or self._may(act):
            return {}
        roles = words(roles_with(permission_for(self.table.model, act)))
        sentence = _("This takes the role %(roles)s: leave it as it is.") % {"roles": roles}
        return dict.fromkeys(columns, sentence)

    def _may(self, act: str) -> bool:
        return may(self.request, act, self.table.model)


class Spreadsheets(ImportMixin, Downloads):
    """A kind of row that is downloaded and uploaded as a spreadsheet."""

    import_export_change_list_template = Downloads.import_export_change_list_template
    import_template_name = "admin/signatories/upload.html"
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    import_formats = [SheetFormat]
    tmp_storage_class = InThePage
    resource_classes = [SheetResource]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Who may record rows of this kind may upload them."""
        return self.has_add_permission(request)

    def get_urls(self) -> list[Any]:
        name = f"signatories_{self.opts.model_name}_template"
        return [
            path("import/template/", self.admin_site.admin_view(self.template_view), name=name),
            *super().get_urls(),
        ]

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"table": self.table, "request": request, "form": kwargs.get("form")}

    def template_view(self, request: HttpRequest) -> HttpResponseBase:
        """A workbook to fill in."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        return self.workbook(request, f"{self.table.name}.xlsx", None)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Asks for a file and shows what it would do."""
        answer = super().import_action(request, **kwargs)
        result = answer.context_data.get("result")
        return self._page(request, answer.context_data, result.judgment if result else None)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Does what was shown, when it is confirmed."""
        try:
            answer: HttpResponse = super().process_import(request, **kwargs)
        except BadSignature:
            sentence = _("Nothing was recorded: what was shown is more than an hour old. Upload the file again.")
            return self._back(request, sentence)
        if isinstance(answer, TemplateResponse) and "judgment" not in (answer.context_data or {}):
            return self._back(request, _("Nothing was recorded: the upload did not arrive whole. Upload it again."))
        return answer

    def process_result(self, result: Outcome, request: HttpRequest) -> HttpResponse:
        """On to the list when it is done, else what it would do now."""
        judgment, form = result.judgment, result.form
        if judgment.is_done and is_drafted(request):
            return self._kept(request)  # type: ignore[attr-defined, no-any-return]
        if judgment.is_done:
            self.message_user(request, self._recorded(judgment), messages.SUCCESS)
            return HttpResponseRedirect(kind_page(self.model))
        empty = UploadForm(self.get_import_formats(), self.get_import_resource_classes(request))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": empty}
        has_changed = judgment.seal != form.cleaned_data["seen"]
        if not result.has_errors():
            form.data = form.data.copy()
            form.data["seen"] = judgment.seal
            context["confirm_form"] = form
        return self._page(request, context | {"has_changed": has_changed}, judgment)

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        return super().get_confirm_form_initial(request, import_form) if import_form else {}

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """A file that is no sheet is told so; what else fails is no fault of the file."""
        if not isinstance(e, BadSheet):
            raise e
        form.add_error("import_file", str(e))

    def _page(self, request: HttpRequest, context: dict[str, Any], judgment: Judgment | None) -> TemplateResponse:
        form = context.get("confirm_form")
        if form is not None and not form.is_bound and judgment:
            form.initial["seen"] = judgment.seal
        context |= {
            "title": _("Upload %(nouns)s") % {"nouns": self.opts.verbose_name_plural},
            "subtitle": None,
            "judgment": judgment,
            "other_sheets": [name for name in judgment.sheet_rows.sheet.others if name != _("Columns")]
            if judgment
            else [],
            "may_draft": bool(judgment and judgment.may_be_drafted) and self.has_draft_permission(request),  # type: ignore[attr-defined]
            "counts": said(judgment) if judgment else "",
            "table": self.table.name,
            "columns": [(one.name, must_be_given(one), with_code(meaning(one))) for one in self.table.columns],
            "most_rows": MOST_ROWS,
            "largest": filesizeformat(LARGEST),
            "template_address": kind_page(self.model, "template"),
            "upload_address": kind_page(self.model, "import"),
            "confirm_address": kind_page(self.model, "process_import"),
            "media": self.media,
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, self.import_template_name, context)

    def _recorded(self, judgment: Judgment) -> str:
        """That it is done, with a link to the change, where all of it stands, and what follows."""
        key = next(row.key for row in judgment.rows if row.what in (ADDED, CORRECTED))
        change = self.model.objects.held().select_related("brought_by").get(key=key).brought_by
        counts = format_html('<a href="{}">{}</a>', row_page(change), said(judgment))
        return with_what_follows(filled(_("Recorded as one change: %(counts)s."), counts=counts), change)

    def _back(self, request: HttpRequest, sentence: str) -> HttpResponse:
        self.message_user(request, sentence, messages.WARNING)
        return HttpResponseRedirect(kind_page(self.model, "import"))


def said(judgment: Judgment) -> str:
    """How many rows there are of each sort, in words: what was done with them, or would be."""
    counts, done = judgment.counts, judgment.is_done
    sentences = {
        ADDED: _("%(count)s added") if done else _("%(count)s to be added"),
        CORRECTED: _("%(count)s corrected") if done else _("%(count)s to be corrected"),
        LEFT_ALONE: _("%(count)s left alone"),
        REFUSED: _("%(count)s refused"),
        WAITS: _("%(count)s not judged"),
    }
    return ", ".join(sentence % {"count": counts[what]} for what, sentence in sentences.items() if what in counts)
