"""The admin's door: a session that still owes its second factor is shown to where it is given, and nowhere else."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode

from signatories.entrance import pages
from signatories.entrance.second_factor import is_let_in


class AdminSiteWithAnEntrance(AdminSite):
    """Django's admin, where `has_permission` also asks for the second factor of those who have one or must have one."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and is_let_in(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The form for name and password; who has given these and owes a code is asked for it."""
        if request.method == "GET" and super().has_permission(request) and not is_let_in(request):
            onwards = {REDIRECT_FIELD_NAME: request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index"))}
            return HttpResponseRedirect(f"{reverse('admin:second_factor_code')}?{urlencode(onwards)}")
        return super().login(request, extra_context)

    def get_urls(self) -> list[Any]:
        own = [
            path("second-factor/", pages.second_factor, name="second_factor"),
            path("second-factor/code/", pages.ask_for_code, name="second_factor_code"),
        ]
        return own + super().get_urls()
