"""Ways to ask the API in tests, and the generated record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from signatories.api.views import VIEWSETS
from tests.api import generated

RESOURCES = [view.serializer_class.resource for view in VIEWSETS]


@pytest.fixture
def get(db: None, client: Client) -> Callable[..., Any]:
    """Asks for an address under /api/v1/ and gives the JSON of a 200; parameters as keywords, lists repeated."""

    def ask(path: str, status: int = 200, **parameters: Any) -> Any:
        response = client.get(path if path.startswith("http") else f"/api/v1/{path}", parameters)
        assert response.status_code == status, response.content.decode()[:2000]
        return response.json()

    return ask


@pytest.fixture
def rows(get: Callable[..., Any]) -> Callable[..., list[dict[str, Any]]]:
    """All rows of a list on one page."""

    def ask(resource: str, **parameters: Any) -> list[dict[str, Any]]:
        body = get(f"{resource}/", limit=1000, **parameters)
        assert body["next"] is None
        return body["results"]

    return ask


@pytest.fixture(scope="module")
def generated_record(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The generated record beside the shipped one, for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        generated.record()
        yield
        transaction.set_rollback(True)
