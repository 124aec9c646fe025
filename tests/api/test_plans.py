"""What PostgreSQL does for each filter alone when lists are large: one that leaves few rows reads no table whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from signatories.api.views import VIEWSETS
from signatories.models import Declaration, ImplementingMeasure, TreatyAction
from tests.models import builders as make

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="Plans are read on PostgreSQL, whose tables are the large ones."
)
ROWS, ONE_IN = {"actions": 200_000, "declarations": 20_000, "measures": 20_000}, 2000
LISTS = {"actions": TreatyAction, "declarations": Declaration, "measures": ImplementingMeasure}
COMMON = {"treaty_id": "cets-225", "participant_id": "GBR", "done_on": "2020-01-01", "made_on": "2020-01-01"}
ALIKE = {"treaty_id": "cets-185", "participant_id": "EU", "source_id": "enoch-2024", "locator": "a rare place"}
# What one row in so many has, with what must stand beside it; and what finds it.
RARE: dict[str, list[dict[str, Any]]] = {
    "actions": [
        ALIKE,
        {"kind": "denunciation", "scope": "articles", "done_on": "1999-09-09", "note": "A rare note: zwyx."},
        {"kind": "invitation_to_accede", "takes_effect_on": "2030-09-09", "expires_on": "2031-09-09"},
        {"kind": "cessation", "territories": ["Jersey"], "articles": ["99"], "confidence": "low"},
        {"known_from": "1999-09-09T00:00:00Z"},
    ],
    "declarations": [
        ALIKE,
        {"kind": "communication", "made_on": "1999-09-09", "until": "2031-09-09", "withdrawn_on": "2031-09-09"},
        {"territories": ["Jersey"], "articles": ["99"], "confidence": "low", "summary_fr": "Rare."},
        {"known_from": "1999-09-09T00:00:00Z", "takes_effect_on": "2030-09-09"},
    ],
    "measures": [
        ALIKE,
        {"kind": "other", "relation": "related", "title": "A rare title", "url": "https://example.org/rare"},
        {"stage": "repealed", "adopted_on": "1999-09-09", "in_force_on": "1999-09-09", "repealed_on": "1999-09-09"},
        {"articles": ["99"], "confidence": "low", "summary": "Rare.", "known_from": "1999-09-09T00:00:00Z"},
    ],
}
OTHERWISE = {"search": "zwyx", "participant_type": "organisation", "key": "q-large.7", "refers_to": "q-large.7"}
# A text that every row has is sought in all of them, and whether one was a member is asked of each row in turn.
READ_WHOLE = {"summary_en", "member_of"}
SOUGHT_IN_ALL = {("declarations", "search"), ("measures", "search")}
ASKED = [
    (view.serializer_class.resource, name)
    for view in VIEWSETS
    if view.serializer_class.resource in LISTS
    for name in view.filterset_class.base_filters
    if name not in READ_WHOLE and (view.serializer_class.resource, name) not in SOUGHT_IN_ALL
]


def value_of(resource: str, name: str) -> str:
    """What the filter is given to leave few rows."""
    if name.endswith("_after"):
        return "2026-10-10"
    if name.endswith("_before"):
        return "1999-12-31"
    if name in OTHERWISE or name == "amends":
        return OTHERWISE.get(name, "q-large.7")
    columns = {column.removesuffix("_id"): value for row in RARE[resource] for column, value in row.items()}
    assert name in columns, f"Give {name} a rare value in RARE, or in OTHERWISE."
    return columns[name][0] if isinstance(columns[name], list) else columns[name]


@pytest.fixture(scope="module")
def large_lists(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Large tables beside the shipped record, in which few rows have anything of their own.

    To make them takes the time it takes, also over a connection that an answer before has bounded.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
        for resource, model in LISTS.items():
            multiply(resource, model, ROWS[resource])
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


def multiply(resource: str, model: Any, times: int) -> None:
    """So many rows of the model, copied into its table."""
    columns = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    common = {name: value for name, value in COMMON.items() if name in columns}
    kinds = [make.unsaved(model, **common | rare) for rare in ({}, *RARE[resource])]
    rows = [
        [field.get_db_prep_save(getattr(kind, name), connection) for name, field in columns.items()] for kind in kinds
    ]
    place, table = list(columns).index("key"), model._meta.db_table
    names = ", ".join(f'"{field.column}"' for field in columns.values())
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for number in range(times):
            row = rows[number % ONE_IN if number % ONE_IN < len(rows) else 0]
            copy.write_row([*row[:place], f"q-large.{number}", *row[place + 1 :]])
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")


@pytest.mark.parametrize(("resource", "name"), ASKED)
def test_a_filter_that_leaves_few_rows_reads_no_table_whole(
    db: None, large_lists: None, client: Client, resource: str, name: str
) -> None:
    tables = {model._meta.db_table for model in LISTS.values()}
    plans: list[str] = []

    def explain(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and any(table in sql for table in tables):
            with connection.connection.cursor() as cursor:
                plans.extend(line for (line,) in cursor.execute(f"EXPLAIN {sql}", parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(explain):
        response = client.get(f"/api/v1/{resource}/", {name: value_of(resource, name)})
    assert response.status_code == 200, response.content
    assert response.json()["count"] <= ROWS[resource] / 1000
    scanned = [line for line in plans if "Seq Scan on" in line and line.split("Seq Scan on ")[1].split()[0] in tables]
    assert plans and not scanned, "\n".join(plans)
