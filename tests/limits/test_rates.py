"""How often may be asked: by whom it is counted, what is counted, and what is said to who asked too often."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signatories.keeping.store import store
from signatories.limits import middleware, rates
from signatories.limits.rates import OwnCounts, Rate, rates_of
from signatories.tokens.models import issue

pytestmark = pytest.mark.django_db

API, PAGE = "/api/v1/treaties/cets-225/", "/treaties/cets-225/"


@pytest.fixture(autouse=True)
def three_a_minute(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is that tests."""
    settings.RATE_LIMIT, settings.RATE_LIMIT_TOKENS = "3/minute; 100/hour", "5/minute"
    monkeypatch.setattr(middleware, "ONE_MORE", 1000)


def statuses(client: Client, times: int, path: str = API, **more: Any) -> list[int]:
    return [client.get(path, **more).status_code for _ in range(times)]


def test_one_too_many_is_told_when_to_come_back(client: Client) -> None:
    assert statuses(client, 3) == [200] * 3
    refusal = client.get(API, headers={"origin": "https://page.example"})
    assert refusal.status_code == 429
    assert refusal["Content-Type"] == "application/problem+json"
    seconds = int(refusal["Retry-After"])
    assert 1 <= seconds <= 60
    assert refusal.json() == {
        "type": "urn:convention-api:problem:too-many-requests",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "This address has asked more than 3 requests in 60 seconds, where an answer that takes long counts as"
        f" several: ask again in {seconds} seconds.",
    }
    assert refusal["RateLimit-Policy"] == '"address";q=3;w=60'
    assert refusal["RateLimit"] == f'"address";r=0;t={seconds}'
    assert refusal["Cache-Control"] == "no-store"
    assert refusal["Access-Control-Allow-Origin"] == "*"
    assert {"Retry-After", "RateLimit"} <= set(refusal["Access-Control-Expose-Headers"].split(", "))


def test_pages_say_it_in_a_sentence_and_are_counted_with_the_rest(client: Client) -> None:
    assert statuses(client, 2, PAGE) + statuses(client, 1) == [200] * 3
    refusal = client.get(PAGE)
    assert (refusal.status_code, refusal["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert refusal.content.decode().startswith("This address has asked more than 3 requests in 60 seconds")
    assert int(refusal["Retry-After"]) <= 60


def test_they_say_it_in_the_readers_language_and_the_api_in_english(client: Client) -> None:
    def told(address: str, language: str) -> str:
        refusal = client.get(address, headers={"accept-language": language})
        assert refusal.status_code == 429
        return refusal.content.decode()

    statuses(client, 3)
    french, english = "Cette adresse a demandé", "This address has asked"
    assert french in told(PAGE, "fr") and french in told(PAGE + "?lang=fr", "en")
    assert english in told(API, "fr") and english in told(PAGE + "?" + "a&" * 2000, "fr")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/web/pages.css"])
def test_who_watches_is_never_refused(client: Client, path: str) -> None:
    assert 429 not in statuses(client, 5, path)
    assert statuses(client, 4) == [200, 200, 200, 429]


def test_every_method_and_every_outcome_counts(client: Client) -> None:
    made = [client.head(API), client.post("/api/v1/sources/"), client.get("/api/v1/nothing/"), client.options(API)]
    assert [response.status_code for response in made] == [200, 401, 404, 429]


def test_kept_answers_count(client: Client, settings: Any) -> None:
    settings.KEPT_BYTES = 1_000_000
    store.cache_clear()
    with CaptureQueriesContext(connection) as asked:
        assert statuses(client, 1) == [200]
    made = len(asked)
    with CaptureQueriesContext(connection) as asked:
        assert statuses(client, 3) == [200, 200, 429]
    assert len(asked) == 2 < made
    store.cache_clear()


def test_a_window_ends(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert statuses(client, 4)[-1] == 429
    present = rates.time.monotonic()
    monkeypatch.setattr(rates.time, "monotonic", lambda: present + 61)
    assert statuses(client, 4) == [200, 200, 200, 429]


def test_what_takes_long_counts_as_several(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "ONE_MORE", 1e-9)
    assert statuses(client, 2) == [200, 429]


def test_a_stream_counts_while_it_is_made(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    response = client.get("/api/v1/actions/?format=csv&treaty=cets-225")
    monkeypatch.setattr(middleware, "ONE_MORE", 1e-9)
    assert len(b"".join(response.streaming_content).splitlines()) > 20
    assert statuses(client, 1) == [429]


# By whom


@pytest.mark.parametrize(
    ("proxies", "forwarded", "is_one"),
    [
        (0, lambda n: f"192.0.2.{n}", True),  # no proxy is trusted, so nobody is believed
        (1, lambda n: f"192.0.2.{n}, 198.51.100.7", True),  # the client wrote the first, the proxy the last
        (1, lambda n: f"192.0.2.{n}", False),
        (2, lambda n: f"203.0.113.9, 192.0.2.{n}, 198.51.100.7", False),
        (2, lambda n: f"192.0.2.{n}, 203.0.113.9, 198.51.100.7", True),
        (2, lambda n: f"192.0.2.{n}", False),  # somebody came by the inner proxy alone
        (1, lambda n: f"2001:db8:0:1::{n:x}", True),  # of one customer
        (1, lambda n: f"2001:db8:0:{n:x}::1", False),
        (1, lambda n: f"nonsense-{n}", True),
        (1, lambda n: f"{'9' * 9000}{n}", True),
    ],
)
def test_only_trusted_proxies_tell_an_address(
    client: Client, settings: Any, proxies: int, forwarded: Any, is_one: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies
    asked = [client.get(API, headers={"x-forwarded-for": forwarded(n)}).status_code for n in range(1, 6)]
    assert asked == ([200] * 3 + [429] * 2 if is_one else [200] * 5)


def test_made_up_tokens_are_counted_by_their_address(client: Client) -> None:
    tokens = [f"Token treaty_{n:060}" for n in range(6)]
    assert [client.get(API, headers={"authorization": token}).status_code for token in tokens] == [200] * 3 + [429] * 3


def test_a_good_token_is_counted_by_itself(client: Client) -> None:
    _, words = issue(User.objects.create_user("officer", is_staff=True), "a script")
    known = {"authorization": f"Token {words}"}
    assert statuses(client, 1, headers=known) == [200]  # Still by its address: it is known to be good from now on.
    assert statuses(client, 4) == [200, 200, 429, 429]
    assert statuses(client, 5, headers=known) == [200] * 5
    refusal = client.get(API, headers=known)
    assert (refusal.status_code, refusal["RateLimit-Policy"]) == (429, '"token";q=5;w=60')
    assert refusal.json()["detail"].startswith("This token has asked more than 5 requests in 60 seconds")


def test_what_is_counted_takes_bounded_memory() -> None:
    counted, rate = OwnCounts(most=100), Rate(10, 60)
    for number in range(1000):
        counted.add(f"192.0.2.{number}", rate, 1)
    assert len(counted._windows) == 100
    assert counted.add("192.0.2.999", rate, 1) == 2
    assert counted.add("192.0.2.1", rate, 1) == 1


def test_a_setting_is_read() -> None:
    assert rates_of("600/minute; 5 per 2 hours") == (Rate(600, 60), Rate(5, 7200))
    assert rates_of("") == ()


def test_without_a_rate_nothing_is_refused(client: Client, settings: Any) -> None:
    settings.RATE_LIMIT = ""
    assert statuses(client, 6) == [200] * 6
