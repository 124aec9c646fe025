"""What SQLite does for a page found by days: which rows are on it, it finds in one index; only those does it read."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from signatories.api import nearest
from signatories.api.day_filters import RangeFilter
from signatories.api.views import VIEWSETS

LISTS = {"actions": "action", "declarations": "declaration", "measures": "measure"}
LONG_AGO = "1900-01-01"
ASKED = [
    (view.serializer_class.resource, name)
    for view in VIEWSETS
    if view.serializer_class.resource in LISTS
    for name, kind in view.filterset_class.base_filters.items()
    if isinstance(kind, RangeFilter) and kind.side == "after"
]

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="How PostgreSQL does it stands in test_plans.py."),
    pytest.mark.usefixtures("generated_record"),
]


@pytest.mark.parametrize("walked", [False, True], ids=["sorted", "walked"])
@pytest.mark.parametrize(("resource", "name"), ASKED)
def test_rows_found_by_days_are_found_in_one_index(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, resource: str, name: str, walked: bool
) -> None:
    monkeypatch.setattr(nearest, "VERY_MANY", 0 if walked else 10**9)
    plan: list[tuple[int, str]] = []

    def explain(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and " U0 " in sql:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
                plan.extend((within, line) for _, within, _, line in cursor.fetchall())
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(explain):
        assert client.get(f"/api/v1/{resource}/", {name: LONG_AGO}).json()["results"]
    ((within, finds),) = [(within, line) for within, line in plan if " U0 " in line and "=?" not in line]
    column = "key" if walked else name.removesuffix("_after")
    assert f" U0 USING COVERING INDEX {LISTS[resource]}_by_{column}" in finds
    assert ((within, "USE TEMP B-TREE FOR ORDER BY") in plan) == (not walked), plan
