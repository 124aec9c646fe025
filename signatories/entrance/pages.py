"""The pages at the admin's door: where a code is asked for, and where staff keep their own second factor."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.conf import settings
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_totp.models import TOTPDevice

from signatories.entrance.second_factor import (
    Wait,
    accept,
    device_of,
    enrol,
    is_let_in,
    new_key,
    new_recovery_codes,
    note,
    recovery_codes_left,
    remove,
)

KEY_OF_THE_SESSION = "second_factor_key"
View = Callable[[HttpRequest], HttpResponse]


def for_staff(view: View) -> View:
    """A page for members of staff who have given their password, whether or not they are let in already."""

    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        # Not the site's own question, which includes the second factor.
        if not AdminSite.has_permission(admin.site, request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(request)

    guarded = require_http_methods(["GET", "HEAD", "POST"])(csrf_protect(never_cache(page)))
    return sensitive_post_parameters("code")(guarded)


@for_staff
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """The code is asked for; with it the session may go on to where it wanted to."""
    onwards = _onwards(request)
    if request.POST.get("leave"):
        logout(request)
        return HttpResponseRedirect(reverse("admin:login"))
    if is_let_in(request):
        return HttpResponseRedirect(onwards)
    if device_of(request.user) is None:
        return HttpResponseRedirect(f"{reverse('admin:second_factor')}?{urlencode({REDIRECT_FIELD_NAME: onwards})}")
    error = ""
    if request.method == "POST":
        try:
            if accept(request, request.POST.get("code", "")):
                return HttpResponseRedirect(onwards)
            error = _("This code is not right, or was used already: give the one the app shows now.")
        except Wait as wait:
            error = _("Too many codes were wrong. Try again after %(time)s UTC.") % {
                "time": date_format(wait.until, "H:i:s")
            }
    return _page(request, "code", _("Second factor"), error=error, next=onwards)


@for_staff
def second_factor(request: HttpRequest) -> HttpResponse:
    """A member of staff's own factor: an app is enrolled, its recovery codes are made anew, it is removed."""
    user: Any = request.user
    device, onwards = device_of(user), _onwards(request)
    if device and not is_let_in(request):
        return HttpResponseRedirect(
            f"{reverse('admin:second_factor_code')}?{urlencode({REDIRECT_FIELD_NAME: request.path})}"
        )
    if not device:
        return _enrolment(request, onwards)
    if request.POST.get("renew"):
        note(user, user, "Made new recovery codes.")
        return _page(request, "recovery_codes", _("Recovery codes"), codes=new_recovery_codes(user), next=onwards)
    if request.POST.get("remove"):
        remove(user)
        note(user, user, "Removed their second factor.")
        return HttpResponseRedirect(reverse("admin:second_factor"))
    return _page(request, "enrolled", _("Second factor"), device=device, left=recovery_codes_left(user))


def _enrolment(request: HttpRequest, onwards: str) -> HttpResponse:
    """The key to scan; and once a code proves that it was, the recovery codes, this once."""
    key = request.session.setdefault(KEY_OF_THE_SESSION, new_key())
    error = ""
    if request.method == "POST":
        if codes := enrol(request, key, request.POST.get("code", "")):
            del request.session[KEY_OF_THE_SESSION]
            return _page(request, "recovery_codes", _("Recovery codes"), codes=codes, next=onwards)
        error = _("This code is not the one that belongs to the picture: give the one the app shows now.")
    told = TOTPDevice(user=request.user, key=key).config_url
    picture = segno.make(told, error="m").svg_inline(scale=5, border=4, light="#fff", svgclass=None, lineclass=None)
    return _page(
        request,
        "enrolment",
        _("Second factor"),
        error=error,
        picture=mark_safe(picture),
        key=_in_fours(told),
        is_required=settings.REQUIRE_SECOND_FACTOR,
        next=onwards,
    )


def _in_fours(told: str) -> str:
    """The key as it is typed where nothing can be scanned."""
    key = told.partition("secret=")[2].partition("&")[0].rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def _onwards(request: HttpRequest) -> str:
    """Where the session wanted to go: an address of this host."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_here else reverse("admin:index")


def _page(request: HttpRequest, template: str, title: str, **content: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **content}
    request.current_app = admin.site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, f"admin/entrance/{template}.html", context)
