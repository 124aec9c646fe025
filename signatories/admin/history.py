"""A row's history is the record's own: what the log says was done to it, by whom and why."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from signatories.admin.told import told
from signatories.models import Entry, HeldRow

ON_A_PAGE = 50


def entries_about(row: Any) -> QuerySet[Entry]:
    """What the log says of a row under its key, whichever version of it is given; the latest first."""
    key = row.key if isinstance(row, HeldRow) else row.pk
    entries = Entry.objects.filter(row_key=key, what=row.table)
    return entries.select_related("change__by").order_by("-index")


class HistoryOfTheRecord(admin.ModelAdmin):
    """A noun whose every alteration the log has."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        pages = self.get_paginator(request, entries_about(row), ON_A_PAGE)
        page = pages.get_page(request.GET.get(PAGE_VAR, 1))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(row)s") % {"row": row},
            "subtitle": None,
            "told": told(page),
            "page": page,
            "page_var": PAGE_VAR,
            "object": row,
            "opts": self.opts,
            "preserved_filters": self.get_preserved_filters(request),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "admin/signatories/history.html", context)
