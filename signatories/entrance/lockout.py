"""What who failed to log in too often is told: when it opens again. The same for names that nobody has."""

from __future__ import annotations

import math
from typing import Any

from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.contrib import admin
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _


def locked_out(request: HttpRequest, response: Any = None, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """429, with a page that says until when; django-axes asks for it (AXES_LOCKOUT_CALLABLE)."""
    failed = AccessAttempt.objects.filter(
        username=get_client_username(request, credentials),
        ip_address=request.axes_ip_address,  # type: ignore[attr-defined]
    )
    opens = (failed.aggregate(last=Max("attempt_time"))["last"] or timezone.now()) + get_cool_off(request)
    seconds = max(1, math.ceil((opens - timezone.now()).total_seconds()))
    context = {**admin.site.each_context(request), "title": _("Locked"), "opens": opens}
    page = render(request, "admin/entrance/locked.html", context, status=429)
    page["Retry-After"] = str(seconds)
    return page
