"""Ways to use the admin in tests, as a superuser, by the names of its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from signatories.models import HeldRow, TreatyAction
from signatories.record.changing import change
from tests.models import builders as make

# Nouns that an officer enters; what the program keeps is only read, and has tests of its own.
MODELS = [
    model
    for model, kept in admin.site._registry.items()
    if model._meta.app_label == "signatories"
    and model in make.DEFAULTS
    and type(kept).has_add_permission is admin.ModelAdmin.has_add_permission
]
HELD = [model for model in MODELS if issubclass(model, HeldRow)]


def address(row_or_model: Any, page: str = "change") -> str:
    """Where the admin's page about the row, or about the model, is."""
    about = [row_or_model.pk] if page in ("change", "delete", "history", "retract", "read_again") else []
    return reverse(f"admin:signatories_{row_or_model._meta.model_name}_{page}", args=about)


def errors_of(response: Any) -> dict[str, list[str]]:
    """What the form refuses, by field; empty where it was saved."""
    return {} if response.status_code == 302 else dict(response.context["adminform"].form.errors)


def posted(page: Any) -> dict[str, Any]:
    """What a change page sends when it is saved untouched."""
    forms = [page.context["adminform"].form]
    forms += [inline.formset.management_form for inline in page.context["inline_admin_formsets"]]
    values = {bound.html_name: bound.value() for form in forms for bound in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def messages_of(response: Any) -> str:
    """What the officer is told on the page that follows."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def entered(client: Client, row: HeldRow, **columns: Any) -> dict[str, Any]:
    """What the row's page would send with these columns altered."""
    return posted(client.get(address(row))) | columns


def versions(row: HeldRow) -> list[Any]:
    """Everything the record ever held under the row's key."""
    return list(type(row).objects.filter(key=row.key).order_by("pk"))  # type: ignore[attr-defined]


@pytest.fixture
def signature(db: None) -> TreatyAction:
    """A signature of 20 May 2010 that a change of its own recorded."""
    treaty, participant, source = make.open_treaty(), make.participant(), make.source()
    with change() as record:
        act = TreatyAction(treaty=treaty, participant=participant, source=source, locator="row 1")
        act.kind, act.done_on = "signature", "2010-05-20"
        return record.record(act)


@pytest.fixture
def queries(admin_client: Client) -> Callable[..., int]:
    """How many queries the admin needs to answer an address with a 200."""

    def count(where: str, **parameters: Any) -> int:
        admin_client.get(where, parameters)  # What the process remembers for good is not counted.
        with CaptureQueriesContext(connection) as captured:
            response = admin_client.get(where, parameters)
        assert response.status_code == 200, f"{where} {response.status_code}"
        return len(captured)

    return count


@pytest.fixture
def save(admin_client: Client) -> Callable[..., Any]:
    """Sends a form; what is not given is left empty."""

    def send(where: str, **columns: Any) -> Any:
        return admin_client.post(where, columns)

    return send
