"""What the running service tells: a line a request, its id, and counts that all workers share."""

from __future__ import annotations

import re
import sqlite3
from http.client import HTTPConnection

import pytest

from signatories.models import ImplementingMeasure
from tests.operations.conftest import METRICS_TOKEN, Service
from tests.serving import eventually

pytestmark = pytest.mark.django_db

SIGNATURES = "/api/v1/actions/?treaty=cets-225&kind=signature"


def counted(metrics: str, **labels: str) -> float:
    """How many requests of that kind were counted, by all workers together."""
    wanted = {f'{name}="{value}"' for name, value in labels.items()}
    found = re.findall(r"^convention_api_request_duration_seconds_count\{(.*)\} (\S+)$", metrics, re.MULTILINE)
    return sum(float(value) for said, value in found if wanted <= set(said.split(",")))


def test_each_request_has_one_line(service: Service) -> None:
    answer = service.product.at(SIGNATURES)
    line = service.line_of(answer.headers["X-Request-ID"])
    assert line.keys() == {
        *("timestamp", "level", "logger", "event", "request_id"),
        *("method", "path", "status", "ms", "bytes", "view", "given", "database"),
    }
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/actions/", 200)
    assert (line["view"], line["database"], line["level"]) == ("actions-list", "default", "info")
    assert line["bytes"] == len(answer.body)
    assert 0 < line["ms"] < 60_000
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", line["timestamp"])


def test_a_kept_answer_is_told_and_counted_under_the_view_that_made_it(service: Service) -> None:
    def given() -> set[str]:
        return {service.line_of(service.product.at(SIGNATURES).headers["X-Request-ID"])["given"] for _ in range(4)}

    eventually(lambda: given() == {"kept"})
    before = counted(service.metrics(), view="actions-list", given="kept", status="200", method="GET")
    for _ in range(10):
        service.product.at(SIGNATURES)
    assert counted(service.metrics(), view="actions-list", given="kept", status="200", method="GET") == before + 10


def test_what_was_not_modified_and_what_is_nowhere_are_counted(service: Service) -> None:
    tag = service.product.at(SIGNATURES).headers["ETag"]
    before = service.metrics()
    assert service.product.at(SIGNATURES, **{"If-None-Match": tag}).status == 304
    assert service.product.at("/api/v1/actions/nothing/").status == 404
    assert service.product.at(SIGNATURES, method="BREW").status == 405
    after = service.metrics()
    for labels in (
        {"status": "304", "view": "actions-list"},
        {"view": "actions-detail", "status": "404"},
        {"method": "other"},
    ):
        assert counted(after, **labels) == counted(before, **labels) + 1


@pytest.mark.parametrize(
    ("given", "taken"),
    [("from-the-proxy.1", True), ("short", False), ("with space in it", False), ("é" * 10, False), ("x" * 129, False)],
)
def test_the_id_of_a_trusted_proxy_is_taken_where_it_is_one(service: Service, given: str, taken: bool) -> None:
    connection = HTTPConnection("127.0.0.1", service.product.port, timeout=30)
    connection.putrequest("GET", "/healthz")
    connection.putheader("X-Request-ID", given.encode())
    connection.endheaders()
    answered = connection.getresponse().getheader("X-Request-ID", "")
    connection.close()
    assert (answered == given) is taken
    assert service.line_of(answered)["path"] == "/healthz"
    if not taken:
        assert re.fullmatch(r"[0-9a-f]{32}", answered)


def test_a_stream_is_told_of_once_it_was_sent(service: Service) -> None:
    answer = service.product.at("/api/v1/participants/?format=csv")
    line = eventually(lambda: [said for said in service.lines() if said.get("bytes") == len(answer.body)])[0]
    assert line["request_id"] == answer.headers["X-Request-ID"]


def test_who_writes_is_named_and_no_token_ever_is(service: Service) -> None:
    words = service.product.token
    about = {"treaty": "cets-225", "participant": "NOR", "relation": "related", "kind": "policy", "stage": "announced"}
    body = about | {"title": "A plan", "source": ["enoch-2024"], "locator": ["an example"]}
    answer = service.product.post("measures/", body)
    assert answer.status == 201
    assert service.line_of(answer.headers["X-Request-ID"])["by"].endswith(", token nightly import")
    service.product.at(f"/api/v1/actions/?token={words}")
    service.product.at("/metrics", Authorization=f"Bearer {METRICS_TOKEN}")
    assert words not in service.log.read_text()
    assert METRICS_TOKEN not in service.log.read_text()


def test_an_error_is_logged_once_with_its_traceback_under_the_requests_id(service: Service) -> None:
    table = ImplementingMeasure._meta.db_table
    with sqlite3.connect(service.database) as database:
        database.execute(f"ALTER TABLE {table} RENAME TO gone")
    try:
        answer = service.product.at(f"/api/v1/measures/?search={service.product.token}")
    finally:
        with sqlite3.connect(service.database) as database:
            database.execute(f"ALTER TABLE gone RENAME TO {table}")
    assert answer.status == 500
    assert b"Traceback" not in answer.body
    said = [line for line in service.lines() if line.get("request_id") == answer.headers["X-Request-ID"]]
    assert sorted(line["level"] for line in said) == ["error", "info"]
    (error,) = [line for line in said if line["level"] == "error"]
    assert "OperationalError" in error["exception"]
    assert service.line_of(answer.headers["X-Request-ID"])["query"] == "left out: it may hold a secret"
    assert service.product.token not in service.log.read_text()


def test_counts_outlive_a_worker_and_leave_no_files_of_it(service: Service) -> None:
    before = counted(service.metrics(), view="healthz")
    files = set((service.log.parent / "counts").iterdir())
    killed = service.workers()[0]
    killed.kill()
    eventually(lambda: len(service.workers()) == 2 and killed.pid not in [worker.pid for worker in service.workers()])
    for _ in range(6):
        assert service.product.at("/healthz").status == 200
    assert counted(service.metrics(), view="healthz") == before + 6
    assert set((service.log.parent / "counts").iterdir()) == files
    assert "convention_api_workers 2.0" in service.metrics()


def test_gunicorn_logs_in_the_same_shape(service: Service) -> None:
    said = [line for line in service.lines() if line["logger"] == "gunicorn.error"]
    assert any("Listening at" in line["event"] for line in said)
    assert all({"timestamp", "level", "event"} <= line.keys() for line in said)
