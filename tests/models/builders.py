"""Rows for tests: `make.action(kind="accession")` after `from tests.models import builders as make`.

Each builder saves a valid row: what a test does not give is filled in, and what the row names is made as well. Keys
begin with a letter and a number that the shipped record does not use, so both can stand in one database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import ManyToManyField, Model

from signatories import models

numbers = count(1)
KNOWN_FROM = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def saved(model: type[Model], **given: Any) -> Any:
    """A stored row of the model."""
    lists = {field.name: given.pop(field.name) for field in model._meta.many_to_many if field.name in given}
    row = unsaved(model, **given)
    row.save(force_insert=True)
    for name, members in lists.items():
        getattr(row, name).set(members)
    return row


def open_change() -> models.Change:
    """A change that stays open for as long as the test lasts, so that its rows may be written as the test likes."""
    return models.Change.objects.filter(at=None).first() or saved(models.Change)


def unsaved(model: type[Model], **given: Any) -> Any:
    """A row of the model that is not stored; the rows it names are."""
    named = {name.removesuffix("_id") for name in given}
    defaults = {name: value for name, value in _defaults(model).items() if name not in named}
    if given.get("known_until") and "closed_by" not in named:
        given["closed_by"] = open_change()
    return model(**{name: value() if callable(value) else value for name, value in defaults.items()} | given)


def alike(row: Any, **changes: Any) -> Any:
    """A row like a stored one but for the changes; a fact takes a key of its own unless it is given one."""
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, ManyToManyField)]
    values = {field.attname: getattr(row, field.attname) for field in fields if field.name not in ("id", "key")}
    changed = {field.attname: changes[field.name] for field in fields if field.name in changes}
    return type(row)(**values | changed)


def _defaults(model: type[Model]) -> dict[str, Any]:
    own = DEFAULTS[model]
    if not issubclass(model, models.HeldRow):
        return own
    return {"source": source, "locator": "row 1", "known_from": KNOWN_FROM, "brought_by": open_change} | own


def _next(form: str) -> Callable[[], str]:
    return lambda: form.format(next(numbers))


def _next_change() -> int:
    last = models.Change.objects.order_by("-number").first()
    return last.number + 1 if last else 1


def _beyond_the_log() -> int:
    """A place that no shipped entry or node has; while a change is open, without which the log does not grow."""
    open_change()
    return 10**6 + next(numbers)


source = partial(saved, models.Source)
citation = partial(saved, models.Citation)
participant = partial(saved, models.Participant)
organisation = partial(saved, models.Participant, type="organisation")
treaty = partial(saved, models.Treaty)
membership = partial(saved, models.Membership)
entitlement = partial(saved, models.Entitlement)
rule = partial(saved, models.Rule)
threshold = partial(saved, models.Threshold)
weight = partial(saved, models.Weight)
action = partial(saved, models.TreatyAction)
declaration = partial(saved, models.Declaration)
measure = partial(saved, models.ImplementingMeasure)
milestone = partial(saved, models.Milestone)
check = partial(saved, models.Check)
claim = partial(saved, models.Claim)


def open_treaty(on: str = "2000-01-01", **given: Any) -> models.Treaty:
    """A treaty opened on that day that every State may sign and accede to."""
    opened = treaty(**given)
    milestone(treaty=opened, kind="opened", occurred_on=on)
    for way in ("sign", "accede"):
        entitlement(treaty=opened, way=way)
    return opened


PERIOD = {
    "treaty": _next("x-treaty-{}"),
    "valid_from": dt.date(2000, 1, 1),
    "valid_until": dt.date(2010, 1, 1),
}
DEFAULTS: dict[type[Model], dict[str, Any]] = {
    models.Source: {"key": _next("source-{}"), "kind": "official", "title": "A page"},
    models.Citation: {"source": source, "locator": "paragraph 2"},
    models.Participant: {
        "key": _next("X{:04}"),
        "type": "state",
        "name_en": "Someland",
        "name_fr": "Quelque-Pays",
    },
    models.Treaty: {"key": _next("x-treaty-{}"), "title_en": "A Convention", "title_fr": "Une convention"},
    models.Membership: {
        "member": participant,
        "organisation": organisation,
        "role": "member",
        "valid_from": "2001-01-01",
    },
    models.Entitlement: {"treaty": treaty, "way": "sign", "all_states": True},
    models.Rule: {"treaty": treaty, "applies_to": "treaty", "article": "30(3)", "consents_required": 5},
    models.Threshold: {"treaty": treaty, "members_of": organisation, "minimum": 3},
    models.Weight: {"treaty": treaty, "participant": participant, "weight": "12.5"},
    models.TreatyAction: {
        "treaty": open_treaty,
        "participant": participant,
        "kind": "signature",
        "done_on": "2010-05-20",
    },
    models.Declaration: {
        "treaty": treaty,
        "participant": participant,
        "kind": "declaration",
        "made_on": "2010-05-20",
        "summary_en": "Will apply the Convention.",
    },
    models.ImplementingMeasure: {
        "participant": participant,
        "treaty": treaty,
        "relation": "gives_effect",
        "kind": "legislative",
        "stage": "in_force",
        "title": "An Act",
    },
    models.Milestone: {"treaty": treaty, "kind": "other", "occurred_on": "2010-05-20", "title": "A meeting"},
    models.Claim: {"question": "signature_count", "treaty": treaty, "claimed": "37"},
    models.Check: {"treaty": treaty, "speaks_as_of": "2026-01-01", "result": "Nothing is new."},
    models.Change: {"number": _next_change},
    models.Entry: {
        "index": _beyond_the_log,
        "change": open_change,
        "key": _next("x.{}"),
        "kind": "recorded",
        "what": "actions",
        "row": "/api/v1/actions/x/",
        "row_key": "x",
        "leaf": "{}",
        "leaf_hash": bytes(32),
    },
    models.Node: {"level": 1, "position": _beyond_the_log, "hash": bytes(32)},
    models.Moment: {
        "at": lambda: KNOWN_FROM + dt.timedelta(microseconds=next(numbers)),
        "change": open_change,
    },
    models.StatusPeriod: PERIOD
    | {
        "participant": _next("X{:04}"),
        "status": "signatory",
        "suspended": False,
        "party_periods": "",
        "awaits_confirmation": False,
        "consented": False,
        "certainty": "certain",
    },
    models.ForcePeriod: PERIOD | {"in_force": True},
    models.Webhook: {
        "key": _next("receiver-{}"),
        "address": "https://receiver.example/",
        "position": 0,
        "created_by": None,
    },
    models.Delivery: {"webhook": lambda: saved(models.Webhook)},
    models.Draft: {
        "table": "actions",
        "key": "x",
        "corrects": open_change,
        "cells": {},
        "reason": "Misread.",
        "by": lambda: saved(get_user_model()),
    },
    models.AnsweredRequest: {
        "by": lambda: saved(get_user_model()),
        "key": _next("request-{}"),
        "fingerprint": "0" * 64,
        "status": 201,
        "body": b"{}",
    },
    get_user_model(): {"username": _next("user-{}")},
}
