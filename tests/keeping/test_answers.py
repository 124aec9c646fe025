"""An answer that is kept is the answer that would be made: through every change, at midnight, in every coding."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

import brotli
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signatories.models import Declaration, Source, TreatyAction
from tests.api.examples import PATHS
from tests.api.routes import EXPORT, FILES, LISTS, LOG
from tests.asking import headers_but_its_id
from tests.record.doors import done, recorded

pytestmark = pytest.mark.django_db

LIST = "/api/v1/actions/?treaty=cets-225&kind=signature"
KEPT = [f"/api/v1/{path}" for path in ["", *LISTS, *FILES, *PATHS.values(), *LOG.values()]]
STREAMED = [f"/api/v1/{path}" for path in [EXPORT, "actions/?format=csv"]]
NEXT_DAY = dt.timedelta(days=1)


def declare() -> Declaration:
    return recorded(
        Declaration, treaty_id="cets-225", participant_id="GBR", source_id=Source.objects.values_list("key").first()[0]
    )


@pytest.mark.parametrize("address", KEPT)
def test_what_is_kept_is_what_is_made(client: Client, address: str) -> None:
    made = client.get(address)
    with CaptureQueriesContext(connection) as asked:
        kept = client.get(address)
    assert len(asked) == 1
    assert kept.content == made.content
    assert headers_but_its_id(kept) == headers_but_its_id(made)


@pytest.mark.parametrize("address", KEPT + STREAMED)
def test_who_has_the_answer_is_told_that_it_is_unmodified(client: Client, address: str) -> None:
    answer = client.get(address)
    for asked in ({"if-none-match": answer["ETag"]}, {"if-none-match": f'"other", W/{answer["ETag"]}'}):
        again = client.get(address, headers=asked)
        assert (again.status_code, b"".join(again) if again.streaming else again.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
            assert again[name] == answer[name]
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_date_tells_too_once_its_second_is_over(client: Client) -> None:
    with time_machine.travel(dt.datetime(2027, 1, 1, 12, 0, 0, 500_000, dt.UTC), tick=False) as clock:
        declare()
        early = client.get("/api/v1/actions/")["Last-Modified"]
        assert client.get("/api/v1/actions/", headers={"if-modified-since": early}).status_code == 200
        clock.shift(1)
        later = client.get("/api/v1/actions/")["Last-Modified"]
        assert parsedate_to_datetime(later) - parsedate_to_datetime(early) == dt.timedelta(seconds=1)
        assert client.get("/api/v1/actions/", headers={"if-modified-since": later}).status_code == 304
        assert (
            client.get("/api/v1/actions/", headers={"if-modified-since": later, "if-none-match": '"x"'}).status_code
            == 200
        )


def correct(action: TreatyAction) -> None:
    done(lambda record: record.correct(action, {"note": "As the chart says."}, reason="Misread."))


def retract(action: TreatyAction) -> None:
    done(lambda record: record.retract(action, reason="Not so."))


@pytest.mark.parametrize("act", [lambda _: declare(), correct, retract], ids=["recorded", "corrected", "retracted"])
def test_a_change_moves_the_version_and_nothing_kept_before_is_sent(
    client: Client, act: Callable[[TreatyAction], Any]
) -> None:
    action = TreatyAction.objects.held().get(key="cets-225.GBR.signature.1")
    before = {address: client.get(address) for address in (LIST, "/api/v1/log/", f"/api/v1/actions/{action.key}/")}
    act(action)
    for address, old in before.items():
        answer = client.get(address, headers={"if-modified-since": old["Last-Modified"]})
        assert answer.status_code in (200, 404)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("signatories.keeping.middleware.store", lambda: Forgetful())
            assert client.get(address).content == answer.content
    assert client.get("/api/v1/log/")["ETag"] != before["/api/v1/log/"]["ETag"]


class Forgetful:
    def get(self, name: str) -> None:
        return None

    def keep(self, name: str, kept: Any) -> None:
        pass


@pytest.mark.parametrize("address", ["/api/v1/treaties/cets-225/status/", "/api/v1/statuses/?treaty=cets-225"])
def test_an_answer_about_today_is_another_after_midnight(client: Client, address: str) -> None:
    with time_machine.travel(dt.datetime(2027, 6, 30, 23, 59, 58, tzinfo=dt.UTC), tick=False) as clock:
        before = client.get(address)
        clock.move_to(dt.datetime(2027, 7, 1, 0, 0, 0, tzinfo=dt.UTC))
        with CaptureQueriesContext(connection) as asked:
            after = client.get(address, headers={"if-modified-since": before["Last-Modified"]})
        assert after.status_code == 200
        assert len(asked) > 1
        assert after.json()["as_of"] == "2027-07-01"


def test_an_answer_that_does_not_look_at_the_day_outlives_it(client: Client) -> None:
    with time_machine.travel(dt.datetime(2027, 6, 30, 12, tzinfo=dt.UTC), tick=False) as clock:
        client.get(LIST)
        clock.shift(NEXT_DAY)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        assert len(asked) == 1


@pytest.mark.parametrize(("coding", "decoded"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_an_answer_is_compressed_as_the_request_accepts(
    client: Client, coding: str, decoded: Callable[[bytes], bytes]
) -> None:
    plain = client.get("/api/v1/actions/")
    coded = client.get("/api/v1/actions/", headers={"accept-encoding": f"deflate, {coding};q=0.8"})
    assert coded["Content-Encoding"] == coding
    assert decoded(coded.content) == plain.content
    assert int(coded["Content-Length"]) == len(coded.content) < len(plain.content) / 3
    assert coded["ETag"] != plain["ETag"]
    again = client.get("/api/v1/actions/", headers={"accept-encoding": coding, "if-none-match": coded["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, coded["ETag"])
    refused = client.get("/api/v1/actions/", headers={"accept-encoding": f"{coding};q=0"})
    assert "Content-Encoding" not in refused


def test_the_best_coding_of_several_is_taken(client: Client) -> None:
    assert client.get("/api/v1/actions/", headers={"accept-encoding": "gzip, br"})["Content-Encoding"] == "br"


def test_requests_that_differ_are_kept_apart(client: Client) -> None:
    asked = [
        {},
        {"accept-language": "fr"},
        {"accept": "text/csv"},
        {"origin": "https://elsewhere.example"},
        {"host": "localhost"},
    ]
    first = [client.get("/api/v1/treaties/", headers=headers) for headers in asked]
    again = [client.get("/api/v1/treaties/", headers=headers) for headers in asked]
    for one, other in zip(first, again, strict=True):
        assert headers_but_its_id(one) == headers_but_its_id(other)
    assert len({str(sorted(headers_but_its_id(one).items())) for one in first}) == len(asked)


def test_head_is_answered_from_what_get_kept(client: Client) -> None:
    got = client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        headed = client.head(LIST)
    assert len(asked) == 1
    assert (headed.content, headed["ETag"], headed["Content-Length"]) == (b"", got["ETag"], got["Content-Length"])


@pytest.mark.parametrize("headers", [{"authorization": "Token treaty_nonsense"}, {"cookie": "sessionid=abc"}])
def test_what_is_asked_by_somebody_is_neither_kept_nor_public(client: Client, headers: dict[str, str]) -> None:
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(LIST, headers=headers)
    assert len(asked) > 1
    if answer.status_code == 200:
        assert answer["Cache-Control"] == "private, no-cache"
    assert Client().get(LIST)["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    "address", ["/api/v1/actions/?nothing=1", "/api/v1/actions/nothing/", "/api/v1/actions?lang=fr"]
)
def test_only_answers_are_kept(client: Client, address: str) -> None:
    refused = client.get(address)
    assert refused.status_code in (301, 400, 404)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == refused.status_code
    assert "ETag" not in refused
    assert asked is not None


def test_security_headers_are_kept_with_the_answer(client: Client) -> None:
    for _ in range(2):
        answer = client.get(LIST)
        for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options"):
            assert name in answer


class TestHowLongOthersMayKeepIt:
    def test_what_the_record_may_change_is_asked_about_again(self, client: Client) -> None:
        assert client.get(LIST)["Cache-Control"] == "public, max-age=0, must-revalidate"

    def test_what_is_fixed_to_a_day_and_a_moment_never_changes(self, client: Client) -> None:
        fixed = "/api/v1/treaties/cets-225/status/?as_of=2026-01-01&known_on=2026-10-01"
        assert client.get(fixed)["Cache-Control"] == "public, max-age=86400, immutable"
        for open_ended in ("?as_of=2026-01-01", "?known_on=2026-10-01"):
            answer = client.get(f"/api/v1/treaties/cets-225/status/{open_ended}")
            assert "immutable" not in answer["Cache-Control"]

    def test_a_shared_cache_may_keep_it_as_long_as_is_set_but_not_past_midnight(
        self, client: Client, settings: Any
    ) -> None:
        settings.SHARED_CACHE_SECONDS = 600
        with time_machine.travel(dt.datetime(2027, 6, 30, 23, 55, tzinfo=dt.UTC), tick=False):
            assert client.get(LIST)["Cache-Control"].endswith(", s-maxage=600")
            status = client.get("/api/v1/treaties/cets-225/status/")
            assert status["Cache-Control"].endswith(", s-maxage=300")

    def test_it_says_which_treaties_it_is_of(self, client: Client) -> None:
        assert client.get("/api/v1/treaties/cets-225/status/")["Surrogate-Key"] == "record treaty-cets-225"
        assert client.get(LIST)["Surrogate-Key"] == "record treaty-cets-225"
        assert client.get("/api/v1/actions/")["Surrogate-Key"] == "record all"
