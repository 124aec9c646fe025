"""A list as a spreadsheet: as it is searched, filtered and ordered."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.http.request import HttpRequest
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, XLSX

from signatories.admin.addresses import kind_page
from signatories.exchange.given import TABLE_NAMED
from signatories.exchange.sheet_files import TooMuch, csv_lines, write_template, write_workbook
from signatories.exchange.stored import stored_cells
from signatories.exchange.tables import Table
from signatories.keeping.notes import today

FORM_OF = "form_of"
"""The parameter that names the form of a download; the others are those of the list."""


class Downloads(ExportMixin, admin.ModelAdmin):
    """A kind of row whose list is downloaded as a workbook or as CSV."""

    import_export_change_list_template = "admin/signatories/change_list.html"

    @property
    def table(self) -> Table:
        """The table of the data package whose columns the sheets have."""
        return TABLE_NAMED[self.model.table]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Who sees the list may download it."""
        return self.has_view_or_change_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        asked = request.GET.copy()
        addresses = []
        for form in ("xlsx", "csv"):
            asked[FORM_OF] = form
            addresses.append((form, f"{kind_page(self.model, 'export')}?{asked.urlencode()}"))
        answer: HttpResponse = super().changelist_view(request, {"downloads": addresses, **(extra_context or {})})
        return answer

    def export_action(self, request: HttpRequest) -> HttpResponseBase:
        """The rows of the list, as it is searched, filtered and ordered: a workbook, or `form_of=csv`."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        request.GET = asked = request.GET.copy()  # type: ignore[assignment]
        form = asked.pop(FORM_OF, ["xlsx"])[-1]
        try:
            rows = self.get_export_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(kind_page(self.model, e=1))
        cells = (cells for _pk, cells in stored_cells(self.table, rows))
        name = f"{self.table.name}-{today()}"
        if form == "csv":
            headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
            return StreamingHttpResponse(
                csv_lines(self.table, cells), content_type=f"{CSV.CONTENT_TYPE}; charset=utf-8", headers=headers
            )
        return self.workbook(request, f"{name}.xlsx", cells)

    def workbook(self, request: HttpRequest, name: str, cells: Iterator[list[str]] | None) -> HttpResponseBase:
        """The rows as a workbook of this name; without rows, one to fill in."""
        file = TemporaryFile()  # noqa: SIM115 (the response closes it; it has no name to be left behind under)
        try:
            if cells is None:
                write_template(self.table, file)
            else:
                write_workbook(self.table, cells, file)
        except TooMuch as why:
            self.message_user(request, str(why), messages.ERROR)
            return HttpResponseRedirect(f"{kind_page(self.model)}?{request.GET.urlencode()}")
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX.CONTENT_TYPE)
