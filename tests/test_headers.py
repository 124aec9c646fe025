"""The security headers: every address's every answer carries the whole set, whoever made the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.contrib.auth.models import User
from django.core.handlers.base import BaseHandler
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver

from convention_api.headers import SafeHeaders

pytestmark = pytest.mark.django_db
CET = "/treaties/cets-225/"
SAME_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOR_PAGES = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
FOR_DATA = {"default-src 'none'", "frame-ancestors 'none'"}


def addresses(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    """Every address there is, with an `x` for what it takes."""
    for _name, ways in resolver.reverse_dict.lists():
        for forms, *_ in ways:
            yield from (prefix + form % dict.fromkeys(taken, "x") for form, taken in forms)
    for below, within in resolver.namespace_dict.values():
        yield from addresses(within, prefix + below)


def policy(response: Any) -> set[str]:
    return set(response["Content-Security-Policy"].split("; "))


def shortcomings(response: Any, path: str) -> dict[str, Any]:
    """What an answer lacks, or says otherwise than it should."""
    expected = dict(SAME_EVERYWHERE)
    expected["Cross-Origin-Resource-Policy"] = "same-origin" if path.startswith("/admin") else "cross-origin"
    if not path.startswith("/embed/"):
        expected["X-Frame-Options"] = "DENY"
    found = {name: response.get(name) for name, value in expected.items() if response.get(name) != value}
    if "camera=()" not in response.get("Permissions-Policy", ""):
        found["Permissions-Policy"] = response.get("Permissions-Policy")
    is_page = response.get("Content-Type", "").startswith("text/html")
    if not path.startswith(("/embed/", "/api/docs/")) and policy(response) != (FOR_PAGES if is_page else FOR_DATA):
        found["Content-Security-Policy"] = response["Content-Security-Policy"]
    return found


def test_every_address_answers_with_the_whole_set(client: Client, admin_client: Client) -> None:
    every = sorted(set(addresses(get_resolver())))
    assert {"/healthz", "/api/v1/treaties/x/status/", "/admin/signatories/treaty/x/change/", "/favicon.ico"} <= set(
        every
    )
    found = {}
    for path in [*every, "/nowhere", "/api/nowhere", "/api/v1/actions/?treaty=x", CET, "/api/v1/treaties/cets-225/"]:
        answers = [client.get(path), client.post(path)] + ([admin_client.get(path)] if "/admin/" in path else [])
        found |= {(path, answer.status_code): lack for answer in answers if (lack := shortcomings(answer, path))}
    assert found == {}


def test_only_the_card_is_framed_by_others(client: Client) -> None:
    card = client.get("/embed/cets-225/")
    assert policy(card) == FOR_PAGES - {"frame-ancestors 'none'"} | {"frame-ancestors *"}
    assert "X-Frame-Options" not in card


def test_the_documentation_may_draw_its_own_pictures_and_nothing_more(client: Client) -> None:
    page = client.get("/api/docs/")
    assert policy(page) == FOR_PAGES - {"img-src 'self'"} | {"img-src 'self' data:"}


def test_what_is_kept_is_kept_with_them(client: Client, settings: Any) -> None:
    settings.KEPT_BYTES = 1_000_000
    first, again = client.get(CET), client.get(CET)
    unmodified = client.get(CET, headers={"if-none-match": first["ETag"]})
    assert unmodified.status_code == 304
    for answer in (first, again, unmodified):
        assert policy(answer) == FOR_PAGES
        assert "Permissions-Policy" in answer


class TestWhatIsAnsweredAroundTheViews:
    def test_no_database(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def away() -> None:
            raise OperationalError("gone")

        monkeypatch.setattr("signatories.keeping.middleware.database_to_read", away)
        client.raise_request_exception = False
        for path in (CET, "/api/v1/actions/"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert shortcomings(answer, path) == {}

    def test_a_host_that_is_not_ours(self, client: Client) -> None:
        answer = client.get("/", headers={"host": "evil.example"})
        assert answer.status_code == 400
        assert shortcomings(answer, "/") == {}

    def test_an_error_of_our_own(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        client.raise_request_exception = False
        monkeypatch.setattr("signatories.web.pages.Page.get", lambda *_, **__: 1 / 0)
        answer = client.get(CET, {"as_of": "2019-12-31"})
        assert answer.status_code == 500
        assert shortcomings(answer, "/") == {}

    def test_over_https_it_is_to_stay_so(self, client: Client, settings: Any) -> None:
        assert client.get("/healthz", secure=True)["Strict-Transport-Security"] == (
            "max-age=31536000; includeSubDomains; preload"
        )

    def test_an_answer_made_outside_of_all_others(self) -> None:
        answer = SafeHeaders(lambda request: HttpResponse(status=429))(RequestFactory().get("/", secure=True))
        assert shortcomings(answer, "/") == {}
        assert "Strict-Transport-Security" in answer


def test_head_is_answered_by_the_headers_alone() -> None:
    handler = BaseHandler()  # The tests' client would take the body away by itself.
    handler.load_middleware()
    for path in ("/healthz", "/", "/api/v1/participants/", "/nowhere"):
        whole, bare = (
            cast(HttpResponse, handler.get_response(RequestFactory().generic(method, path, secure=True)))
            for method in ("GET", "HEAD")
        )
        assert (bare.status_code, bare.content) == (whole.status_code, b"")
        assert int(bare["Content-Length"]) == len(whole.content) > 0
    streamed = handler.get_response(RequestFactory().head("/api/v1/export/", secure=True))
    assert "Content-Length" not in streamed


class TestTheAdminOnAHostOfItsOwn:
    @pytest.fixture(autouse=True)
    def _apart(self, settings: Any) -> None:
        settings.ADMIN_HOST = "desk.example.org"
        settings.ALLOWED_HOSTS = ["treaties.example.org", "desk.example.org"]

    def test_it_is_there_and_nowhere_else(self, client: Client) -> None:
        here, elsewhere = {"host": "desk.example.org:8443"}, {"host": "treaties.example.org"}
        for path in ("/admin/", "/admin/login/", "/admin/language/", "/admin", "/admin/nonsense/"):
            assert client.get(path, headers=elsewhere).status_code == 404
        assert client.get("/admin/login/", headers=here).status_code == 200
        for headers in (here, elsewhere):
            assert client.get("/", headers=headers).status_code == 200
            assert client.get("/api/v1/treaties/cets-225/", headers=headers).status_code == 200

    def test_a_session_of_it_counts_for_nothing_elsewhere(self, admin_client: Client, admin_user: User) -> None:
        def sent(host: str) -> int:
            return admin_client.post(
                "/api/v1/actions/", {}, content_type="application/json", headers={"host": host}
            ).status_code

        assert sent("desk.example.org") == 422
        assert sent("treaties.example.org") == 401
