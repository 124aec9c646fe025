"""Pages: following `next` gives each row of the first page's moment once, in the order promised, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from signatories.api.lists import orders_of
from signatories.api.views import VIEWSETS
from signatories.models import HeldRow
from signatories.models.directory import plain
from signatories.record.changing import change
from tests.api.conftest import RESOURCES
from tests.models import builders as make

Get = Callable[..., Any]
ORDERS = [
    pytest.param(view.serializer_class.resource, order, id=f"{view.serializer_class.resource}-{order}")
    for view in VIEWSETS
    for order in orders_of(view.serializer_class())
]
HELD_LISTS = [view.serializer_class for view in VIEWSETS if issubclass(view.serializer_class.model, HeldRow)]

pytestmark = pytest.mark.usefixtures("generated_record")


def keys(body: dict[str, Any]) -> list[str]:
    return [row["key"] for row in body["results"]]


def pages(get: Get, path: str, **parameters: Any) -> Iterator[dict[str, Any]]:
    """The pages of a list, each asked for when it is reached."""
    body = get(path, **parameters)
    yield body
    while body["next"]:
        body = get(body["next"])
        yield body


def cursor_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["cursor"][0]


def in_order(rows: list[dict[str, Any]], ordering: str) -> list[str]:
    """The keys in the order promised: unknown last either way, rows alike by key."""
    name, descending = ordering.removeprefix("-"), ordering.startswith("-")
    known = [row for row in rows if row[name] is not None]
    unknown = [row for row in rows if row[name] is None]
    says = plain if name == "name" else str
    known.sort(key=lambda row: (says(row[name]), row["key"]), reverse=descending)
    unknown.sort(key=lambda row: row["key"], reverse=descending)
    return [row["key"] for row in known + unknown]


@pytest.mark.parametrize(("resource", "ordering"), ORDERS)
def test_pages_add_up_to_the_whole_in_the_order_promised(get: Get, resource: str, ordering: str) -> None:
    fields = ",".join({"key", ordering.removeprefix("-")})
    whole = get(f"{resource}/", ordering=ordering, limit=1000, fields=fields)
    assert keys(whole) == in_order(whole["results"], ordering)
    assert whole["count"] == len(whole["results"])
    walked = list(pages(get, f"{resource}/", ordering=ordering, limit=whole["count"] // 3 + 1, fields=fields))
    assert [row for body in walked for row in body["results"]] == whole["results"]
    assert {(body["count"], body["known_on"]) for body in walked} == {(whole["count"], whole["known_on"])}
    assert walked[0]["previous"] is None

    back = [walked[-1]]
    while back[-1]["previous"]:
        back.append(get(back[-1]["previous"]))
    assert [keys(body) for body in reversed(back)] == [keys(body) for body in walked]
    assert get(back[-1]["next"])["results"] == walked[1]["results"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL finds out by itself when to walk a list.")
@pytest.mark.parametrize("ordering", ["key", "-key"])
def test_pages_of_a_list_that_is_walked_for_a_while_add_up(
    get: Get, ordering: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"ordering": ordering, "fields": "key", "takes_effect_on_after": "2000"}
    whole = keys(get("actions/", limit=1000, **asked))
    monkeypatch.setattr("signatories.api.nearest.VERY_MANY", 0)
    monkeypatch.setattr("signatories.api.nearest.STEPS", 2)
    walked = list(pages(get, "actions/", limit=3, **asked))
    assert [key for body in walked for key in keys(body)] == whole
    back = [walked[-1]]
    while back[-1]["previous"]:
        back.append(get(back[-1]["previous"]))
    assert [keys(body) for body in reversed(back)] == [keys(body) for body in walked]


@pytest.mark.parametrize("resource", RESOURCES)
def test_one_row_a_page(get: Get, resource: str) -> None:
    whole = get(f"{resource}/", limit=1000, search="q-first QOA")
    assert [key for body in pages(get, f"{resource}/", limit=1, search="q-first QOA") for key in keys(body)] == keys(
        whole
    )


def test_the_limit_may_change_between_pages(get: Get) -> None:
    first = get("actions/", limit=3, ordering="-done_on")
    rest = get("actions/", limit=1000, ordering="-done_on", cursor=cursor_of(first["next"]))
    assert keys(first) + keys(rest) == keys(get("actions/", limit=1000, ordering="-done_on"))
    before = get("actions/", limit=2, ordering="-done_on", cursor=cursor_of(rest["previous"]))
    assert keys(before) == keys(first)[1:]
    assert before["previous"]


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("declarations/", {}),
        ("actions/", {"kind": "signature"}),
        ("actions/", {"ordering": "-key"}),
        ("actions/", {"certainty": "certain"}),
    ],
    ids=["another-list", "another-filter", "another-order", "another-certainty"],
)
def test_a_cursor_belongs_to_its_list(get: Get, path: str, parameters: dict[str, str]) -> None:
    cursor = cursor_of(get("actions/", limit=1)["next"])
    (error,) = get(path, status=400, cursor=cursor, **parameters)["errors"]
    assert error["parameter"] == "cursor"


def test_a_cursor_in_the_order_of_names_belongs_to_its_language(get: Get) -> None:
    cursor = cursor_of(get("states/", limit=1, ordering="name")["next"])
    (error,) = get("states/", status=400, cursor=cursor, ordering="name", lang="fr")["errors"]
    assert error["parameter"] == "cursor"


@pytest.mark.parametrize("serializer", HELD_LISTS, ids=lambda serializer: serializer.resource)
@pytest.mark.parametrize("ordering", ["key", "-known_from"])
def test_pages_keep_the_first_pages_moment(get: Get, serializer: Any, ordering: str) -> None:
    """Between pages rows are recorded, corrected and retracted; the pages that follow are those of the first moment."""
    chance = random.Random(serializer.resource)
    path, before = f"{serializer.resource}/", get(f"{serializer.resource}/", limit=1000, ordering=ordering)
    found = []
    for body in pages(get, path, limit=before["count"] // 3 + 1, ordering=ordering):
        found += body["results"]
        assert (body["count"], body["known_on"]) == (before["count"], before["known_on"])
        change_something(serializer.model, chance)
    assert found == before["results"]

    after = get(path, limit=1000, ordering=ordering)
    assert after["results"] != before["results"]
    assert after["known_on"] > before["known_on"]
    assert get(path, limit=1000, ordering=ordering, known_on=before["known_on"])["results"] == before["results"]


def change_something(model: Any, chance: random.Random) -> None:
    """Retracts a row, corrects one and records one, in one change that no rule refuses."""
    for _ in range(50):
        retracted, corrected = chance.sample(list(model.objects.held()), 2)
        columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        again = model(**{column: getattr(retracted, column) for column in columns})
        again.key = f"{retracted.key}.{chance.randrange(10**6)}"
        with suppress(ValidationError), change() as record:
            record.retract(retracted, reason="It never was.")
            record.correct(corrected, {"locator": f"row {chance.random()}"}, reason="It stands elsewhere.")
            record.record(again)
        if record.change.at:
            return
    raise AssertionError(f"Nothing can be changed among {model.table}.")


@pytest.mark.parametrize("resource", ["actions", "measures"])
@pytest.mark.parametrize("ordering", ["key", "-key"])
@pytest.mark.parametrize("sought", ["norway", "norway together", "zebrastan"])
def test_words_in_names_and_in_texts_give_one_list(get: Get, resource: str, ordering: str, sought: str) -> None:
    told, one = "Together with Norway and Zebrastan.", "Alone."
    for code in ("ALB", "NOR", "UKR"):
        for text in (told, one, told):
            if resource == "actions":
                make.action(participant_id=code, note=text)
            else:
                make.measure(participant_id=code, title=text, summary=text)
    fields = "key,participant_name," + ("note" if resource == "actions" else "title,summary")
    every = get(f"{resource}/", limit=1000, fields=fields)["results"]
    has_all = [
        row["key"] for row in every if all(word in plain(" ".join(map(str, row.values()))) for word in sought.split())
    ]
    expected = sorted(has_all, reverse=ordering.startswith("-"))
    assert len(expected) >= 6
    for limit in (1, 2, len(expected)):
        walked = list(pages(get, f"{resource}/", search=sought, ordering=ordering, limit=limit, fields="key"))
        assert [key for body in walked for key in keys(body)] == expected
        assert {body["count"] for body in walked} == {len(expected)}
        back = [walked[-1]]
        while back[-1]["previous"]:
            back.append(get(back[-1]["previous"]))
        assert [keys(body) for body in reversed(back)] == [keys(body) for body in walked]
