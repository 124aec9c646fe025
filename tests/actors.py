"""Everybody who may ask something: with no name, by a session of each role, by a token of each, by what is no use."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
from django.utils import timezone

from signatories.models.roles import PUBLISHER, ROLES, VIEWER
from signatories.tokens.models import APIToken, issue

Headers = dict[str, str]
CSRF = "csrf" * 8
NOBODY = "anonymous"


def everybody() -> dict[str, Headers]:
    """Makes the users, and gives the headers each asks with, by who it is."""
    users = {role: _user(role, [role]) for role in ROLES}
    users["superuser"] = _user("superuser", [], is_superuser=True)
    others = {"outsider": _user("outsider", list(ROLES), is_staff=False), "no role": _user("no-role", [])}
    asking = {NOBODY: {}} | {f"session {name}": _session(user) for name, user in (others | users).items()}
    asking["session no CSRF"] = {"Cookie": asking["session superuser"]["Cookie"]}
    asking |= {f"token {name}": _token(user, "own") for name, user in users.items()}
    asking["token limited"] = _token(users["superuser"], "limited", [VIEWER])
    asking["token expired"] = _token(users["superuser"], "expired")
    APIToken.objects.filter(name="expired").update(expiry=timezone.now() - dt.timedelta(days=1))
    inactive, demoted = _user("inactive", [], is_superuser=True), _user("demoted", [PUBLISHER])
    asking |= {"session inactive": _session(inactive), "token inactive": _token(inactive, "own")}
    asking["token demoted"] = _token(demoted, "publisher's", [PUBLISHER])
    demoted.groups.clear()
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    return asking


def _user(name: str, groups: list[str], *, is_staff: bool = True, is_superuser: bool = False) -> User:
    user = User.objects.create_user(f"actor-{name}", is_staff=is_staff, is_superuser=is_superuser)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def _session(user: User) -> Headers:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    return {"Cookie": cookies, "X-CSRFToken": CSRF}


def _token(user: User, name: str, roles: list[str] | None = None) -> Headers:
    _, words = issue(user, name, Group.objects.filter(name__in=roles or []))
    return {"Authorization": f"Token {words}"}
