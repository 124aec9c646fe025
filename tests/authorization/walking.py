"""Every address as everybody by every method, and what comes of it, as a table to be read line by line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

import orjson
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from signatories.exchange.given import TABLE_NAMED
from signatories.models.roles import ROLES
from tests.actors import everybody
from tests.addresses import Address, every_address
from tests.admin.walking import at_once, filled, held, row_of, undrawn
from tests.api.examples import EXAMPLES
from tests.asking import Answer, Ask, Asked, in_process

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"]
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
MIGHTIEST = "token superuser"
ALL_METHODS = {"anonymous", "session superuser", MIGHTIEST}
ALIKE_IN_THE_ADMIN = {"session outsider", "session superuser", "session inactive", MIGHTIEST}
IN_ROLES = {"session no role": "no_role"} | {f"session {role}": role for role in ROLES}
"""Who walks through the admin by both tables, and what `tests/admin/roles.txt` calls them."""
UNASKED = "·"
SIGNS = {400: "0", 401: "1", 403: "3", 404: "4", 405: "5", 406: "6", 409: "9", 413: "7", 415: "7", 422: "2", 428: "8"}
LEGEND = """Who may ask what: every address of the product, from its URL resolver, as everybody and by every method.
`make authorization` writes this; a change in it is to be looked at. A cell has a sign for each of GET HEAD OPTIONS POST
PUT PATCH DELETE TRACE, in this order, of a request that is filled in as it should be and undone afterwards:

  +  answered (2xx), nothing written               l  sent to log in
  W  answered (2xx or 3xx), something written      1  401: say who you are
  >  sent on (3xx), nothing written                3  403: not you
  0 4 5 2  400, 404, 405, 422                      !  refused, and yet something written: never

A session comes with its CSRF token, but for «no CSRF», a superuser's without. «no role» is staff in no group,
«outsider» in every group and not staff. Of tokens, «limited» is a superuser's that is limited to viewers, «demoted» one
limited to publishers whose user is none any more. Outside /api/ no token counts: the mightiest is tried.
"""
CORRECTED = {"note": "Walked.", "claimed": "46", "confidence": "low"}
"""What a correction alters: the first of these columns that there is."""

FILLED: dict[str, dict[str, Any]] = {
    "actions": {"participant": "MEX", "kind": "signature", "done_on": "2026-09-01"},
    "memberships": {"member": "MEX", "organisation": "COE", "role": "candidate"},
    "milestones": {"kind": "other", "title": "A meeting"},
    "sources": {"key": "walked"},
    "claims": {"decision": None, "decision_reason": None},
    "checks": {"speaks_as_of": "2026-09-30"},
}
"""What a new row says otherwise than the shipped one that it is made from."""


def table(officer: Client, *, thorough: bool) -> list[str]:
    """The lines of the table; where it is not to be thorough, with UNASKED in many places (`asked_of`)."""
    actors, ask = everybody(), in_process(WSGIHandler())
    everywhere = [name for name in actors if not name.startswith("token") or name == MIGHTIEST]
    lines = LEGEND.splitlines()
    counted = patch("signatories.observation.exposition.generate_latest", lambda _: b"")
    with at_once(), undrawn(), counted:
        for title, prefix, asking in (("Elsewhere", "", everywhere), ("Under /api/", "api/", list(actors))):
            lines += ["", title, *_heading(asking)]
            for address in every_address():
                if address.route.startswith("api/") == bool(prefix):
                    target, media_type, body = asked_there(officer, address)
                    cells = [
                        _cell(ask, target, actors[name], media_type, body, asked_of(name, address, thorough=thorough))
                        for name in asking
                    ]
                    lines.append(_line(f"/{address.route}", cells))
    return lines


def asked_of(who: str, address: Address, *, thorough: bool) -> list[str]:
    """The methods to ask with.

    What is left out is decided by code of Django's alone, or as for somebody else, or held against roles.txt.
    """
    if thorough:
        return METHODS
    if address.route.startswith("admin/"):
        if who in ALIKE_IN_THE_ADMIN:
            return []
        return [method for method in ("GET", "POST") if who not in IN_ROLES or (address.name, method) not in in_roles()]
    if who in ALL_METHODS:
        return METHODS
    return ["POST"] if address.route.startswith("api/") else ["GET", "POST"]


@cache
def in_roles() -> dict[tuple[str, str], dict[str, str]]:
    """What the walk through the admin asks just as here."""
    return {stop: cells for stop, cells in held().items() if stop[0] != "autocomplete"}


def _heading(asking: list[str]) -> list[str]:
    """Who asks, in two lines: how they say who they are, and who that is."""
    words = [name.partition(" ") for name in asking]
    return [_line("", [first for first, _, _ in words]), _line("", [last for _, _, last in words])]


def _line(first: str, cells: list[str]) -> str:
    return f"{first:68}{' '.join(f'{cell:13}' for cell in cells)}".rstrip()


def _cell(ask: Ask, target: bytes, who: dict[str, str], media_type: str, body: bytes, methods: list[str]) -> str:
    headers = tuple((name.encode(), value.encode()) for name, value in who.items())
    sent = (*headers, (b"Content-Type", media_type.encode()), (b"If-Match", b"*"))
    asked = {m: Asked(m.encode(), target, *((headers, b"") if m in SAFE else (sent, body))) for m in methods}
    return "".join(outcome(ask, asked[method]) if method in asked else UNASKED for method in METHODS)


def outcome(ask: Ask, asked: Asked) -> str:
    """The sign for what comes of a request; whatever it wrote is undone."""
    with undone() as written:
        answer = ask(asked)
        return _sign(asked, answer, bool(written))


def _sign(asked: Asked, answer: Answer, has_written: bool) -> str:
    assert answer.status < 500, f"{answer.status}: {asked}"
    if answer.status >= 400:
        return "!" if has_written else SIGNS.get(answer.status, "?")
    if has_written:
        return "W"
    if answer.status < 300:
        return "+"
    return "l" if answer.headers["location"].startswith("/admin/login/") else ">"


@contextmanager
def undone() -> Iterator[list[str]]:
    """Undoes what is written within; gives the statements that were to last, but for sessions."""
    written: list[str] = []
    marks: dict[str, int] = {}

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        first, _, rest = sql.lstrip().partition(" ")
        if first == "SAVEPOINT":
            marks[rest] = len(written)
        elif first == "ROLLBACK":
            del written[marks[rest.removeprefix("TO SAVEPOINT ")] :]
        elif first in ("INSERT", "UPDATE", "DELETE") and "django_session" not in sql:
            written.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield written
        transaction.set_rollback(True)


def asked_there(officer: Client, address: Address) -> tuple[bytes, str, bytes]:
    """Where to ask, and what to send, filled in as it should be."""
    models = {f"{model._meta.app_label}/{model._meta.model_name}": model for model in admin.site._registry}
    model = models.get(address.noun, User)
    row = row_of(model) if address.route.startswith("admin/") and (address.noun in models or address.takes) else None
    known = {
        "object_id": row and row.pk,
        "id": row and row.pk,
        "app_label": "signatories",
        "content_type_id": ContentType.objects.get_for_model(model).pk,
        "url": "nowhere/",
        "key": EXAMPLES.get(address.noun, EXAMPLES["treaties"]),
    }
    target = "/" + address.route.format(**{name: known[name] for name in address.takes})
    if address.route.startswith("api/"):
        return target.encode(), "application/json", orjson.dumps(_json(officer, address))
    page = address.name.removeprefix(address.noun.replace("/", "_") + "_")
    sent = filled(officer, target, row, page) if row is not None and page not in ("changelist", "history") else {}
    return target.encode(), MULTIPART_CONTENT, encode_multipart(BOUNDARY, sent)


def _json(officer: Client, address: Address) -> Any:
    """The body of a request to write: a row much like the one shipped, a correction of it, or a reason."""
    if address.noun not in TABLE_NAMED:
        return {}
    names = [column.name for column in TABLE_NAMED[address.noun].columns if column.name not in ("key", "known_from")]
    if address.route.endswith("retract/"):
        return {"reason": "Walked."}
    if address.route.endswith("correct/"):
        column = next(name for name in CORRECTED if name in names)
        return {"reason": "Walked.", column: CORRECTED[column]}
    said = officer.get(f"/api/v1/{address.noun}/{EXAMPLES[address.noun]}/").json()
    row = {name: said[name] for name in names if said.get(name)} | FILLED.get(address.noun, {})
    if "sources" in said and isinstance(row.get("source", []), list):
        row |= {"source": [said["sources"][0]["key"]], "locator": ["walked"]}
    elif "locator" in row:
        row["locator"] = "walked"
    return [row] if address.route.endswith("bulk/") else row
