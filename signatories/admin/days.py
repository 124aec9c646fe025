"""Drill-down by day for lists whose days may be known to the month or the year only.

Django's `date_hierarchy` needs date columns; days here are text such as `2025-09-02`, `2025-09` or `2025`. The links
above a list lead from the years that occur to the months and days within; a row known only to the year is found under
its year.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _

# From «all days» to a year, a month, a day: the number of characters that tells each.
NARROWER = {0: 4, 4: 7, 7: 10}
_BEGINNING = re.compile(r"[12]\d{3}(-\d\d(-\d\d)?)?", re.ASCII)


class DayDrillDown(admin.ModelAdmin):
    """Links above the list narrow it by the column `day_hierarchy`."""

    day_hierarchy: ClassVar[str] = ""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None)
        if self.day_hierarchy and context and "cl" in context:
            context["day_drill_down"] = drill_down(context["cl"], self.day_hierarchy)
        return response


def drill_down(changelist: ChangeList, column: str) -> dict[str, Any]:
    """What Django's date hierarchy template shows: the way back, and the narrower choices that occur in the list."""
    parameter = f"{column}__startswith"
    chosen = str(changelist.params.get(parameter, ""))
    if not _BEGINNING.fullmatch(chosen):
        chosen = ""

    def link(beginning: str) -> str:
        return changelist.get_query_string({parameter: beginning} if beginning else {}, [parameter])

    back = {"link": link(_wider(chosen)), "title": _said(_wider(chosen)) or _("All dates")} if chosen else None
    if len(chosen) not in NARROWER:
        return {"back": back, "choices": [{"title": _said(chosen)}]}
    length = NARROWER[len(chosen)]
    days = changelist.queryset.order_by().values_list(Left(column, length), flat=True).distinct()
    beginnings = sorted(day for day in days if day and len(day) == length)
    return {"back": back, "choices": [{"link": link(day), "title": _said(day)} for day in beginnings]}


def _wider(beginning: str) -> str:
    """The month of a day, the year of a month, nothing of a year."""
    return beginning.rpartition("-")[0]


def _said(beginning: str) -> str:
    """The year, month or day in the reader's language."""
    if len(beginning) <= 4:
        return beginning
    try:
        day = dt.date.fromisoformat(f"{beginning}-01"[:10])
    except ValueError:
        return beginning
    return capfirst(formats.date_format(day, "YEAR_MONTH_FORMAT" if len(beginning) == 7 else "MONTH_DAY_FORMAT"))
