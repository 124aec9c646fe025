"""A walk through the admin as everybody: every address it has, what is sent there, and what comes of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from signatories.entrance.models import FailedLogin, SecondFactor
from signatories.exchange.given import TABLE_NAMED
from signatories.exchange.sheet_files import csv_lines
from signatories.exchange.stored import stored_cells
from signatories.models import Change, Claim, Entry
from signatories.models.roles import ROLES
from signatories.tokens.models import issue
from tests.admin.conftest import posted
from tests.models import builders as make

# Everybody may ask for these: they let somebody in or out, or hold nothing.
OPEN = {"login", "logout", "jsi18n"}
# What is altered on a page that is sent: the first of these columns that it has.
ALTERED = ("locator", "note", "depositary", "first_name", "name")
# What a page asks for that no builder knows, by the model and the page.
PASSWORD = {"usable_password": "true", "password1": "mVp-37-qlz-tt", "password2": "mVp-37-qlz-tt"}
FILLED: dict[tuple[str | None, str], dict[str, Any]] = {
    ("user", "password_change"): PASSWORD,
    ("user", "add"): {"username": "walked-in", **PASSWORD},
    ("rule", "add"): {"text": "In our own words.", "verified": ""},
    ("declaration", "withdraw"): {
        "withdrawn_on": "2900-01-01",
        "source": "coe-chart-225-transcript-a",
        "locator": "walked-by",
    },
    ("group", "add"): {"name": "walked-in"},
    ("apitoken", "add"): {"name": "walked-in", "expiry_0": "2100-01-01", "expiry_1": "00:00"},
}
EVERYBODY = ["anonymous", "outsider", "no_role", *ROLES]
# Whose pages are drawn: others' are as theirs, or as those of the officer who looks at each first.
DRAWN = {"no_role", "viewer", "editor"}
TABLE = Path(__file__).with_name("roles.txt")


def held() -> dict[tuple[str, str], dict[str, str]]:
    """What comes of each stop for everybody, as roles.txt has it: by the page's name, and the method or the action."""
    rows = [line.split() for line in TABLE.read_text().splitlines()[1:]] if TABLE.exists() else []
    return {(page, asked): dict(zip(EVERYBODY, cells, strict=True)) for page, asked, *cells in rows}


@dataclass(frozen=True)
class Stop:
    """One thing to ask of the admin: where, how, and what is sent."""

    name: str
    address: str
    sent: dict[str, Any] | None = None
    action: str = ""


def everybody() -> dict[str, Client]:
    """A client for each sort of visitor."""
    clients = {"anonymous": Client()}
    for name in EVERYBODY[1:]:
        user = User.objects.create_user(f"walking-{name}", is_staff=name != "outsider")
        user.groups.set(Group.objects.filter(name=name if name != "outsider" else ROLES))
        clients[name] = Client()
        clients[name].force_login(user)
    return clients


def pages() -> Iterator[tuple[str, list[str]]]:
    """The name of each page of the admin, and what its address takes."""

    def walk(patterns: list[Any]) -> Iterator[tuple[str, list[str]]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            elif isinstance(pattern, URLPattern) and pattern.name and pattern.name not in OPEN:
                yield pattern.name, list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)

    yield from dict(walk(admin.site.get_urls())).items()


def row_of(model: type[Model]) -> Any:
    """A row of the model that may be looked at, altered and removed."""
    number = next(make.numbers)
    if model is User:
        return User.objects.create_user(f"walked-{number}")
    if model is Group:
        return Group.objects.create(name=f"walked-{number}")
    if model._meta.label_lower == "tokens.apitoken":
        return issue(User.objects.create_user(f"walked-{number}", is_staff=True), "walked")[0]
    if model is SecondFactor:
        return SecondFactor.objects.create(user=User.objects.create_user(f"walked-{number}", is_staff=True), name="app")
    if model is FailedLogin:
        return FailedLogin.objects.create(username=f"walked-{number}", ip_address="192.0.2.1", failures_since_start=1)
    if model in (Change, Entry):
        return model._default_manager.order_by("pk").first()
    return make.saved(model)


def stops(officer: Client) -> Iterator[Stop]:
    """Everything there is to ask: each page read and sent, and each action of each list."""
    rows = {model: row_of(model) for model in admin.site._registry}
    models = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in rows}
    for name, taken in sorted(pages()):
        noun = next((noun for noun in models if name.startswith(f"{noun}_")), "")
        model, page = models.get(noun, Claim), name.removeprefix(f"{noun}_")
        row = rows[model]
        known = {
            "object_id": row.pk,
            "id": row.pk,
            "app_label": "signatories",
            "content_type_id": ContentType.objects.get_for_model(model).pk,
            "url": "nowhere",
        }
        address = reverse(f"admin:{name}", kwargs={each: known[each] for each in taken})
        if name == "autocomplete":
            address += "?app_label=signatories&model_name=claim&field_name=treaty"
        yield Stop(name, address)
        if page == "changelist":
            for action, *_ in (
                officer.get(address).context["cl"].model_admin.get_action_choices(_asked(officer, address))
            ):
                if action:
                    sent = {"action": action, "_selected_action": [row.pk], "post": "yes"}
                    yield Stop(name, address, sent, action)
        elif page != "history":
            sent = filled(officer, address, row, page)
            yield Stop(name, address, sent | ({"user": row.user_id} if name == "tokens_apitoken_add" else {}))


def _asked(officer: Client, address: str) -> Any:
    return officer.get(address).wsgi_request


def filled(officer: Client, address: str, row: Any, page: str) -> dict[str, Any]:
    """What a page would send: what it asks for filled in, something altered, and a reason."""
    model = type(row)
    answers = {"post": "yes", "reason": "Walked by."} | FILLED.get((model._meta.model_name, page), {})
    if page == "import":
        return answers | {"import_file": _sheet_of(row)}
    if page == "process_import":
        shown = officer.post(address.replace("process_import", "import"), answers | {"import_file": _sheet_of(row)})
        return shown.context_data["confirm_form"].initial | answers
    if page == "change":
        page_of_it = officer.get(address)
        asked = posted(page_of_it) if page_of_it.context else {}
        asked |= {"date_joined_0": "2026-01-01", "date_joined_1": "00:00"}
        column = next((each for each in ALTERED if each in asked), "")
        return asked | answers | ({column: "walked-by"} if column else {})
    if page == "add" and model._meta.app_label == "signatories":
        form = (officer.get(address).context or {}).get("adminform")
        filled = form.form.__class__(instance=make.unsaved(model)) if form else []
        return answers | {each.html_name: each.value() for each in filled if each.value() not in (None, False)}
    return answers


def _sheet_of(row: Any) -> SimpleUploadedFile:
    """The row as a spreadsheet that corrects it."""
    table = TABLE_NAMED[row.table]
    ((_pk, cells),) = stored_cells(table, type(row).objects.filter(pk=row.pk))
    cells[table.places["locator"]] = "walked-by"
    return SimpleUploadedFile("walked.csv", b"".join(csv_lines(table, [cells])))


def outcome(client: Client, stop: Stop) -> str:
    """What comes of it, in a word; whatever it wrote is undone.

    `login`: sent to log in. `-`: refused. Read: `reads`, or `edits` where there is something to fill in, with the
    number of kinds of facts that may be entered there. Sent: `writes`, or `asks` where it was let in and wrote nothing.
    """
    for value in (stop.sent or {}).values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    with _undone(client) as wrote:
        if stop.action and not _is_offered(client, stop):
            client.post(stop.address, stop.sent)
            return "wrote unasked" if wrote() else "-"
        answer = client.get(stop.address) if stop.sent is None else client.post(stop.address, stop.sent)
        if answer.status_code == 302 and answer["Location"].startswith("/admin/login/"):
            return "login"
        if answer.status_code in (403, 405):
            return "wrote and refused" if wrote() else "-"
        assert answer.status_code < 500, stop
        if stop.sent is not None:
            return "writes" if wrote() else "asks"
        if answer.status_code == 404:
            return "none"
        return _read(answer)


def _is_offered(client: Client, stop: Stop) -> bool:
    form = (getattr(client.get(stop.address), "context_data", None) or {}).get("action_form")
    return bool(form) and stop.action in dict(form.fields["action"].choices)


def _read(answer: Any) -> str:
    context = getattr(answer, "context_data", None) or {}
    form = context.get("adminform")
    if not form:
        return "reads"
    asked = set(flatten_fieldsets(form.fieldsets)) & set(form.form.fields) - set(form.readonly_fields)
    entered = sum(bool(inline.has_add_permission) for inline in context["inline_admin_formsets"])
    return ("edits" if asked else "reads") + (f"+{entered}" if entered else "")


@contextmanager
def at_once() -> Iterator[None]:
    """Only what is decided before it is asked: nothing follows from a change, or is logged.

    Who a session is of is looked up once, with the rights, which nobody alters for longer than a request.
    """
    followed = patch("signatories.record.changing.followers", [])
    periods = patch("signatories.record.changing.keep_periods", lambda _: None)
    known = patch("django.contrib.auth.backends.ModelBackend.get_user", cache(_user))
    logging.disable()
    with followed, periods, known:
        yield
    logging.disable(logging.NOTSET)


def _user(backend: Any, key: str) -> User | None:
    return User.objects.filter(pk=key, is_active=True).first()


def undrawn() -> AbstractContextManager[Any]:
    """Pages are left blank."""
    return patch("django.template.base.NodeList.render", lambda *_: "")


@contextmanager
def _undone(client: Client) -> Iterator[Callable[[], bool]]:
    """Undoes what is written within; says whether anything was, but for sessions; also what was only tried."""
    written: list[str] = []
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE") and "django_session" not in sql:
            written.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield lambda: bool(written)
        transaction.set_rollback(True)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session.value
