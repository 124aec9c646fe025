"""Schemathesis reads the served OpenAPI document and asks every operation what it allows, and what it does not.

No answer may be a 5xx, or other than the document says: its status, media type, headers and body; what the document
does not allow must be refused. The requests are the same every time, and made of the loaded record.

FUZZ_EXAMPLES sets how many are made up of everything that an operation allows and refuses; a few by default.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
import yaml
from django.contrib.auth.models import User
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, HookContext

from convention_api.wsgi import application
from signatories.tokens.models import issue
from tests.api.examples import EXAMPLES
from tests.asking import one_connection
from tests.conftest import ROOT
from tests.fuzz.documented import KEPT

REAL_WORDS = {
    "treaty": "cets-225",
    "participant": "GBR",
    "member": "FRA",
    "organisation": "COE",
    "member_of": "COE",
    "grouped_by": "COE",
    "source": "enoch-2024",
    "search": "convention",
    "known_on": "2026-10-01",
    "as_of": "2026-09-24",
    "assume": "GBR:ratification:2026-12-01",
    "done_on": "2024",
    "made_on_after": "2024-09",
    "fields": "key",
}
MADE_UP = int(os.environ.get("FUZZ_EXAMPLES", "10" if connection.vendor == "postgresql" else "5"))
"""Examples of everything; to make them up takes longer than to ask, and SQLite is asked the first of the same."""
AS_IT_IS = {"Accept-Encoding": "identity"}
"""The WSGI transport asks for compressed answers, and does not decompress them."""


@cache
def anything() -> Any:
    """The document this service serves."""
    return schemathesis.openapi.from_wsgi("/api/schema/", application)


@cache
def sensible() -> Any:
    """The same, asked with what the record knows."""
    document = schemathesis.openapi.from_wsgi("/api/schema/", application)
    document.hook(map_path_parameters)
    document.hook(map_query)
    return document


def steady(examples: int) -> Any:
    """As many examples an operation, the same in every run."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@cache
def written() -> dict[str, Any]:
    """The operations by path, as they are written down, which `test_schema` holds to what is served.

    To make the document takes longer, and every worker would, to know which tests there are.
    """
    return yaml.load((ROOT / "docs" / "openapi.yaml").read_text(), yaml.CSafeLoader)["paths"]


def operations(*methods: str) -> Any:
    """A test for each operation of these methods, named for it."""
    found = [(path, method.upper()) for path, item in written().items() for method in item if method in methods]
    return pytest.mark.parametrize(("path", "method"), found, ids=[f"{method} {path}" for path, method in found])


def map_path_parameters(context: HookContext, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Real keys in place of random ones."""
    if path_parameters:
        path_parameters["key"] = EXAMPLES[context.operation.path.split("/")[3]]
    return path_parameters


def map_query(context: HookContext, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """Words of the record in place of random ones; no cursor, which only a page gives."""
    kept = {name: REAL_WORDS.get(name, value) for name, value in (query or {}).items() if name != "cursor"}
    return {name: value for name, value in kept.items() if name in REAL_WORDS or not isinstance(value, list)}


@pytest.fixture(autouse=True)
def kept_open() -> Iterator[None]:
    with one_connection():
        yield


@pytest.mark.django_db
@operations("get", "post")
def test_the_document_is_kept_whatever_is_asked(path: str, method: str) -> None:
    operation = anything()[path][method]
    allowed, refused = map(operation.as_strategy, (GenerationMode.POSITIVE, GenerationMode.NEGATIVE))

    @steady(MADE_UP)
    @given(case=st.one_of(allowed, refused))
    def ask(case: Case) -> None:
        case.call_and_validate(checks=KEPT, headers=AS_IT_IS)

    ask()


@pytest.mark.django_db
@operations("get")
def test_the_document_is_kept_by_answers_about_the_record(path: str, method: str) -> None:
    operation = sensible()[path][method]

    @steady(MADE_UP)
    @given(case=operation.as_strategy(GenerationMode.POSITIVE))
    def ask(case: Case) -> None:
        case.call_and_validate(checks=KEPT, headers=AS_IT_IS)

    ask()


@pytest.mark.django_db
@operations("post")
def test_the_document_is_kept_by_what_an_officer_writes(path: str, method: str) -> None:
    operation = sensible()[path][method]
    _, words = issue(User.objects.create_superuser("officer"), "walk")
    allowed, refused = map(operation.as_strategy, (GenerationMode.POSITIVE, GenerationMode.NEGATIVE))

    @steady(MADE_UP * 2 // 3)
    @given(case=st.one_of(allowed, refused))
    def ask(case: Case) -> None:
        case.headers.update({"Authorization": f"Token {words}", "If-Match": "*"})
        case.call_and_validate(checks=KEPT, headers=AS_IT_IS)

    ask()
