"""What the bench measures is what it says: the same rows on either side, nothing kept but counts, every answer seen."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import orjson
import pytest
from django.test import Client
from rest_framework.test import APIRequestFactory

from benchmarks import flat, questions
from benchmarks.loader import NotAnswered, ask, load, stream
from benchmarks.measures.pages import COUNTS_ONLY
from benchmarks.measures.sizes import moved
from benchmarks.naive.acts import Acts
from benchmarks.record import SEED
from benchmarks.record.world import World
from signatories.api.filters import ActionFilters
from signatories.keeping.answers import Kept
from signatories.keeping.counts import Small
from signatories.keeping.store import OwnMemory


def test_the_naive_twin_says_the_same_fields_of_the_same_rows(made_up: None, client: Client) -> None:
    for path in (questions.of_the_product(questions.lists(World(SEED))[0]), questions.ACTS):
        ours = client.get(path).json()
        theirs = Acts.as_view()(APIRequestFactory().get(path, HTTP_ACCEPT="application/json")).render()
        said = orjson.loads(theirs.content)
        assert ours["count"] == said["count"] > 0
        assert ours["results"] == said["results"]
        assert set(ours["results"][0]) == set(flat.COLUMNS)


def test_a_moved_cursor_is_that_of_the_row(made_up: None, client: Client) -> None:
    path = f"{questions.ACTS}?ordering=done_on&limit=100"
    first = client.get(path).json()
    row = first["results"][59]
    (cursor,) = parse_qs(urlsplit(first["next"]).query)["cursor"]
    page = client.get(f"{path}&cursor={moved(cursor, row['done_on'], row['key'])}").json()
    assert page["results"][:40] == first["results"][60:]


def test_each_filter_of_the_list_is_asked_alone() -> None:
    assert set(questions.single_filters(World(SEED))) - {"none"} == set(ActionFilters.base_filters)


def test_counts_are_kept_where_no_answer_is() -> None:
    room = OwnMemory(int(COUNTS_ONLY))
    shortest = Kept(day=dt.date(2024, 1, 1), etag='"a"', modified=0, headers=[], body=b"")
    assert not room.keep("answer", shortest)
    kept = {f"count {number}": Small(number) for number in range(questions.HOW_MANY)}
    assert all(room.keep(name, count) for name, count in kept.items())
    assert all(room.get(name) is count for name, count in kept.items())


def test_the_client_sees_every_answer() -> None:
    def answers(environ: Any, start: Callable[..., Any]) -> list[bytes]:
        found = environ["PATH_INFO"] != "/missing"
        body = environ["PATH_INFO"].encode() * 1000
        time.sleep(environ["PATH_INFO"] == "/slow")
        start("200 OK" if found else "404 Not Found", [("Content-Length", str(len(body)))])
        return [body]

    with _served(answers) as port:
        assert ask(port, "/one") == b"/one" * 1000
        assert b"".join(stream(port, "/two")) == b"/two" * 1000
        seen = load(port, ["/one", "/two"], connections=2, seconds=10, most=20)
        assert len(seen.seconds) == 20
        assert 0 < seen.quantile(0.5) <= seen.quantile(0.99) < 10
        first, second = load(port, ["/one", "/slow"], connections=2, seconds=0).seconds
        assert first < 1 <= second, "the end of the first connection is no answer"
        with pytest.raises(NotAnswered, match="404"):
            load(port, ["/missing"], connections=1, seconds=10)


@contextmanager
def _served(application: Any) -> Iterator[int]:
    class Silent(WSGIRequestHandler):
        def log_message(self, *args: Any) -> None: ...

    server = make_server("127.0.0.1", 0, application, handler_class=Silent)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
