"""The admin on a host of its own, where ADMIN_HOST names one."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.request import split_domain_port


class OnlyOnItsHost:
    """Middleware: on other hosts than ADMIN_HOST there is no admin, and nobody is logged in.

    That host answers for everything else as well, so that links from the admin lead somewhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.ADMIN_HOST and split_domain_port(request.get_host())[0] != settings.ADMIN_HOST:
            if request.path == "/admin" or request.path.startswith("/admin/"):
                raise Http404
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)
