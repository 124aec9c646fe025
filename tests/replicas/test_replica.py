"""Behind a real primary with a streaming replica that lags, is cut off, dies and comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead
from itertools import cycle
from typing import Any

import pytest
from django.conf import settings

from signatories.api.keyset import instant
from tests.replicas.conftest import in_step
from tests.replicas.pair import Pair, Replica
from tests.serving import Answer, Product, eventually

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
    reason="Only PostgreSQL has replicas.",
)

OURS = "measures/?participant=NOR&kind=policy"


def plan(product: Product, title: str) -> dict[str, Any]:
    """A measure, recorded by the API."""
    row = {"treaty": "cets-225", "participant": "NOR", "relation": "related", "kind": "policy", "stage": "announced"}
    answer = product.post("measures/", row | {"title": title, "source": ["enoch-2024"], "locator": ["an example"]})
    assert answer.status == 201, answer.body
    return dict(answer.json)


def titles(answer: Answer) -> list[str]:
    """What the rows of a list are called."""
    assert answer.status == 200, answer.body
    return sorted(row["title"] for row in answer.json["results"])


@pytest.mark.parametrize(("hold", "let_go"), [(Replica.pause, Replica.resume), (Replica.cut, Replica.mend)])
def test_a_replica_that_is_behind_answers_for_a_while_and_is_then_left_out(
    pair: Pair,
    patient: Product,
    impatient: Product,
    hold: Callable[[Replica], None],
    let_go: Callable[[Replica], None],
) -> None:
    before = titles(patient.get(OURS))
    cursor = patient.get("changes/?limit=1000").json["cursor"]
    hold(pair.replica)
    try:
        rows = [plan(patient, f"{hold.__name__} {number}") for number in range(3)]
        after = sorted([*before, *(row["title"] for row in rows)])
        assert titles(patient.get(OURS)) == before, "a reader is answered by the replica"
        assert titles(patient.get(OURS, known=True)) == after, "a writer reads what it wrote"

        first = patient.get(f"{OURS}&limit=1&ordering=-key", known=True).json
        pages, following = [first], first["next"]
        while following:
            pages.append(patient.get(following).json)
            following = pages[-1]["next"]
        assert sorted(row["title"] for page in pages for row in page["results"]) == after, "a cursor's moment is held"
        assert {page["count"] for page in pages} == {len(after)}

        newest = patient.get(f"changes/?since={cursor}", known=True).json
        assert len(newest["results"]) == 3
        following = patient.get(f"changes/?since={newest['cursor']}").json
        assert (following["results"], following["cursor"]) == ([], newest["cursor"]), "a place is never gone back on"
        assert patient.get(f"changes/?since={newest['results'][-1]['at']}").json["cursor"] == newest["cursor"]
        entry = newest["results"][-1]["key"]
        assert patient.get(f"log/proof/?entry={entry}&size={newest['cursor']}").status == 200
        assert patient.get(f"log/consistency/?from=1&to={newest['cursor']}").status == 200
        assert patient.get(f"measures/{rows[-1]['key']}/").json["title"] == f"{hold.__name__} 2"
        assert titles(patient.get(f"{OURS}&known_on={rows[-1]['known_from']}")) == after, "and so by its own instant"
        assert patient.get("measures/nothing/").status == 404
        assert patient.get(f"statuses/?cursor={first['next'][-20:]}").status == 400
        assert titles(patient.get(OURS)) == before, "it is still the replica"

        eventually(lambda: all(titles(impatient.get(OURS)) == after for _ in range(10)))
    finally:
        let_go(pair.replica)
    in_step(pair)
    assert titles(patient.get(OURS)) == after
    eventually(lambda: _is_read(impatient, pair))


def _is_read(product: Product, pair: Pair) -> bool:
    """Whether a reader's question reaches the replica."""
    asked = "SELECT sum(xact_commit) FROM pg_stat_database"
    before = pair.replica.ask(asked)
    for number in range(20):
        product.get(f"sources/?limit={number + 1}")
    return int(pair.replica.ask(asked) - before) > 10


def test_a_replica_that_dies_is_done_without_and_comes_back(pair: Pair, impatient: Product) -> None:
    told: list[int] = []
    over = threading.Event()

    def read(paths: Iterator[str]) -> None:
        while not over.is_set():
            path = next(paths)
            try:
                told.append(impatient.get(path).status)
            except IncompleteRead:  # Bytes had gone out, so it is broken off, and the reader can tell.
                assert path == "export/"

    slow = ["statuses/?as_of=2026-0{}-11", "treaties/cets-225/status/?as_of=2025-0{}-05", "actions/?limit={}"]
    paths = cycle([path.format(number) for number in range(1, 10) for path in [*slow, "export/", OURS]])
    with ThreadPoolExecutor(2) as readers:
        reading = [readers.submit(read, paths) for _ in range(2)]
        try:
            time.sleep(0.5)
            pair.replica.kill()
            plan(impatient, "recorded while there is no replica")
            assert "recorded while there is no replica" in titles(impatient.get(OURS))
            pair.replica.start()
            eventually(lambda: pair.replica.clients("impatient") >= 2)
        finally:
            over.set()
        for one in reading:
            one.result()
    assert set(told) == {200}


def test_without_the_primary_readers_are_still_answered(pair: Pair, impatient: Product) -> None:
    expected = impatient.get(OURS).body
    pair.primary.kill()
    try:
        assert {impatient.get(f"sources/?limit={number}").status for number in range(1, 20)} == {200}
        assert impatient.get(OURS).body == expected
        assert impatient.get("sources/nothing/").status == 404
        assert impatient.get(OURS, known=True).status == 503
        assert impatient.get(f"{OURS}&known_on={time.strftime('%Y-%m-%d', time.gmtime())}").status == 503
    finally:
        pair.primary.start()
    assert impatient.get(OURS, known=True).body is not None
    eventually(lambda: impatient.get(OURS, known=True).status == 200)


def test_an_answer_is_always_of_the_version_that_it_names(pair: Pair, impatient: Product, patient: Product) -> None:
    answers: list[Answer] = []
    over = threading.Event()

    def read(product: Product) -> None:
        tags: dict[str, str] = {}
        for path in cycle([f"{OURS}&limit=1000", "log/", f"{OURS}&limit=1000&format=csv"]):
            if over.is_set():
                return
            try:
                answer = product.get(path, **({"If-None-Match": tags[path]} if path in tags else {}))
            except IncompleteRead:
                assert "csv" in path
                continue
            assert answer.status in (200, 304)
            assert answer.status == 200 or answer.headers["ETag"] == tags[path]
            tags[path] = answer.headers["ETag"]
            answers.append(answer)

    with ThreadPoolExecutor(2) as readers:
        reading = [readers.submit(read, product) for product in (impatient, patient)]
        try:
            for number, disturb in enumerate([None, Replica.pause, Replica.resume, Replica.kill, Replica.start]):
                if disturb:
                    disturb(pair.replica)
                for one in range(2):
                    plan(impatient, f"interleaved {number}.{one}")
        finally:
            over.set()
        for one in reading:
            one.result()

    rows = impatient.get(f"{OURS}&limit=1000", known=True).json["results"]
    in_step(pair)
    for product in (impatient, patient):
        in_the_end = product.get(f"{OURS}&limit=1000").json["results"]
        assert [row["key"] for row in in_the_end] == [row["key"] for row in rows], "nothing is kept under another name"
    heads = pair.primary.ask("SELECT array_agg(size || ' ' || root) FROM signatories_change")
    bodies: dict[str, bytes] = {}
    lists = 0
    for answer in answers:
        if answer.status == 304:
            continue
        assert bodies.setdefault(answer.headers["ETag"], answer.body) == answer.body, "one tag, one body"
        if "csv" in answer.headers["Content-Type"]:
            continue
        body = answer.json
        if "results" in body:
            lists += 1
            moment = instant(body["known_on"])
            held = [row["key"] for row in rows if instant(row["known_from"]) <= moment]
            assert [row["key"] for row in body["results"]] == held
            assert body["count"] == len(held)
        else:
            assert f"{body['size']} {body['root']}" in heads
    assert lists > 10
    assert len(bodies) > 10
