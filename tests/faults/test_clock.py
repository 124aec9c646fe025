"""The clock steps back: the record's own time goes on, and what was answered once can be asked again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from signatories.models import Change, Source
from signatories.record.changing import change
from signatories.record.moments import last_change, moments_unlike_the_facts
from signatories.record.verifying import faults

pytestmark = pytest.mark.django_db
AHEAD = dt.datetime(2031, 5, 1, 0, 20, tzinfo=dt.UTC)
RIGHT = AHEAD - dt.timedelta(hours=1)


@pytest.fixture
def stepped_back(settings: object) -> Iterator[list[dt.datetime]]:
    """Something was recorded by a clock that was an hour ahead, and more after it was set right."""
    moments = []
    for clock, key in ((AHEAD, "x-ahead"), (RIGHT, "x-right"), (RIGHT, "x-after")):
        with time_machine.travel(clock, tick=False), change() as record:
            record.keep(Source(key=key, kind="news", title=key))
        moments.append(last_change())
    with time_machine.travel(RIGHT, tick=False):
        yield [moment for moment in moments if moment]


def test_what_is_recorded_later_is_known_later(stepped_back: list[dt.datetime]) -> None:
    first, second, third = stepped_back
    assert AHEAD == first < second < third < AHEAD + dt.timedelta(milliseconds=1)
    assert list(Change.objects.order_by("-number").values_list("at", flat=True)[:3]) == [third, second, first]
    assert moments_unlike_the_facts() == [] == list(faults(lambda read: None))


@pytest.mark.parametrize("path", ["treaties/cets-225/status/", "changes/?ordering=-at&limit=2", "actions/?limit=1"])
def test_the_moment_of_an_answer_can_be_asked_again(client: Client, stepped_back: list[dt.datetime], path: str) -> None:
    body = client.get(f"/api/v1/{path}").json()
    assert dt.datetime.fromisoformat(body["known_on"]) == stepped_back[-1]
    join = "&" if "?" in path else "?"
    again = client.get(f"/api/v1/{path}{join}known_on={body['known_on']}")
    assert again.status_code == 200, again.content
    assert again.json()["known_on"] == body["known_on"]
    for link in {"permalink", "next"} & set(body):
        assert client.get(body[link]).status_code == 200


def test_today_means_all_that_is_recorded(client: Client, stepped_back: list[dt.datetime]) -> None:
    sources = client.get(f"/api/v1/sources/?key=x-after&known_on={AHEAD.date()}").json()
    assert sources["count"] == 1
    changes = client.get("/api/v1/changes/?limit=1000").json()["results"]
    assert [row["after"]["key"] for row in changes[-3:]] == ["x-ahead", "x-right", "x-after"]


def test_what_nobody_can_know_yet_is_still_refused(client: Client, stepped_back: list[dt.datetime]) -> None:
    later = (stepped_back[-1] + dt.timedelta(seconds=1)).isoformat().replace("+00:00", "Z")
    answer = client.get(f"/api/v1/actions/?known_on={later}")
    assert answer.status_code == 400 and "future" in answer.json()["detail"]
