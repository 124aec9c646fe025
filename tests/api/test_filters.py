"""Each filter of each list gives what a plain reading of the contract keeps of the full list.

The filters are enumerated from the views: one added to a list joins here by itself. Somewhere each must keep a part
of the rows and leave out another, so the generated record has to give it something to tell apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signatories.api.day_filters import DayFilter, MomentFilter
from signatories.api.filter_kinds import BooleanFilter
from signatories.api.naming_filters import MemberOfFilter, SearchFilter
from signatories.api.views import VIEWSETS
from tests.api import generated
from tests.api.plain_filters import CONSTANT, TEXTS, Row, World, keeps, values_of

FILTERS = [
    pytest.param(view.serializer_class.resource, name, kind, id=f"{view.serializer_class.resource}-{name}")
    for view in VIEWSETS
    for name, kind in view.filterset_class.base_filters.items()
]
Rows = Callable[..., list[Row]]

pytestmark = pytest.mark.usefixtures("generated_record")


@pytest.fixture(scope="module")
def lists() -> dict[str, list[Row]]:
    """The full lists, each read once."""
    return {}


@pytest.fixture
def world(lists: dict[str, list[Row]], rows: Rows) -> World:
    """All rows of all lists, as a plain filter sees them."""
    if not lists:
        for view in VIEWSETS:
            lists[view.serializer_class.resource] = rows(view.serializer_class.resource)
    return World(lists)


def keys(found: list[Row]) -> list[str]:
    return [row["key"] for row in found]


@pytest.mark.parametrize(("resource", "name", "kind"), FILTERS)
def test_a_filter_is_a_plain_filter(resource: str, name: str, kind: Any, world: World, rows: Rows) -> None:
    full = world.lists[resource]
    tells_apart = False
    more = {"as_of": str(generated.TODAY)} if isinstance(kind, MemberOfFilter) and kind.day is None else {}
    for value in values_for(kind, name, full, world):
        for certainty in ("possible", "certain") if isinstance(kind, DayFilter | MemberOfFilter) else (None,):
            asked = {name: value, **more} | ({"certainty": certainty} if certainty else {})
            words = value if isinstance(value, list) else [value]
            expected = keys([row for row in full if keeps(kind, name, words, row, certainty == "certain", world)])
            assert keys(rows(resource, fields="key", **asked)) == expected, asked
            tells_apart |= 0 < len(expected) < len(full)
    assert tells_apart != ((resource, name) in CONSTANT), f"{resource}: {name} has nothing to tell apart."


def values_for(kind: Any, name: str, full: list[Row], world: World) -> list[Any]:
    """Values worth asking: some that occur, two of them by comma and by repetition, months and years around days."""
    if isinstance(kind, SearchFilter):
        return ["alandia", "ÓRGANO", "SECOND", "nothing-such", "Été,", "cets-225 EU", "q-first"]
    if isinstance(kind, MemberOfFilter):
        return ["QOA", "qob", "QOA,QOB", ["COE", "EU"]]
    if isinstance(kind, BooleanFilter):
        return ["true", "false", "true,false"]
    found = sorted({str(value) for row in full for value in values_of(name, row, world)})
    made_up = [row for row in full if row["key"][0] in "Qq"]
    ours = sorted({str(value) for row in made_up for value in values_of(name, row, world)})
    if isinstance(kind, DayFilter):
        vague = [day for day in ours if len(day) < 10][:2]
        months = ",".join(f"{(vague or ours)[0][:4]}-{month:02}" for month in range(1, 13))
        return list(dict.fromkeys([*found[:1], *ours[:1], months, *vague, ours[-1][:7], ours[-1][:4]]))
    if isinstance(kind, MomentFilter):
        return [ours[0], ours[-1][:10], f"{found[-1]},{ours[-1]}"]
    some = list(dict.fromkeys([*found[:1], *ours[:2], *found[-1:]]))
    return [*some, [some[0], some[-1]], ",".join(ours[:2])] if kind.splits else some


def test_every_text_is_searched_and_no_other() -> None:
    searches = [view.filterset_class.base_filters["search"] for view in VIEWSETS]
    assert {text for search in searches for text in search.texts} == set(TEXTS)


@pytest.mark.parametrize("resource", [view.serializer_class.resource for view in VIEWSETS])
def test_different_parameters_mean_and(resource: str, world: World, rows: Rows) -> None:
    full = world.lists[resource]
    both = full[-1]["key"]
    assert keys(rows(resource, key=[both, full[0]["key"]], search=both.split(".")[0])) == keys(
        [row for row in rows(resource, search=both.split(".")[0]) if row["key"] in (both, full[0]["key"])]
    )
    assert rows(resource, key=both, search="nothing-such") == []


@pytest.mark.parametrize("view", VIEWSETS, ids=lambda view: view.serializer_class.resource)
def test_what_the_record_no_longer_holds_never_shows(view: Any, world: World) -> None:
    resource = view.serializer_class.resource
    assert not [key for key in keys(world.lists[resource]) if key.startswith("q-no-longer-held")]
    assert keys(world.lists[resource]) == sorted(set(keys(world.lists[resource])))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL finds out by itself when to walk a list.")
@pytest.mark.parametrize(("ordering", "steps"), [("key", 200), ("-key", 0)], ids=["to its end", "for one row"])
@pytest.mark.parametrize(
    ("resource", "name", "kind"), [one for one in FILTERS if isinstance(one.values[2], DayFilter | MomentFilter)]
)
def test_a_list_that_is_walked_gives_the_same(
    resource: str,
    name: str,
    kind: Any,
    ordering: str,
    steps: int,
    world: World,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for value in values_for(kind, name, world.lists[resource], world)[:3]:
        asked = {"fields": "key", "ordering": ordering, name: value}
        sorted_out = keys(rows(resource, **asked))
        with monkeypatch.context() as many, CaptureQueriesContext(connection) as queries:
            many.setattr("signatories.api.nearest.VERY_MANY", 0)
            many.setattr("signatories.api.nearest.STEPS", steps)
            assert keys(rows(resource, **asked)) == sorted_out, asked
        assert any(", NULL) >=" in query["sql"] or ", NULL) <=" in query["sql"] for query in queries), "It is sorted."
