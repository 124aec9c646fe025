"""API tokens: who is let in with one, what it may do, and what everybody else is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import Client
from django.urls import path
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from signatories.api.authentication import WRITERS
from signatories.api.permissions import MayWrite, may, require_columns
from signatories.models import Claim, TreatyAction
from signatories.tokens.models import APIToken, issue

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class Desk(APIView):
    """A view that writes nothing and says who was let in."""

    model: Any = TreatyAction
    right = "add"

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [writer() for writer in WRITERS] if self.request.method == "POST" else []

    def get_permissions(self) -> list[BasePermission]:
        return [MayWrite()] if self.request.method == "POST" else []

    def get(self, request: Request) -> Response:
        return Response({"open": "to all"})

    def post(self, request: Request) -> Response:
        require_columns(request, self.model, request.data)
        return Response({"user": str(request.user), "may_retract": may(request, "signatories.delete_treatyaction")})


urlpatterns = [
    path("api/add/", Desk.as_view()),
    path("api/change/", Desk.as_view(right="change")),
    path("api/delete/", Desk.as_view(right="delete")),
    path("api/claims/", Desk.as_view(model=Claim)),
    path("api/treaties/", Desk.as_view(model=TreatyAction.treaty.field.related_model)),
]

Member = Callable[..., User]


@pytest.fixture
def member() -> Member:
    """Makes a member of staff with these roles."""

    def make(*roles: str, **columns: Any) -> User:
        user = User.objects.create_user("ada", password="x", **{"is_staff": True} | columns)
        user.groups.set(Group.objects.filter(name__in=roles))
        return user

    return make


def role(name: str) -> Group:
    return Group.objects.get(name=name)


def post(where: str, words: str | None = None, client: Client | None = None, body: Any = None, **headers: str) -> Any:
    given = {"Authorization": f"Token {words}"} if words else {}
    return (client or Client()).post(f"/api/{where}/", body or {}, "application/json", headers=given | headers)


def refused(response: Any, status: int) -> str:
    """What a refusal says: always a problem document with a sentence."""
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert ("WWW-Authenticate" in response) == (status == 401)
    detail: str = response.json()["detail"]
    assert detail.endswith("."), detail
    return detail


def test_a_token_writes_in_its_users_name(member: Member) -> None:
    _, words = issue(member("editor"), "import")
    assert post("add", words).json() == {"user": "ada", "may_retract": False}
    assert post("change", words).status_code == 200
    assert refused(post("delete", words), 403) == (
        "Retracting treaty actions takes the role publisher or administrator, and ada has editor: ask an administrator."
    )


def test_of_the_token_only_a_digest_is_kept(member: Member) -> None:
    token, words = issue(member("editor"), "import")
    kept = {str(value) for value in APIToken.objects.values().get(pk=token.pk).values()}
    assert not any(words in value for value in kept)
    assert token.digest != words
    assert words.startswith("treaty_")


def test_nobody_is_told_what_to_send() -> None:
    response = post("add")
    assert "Authorization: Token" in refused(response, 401)
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(
    "header",
    [
        "Token",
        "Token a b",
        "Token ",
        "Token \xff\xfe",
        "Token é",
        "Token ✓",
        "Token \x00",
        "Token a\x07b",
        "Token " + "0" * 10_000,
        "token unknown",
        "Token treaty_" + "0" * 64,
        "Bearer x",
        "Basic OjpA",
        "\xff",
        "✓",
        " ",
    ],
)
def test_whatever_is_sent_as_a_token_is_refused_with_a_sentence(header: str) -> None:
    refused(post("add", Authorization=header), 401)


def test_a_token_that_is_nearly_right_is_unknown(member: Member) -> None:
    _, words = issue(member("editor"), "import")
    for nearly in (words[:-1], words + "0", words.upper(), words[:15]):
        assert "not known" in refused(post("add", nearly), 401)


def test_a_token_ends_on_its_day(member: Member) -> None:
    token, words = issue(member("editor"), "import", expiry=timezone.now() + dt.timedelta(minutes=1))
    assert post("add", words).status_code == 200
    APIToken.objects.update(expiry=timezone.now() - dt.timedelta(seconds=1))
    assert "expired on" in refused(post("add", words), 401)
    assert APIToken.objects.filter(pk=token.pk).exists(), "An expired token stays listed until it is revoked."


def test_a_token_lasts_a_year_unless_told_otherwise(member: Member) -> None:
    token, _ = issue(member("editor"), "import")
    assert token.expiry - timezone.now() > dt.timedelta(days=364, hours=23)
    assert token.expiry - timezone.now() < dt.timedelta(days=365)


def test_a_revoked_token_is_unknown(member: Member) -> None:
    token, words = issue(member("editor"), "import")
    token.delete()
    assert "revoked" in refused(post("add", words), 401)


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_a_token_goes_with_its_user(member: Member, lost: str) -> None:
    user = member("editor")
    _, words = issue(user, "import")
    User.objects.filter(pk=user.pk).update(**{lost: False})
    assert "may no longer log in" in refused(post("add", words), 401)


def test_a_token_has_the_rights_its_user_has_now(member: Member) -> None:
    user = member("editor")
    _, words = issue(user, "import")
    user.groups.set([role("publisher")])
    assert post("delete", words).status_code == 200
    user.groups.set([])
    assert "ada has none" in refused(post("add", words), 403)


def test_a_token_is_limited_to_its_roles(member: Member) -> None:
    user = member("publisher", "editor")
    _, words = issue(user, "import", [role("editor")])
    assert post("add", words).json()["may_retract"] is False
    assert refused(post("delete", words), 403) == (
        "Retracting treaty actions takes the role publisher or administrator, and this token is limited to editor:"
        " use another token."
    )


def test_a_limited_token_of_a_superuser_has_that_roles_rights_only(member: Member) -> None:
    user = member(is_superuser=True)
    _, limited = issue(user, "limited", [role("editor")])
    _, whole = issue(user, "whole")
    assert post("delete", whole).status_code == 200
    assert post("add", limited).json()["may_retract"] is False
    assert "limited to editor" in refused(post("delete", limited), 403)


def test_what_a_user_lost_a_token_with_that_role_lost_too(member: Member) -> None:
    user = member("publisher")
    _, words = issue(user, "import", [role("publisher")])
    user.groups.set([role("viewer")])
    assert "ada has viewer" in refused(post("delete", words), 403)


def test_a_limit_cannot_vanish_with_its_group(member: Member) -> None:
    own = Group.objects.create(name="translators")
    user = member("publisher", "translators")
    issue(user, "import", [own])
    with pytest.raises(ProtectedError):
        own.delete()


def test_a_decision_is_a_publishers(member: Member) -> None:
    user = member("editor")
    _, words = issue(user, "import")
    assert post("claims", words, body={"claimed": "46"}).status_code == 200
    said = refused(post("claims", words, body={"decision": "46"}), 403)
    assert said.startswith("Giving decision of claims takes the role publisher or administrator")
    user.groups.add(role("publisher"))
    assert post("claims", words, body={"decision": "46"}).status_code == 200


@pytest.mark.parametrize("where", ["add", "change", "delete", "claims", "treaties"])
def test_a_viewer_writes_nothing(member: Member, where: str) -> None:
    _, words = issue(member("viewer"), "import")
    assert "ada has viewer" in refused(post(where, words), 403)


class TestASession:
    """Staff who are logged in to the admin may write as well, with the CSRF token a page of theirs has."""

    @pytest.fixture
    def browser(self, member: Member) -> Iterator[Client]:
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(member("editor"))
        yield browser

    def test_with_its_csrf_token_it_writes(self, browser: Client) -> None:
        browser.cookies["csrftoken"] = "a" * 32
        answer = post("add", client=browser, **{"X-CSRFToken": "a" * 32})
        assert answer.json()["user"] == "ada"
        assert "ada has editor" in refused(post("delete", client=browser, **{"X-CSRFToken": "a" * 32}), 403)

    def test_without_it_another_site_may_have_sent_it(self, browser: Client) -> None:
        assert "X-CSRFToken" in refused(post("add", client=browser), 403)

    def test_of_somebody_who_is_not_staff_it_writes_nothing(self, member: Member) -> None:
        browser = Client()
        browser.force_login(member("publisher", is_staff=False))
        assert "is not: ask" in refused(post("add", client=browser), 403)

    def test_a_useless_token_is_not_excused_by_it(self, browser: Client) -> None:
        refused(post("add", "unknown", client=browser), 401)


def test_a_read_looks_at_no_credentials(member: Member, django_assert_num_queries: Any) -> None:
    browser = Client()
    browser.force_login(member("editor"))
    with django_assert_num_queries(0):
        answer = browser.get("/api/add/", headers={"Authorization": "Token \xff"})
    assert (answer.status_code, answer.json()) == (200, {"open": "to all"})
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    ("columns", "roles", "sentence"),
    [
        ({"is_staff": False}, [], "is not an active member of staff"),
        ({"is_active": False}, [], "is not an active member of staff"),
        ({}, ["publisher"], "does not have the role publisher"),
    ],
)
def test_who_gets_no_token(member: Member, columns: Any, roles: list[str], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        issue(member("editor", **columns), "import", [role(name) for name in roles])
    assert not APIToken.objects.exists()
