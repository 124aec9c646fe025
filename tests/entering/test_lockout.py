"""Logins that fail again and again: who tries waits, and is told until when; nobody else is locked out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from signatories.entrance.models import FailedLogin
from signatories.limits.addresses import client_address
from signatories.tokens.models import issue
from tests.entering.conftest import PASSWORD, login

pytestmark = pytest.mark.django_db
FIVE = 5


def fails(client: Client, times: int = FIVE, name: str = "ada", **sent: Any) -> Any:
    return [login(client, name, "wrong", **sent) for _ in range(times)][-1]


def test_the_fifth_failure_locks_and_says_until_when(client: Client, ada: User) -> None:
    assert fails(client, FIVE - 1).status_code == 200
    told = fails(client, 1)
    opens = timezone.now() + dt.timedelta(minutes=30)
    assert told.status_code == 429
    assert 1790 < int(told["Retry-After"]) <= 1800
    assert f"It opens again at {opens:%H:%M} UTC" in told.content.decode()
    assert login(client).status_code == 429, "The right password opens nothing now."


def test_it_opens_by_itself_and_trying_meanwhile_does_not_put_it_off(client: Client, ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fails(client)
        clock.shift(dt.timedelta(minutes=29))
        assert login(client).status_code == 429
        clock.shift(dt.timedelta(minutes=2))
        assert login(client).status_code == 302


def test_a_success_forgets_failures(client: Client, ada: User) -> None:
    fails(client, FIVE - 1)
    login(client)
    client.logout()
    assert fails(client, FIVE - 1).status_code == 200


def test_a_name_nobody_has_is_told_the_same(client: Client, ada: User) -> None:
    assert fails(client, name="nobody").status_code == 429


def test_others_get_in(client: Client, ada: User) -> None:
    """Neither the same name from elsewhere, nor another name from there: nobody can lock somebody else out."""
    User.objects.create_user("bob", password=PASSWORD, is_staff=True)
    fails(client, REMOTE_ADDR="203.0.113.9")
    assert login(Client(), REMOTE_ADDR="203.0.113.10").status_code == 302
    assert login(Client(), "bob", REMOTE_ADDR="203.0.113.9").status_code == 302


def test_browsers_are_not_told_apart(client: Client, ada: User) -> None:
    told = [login(client, "ada", "wrong", headers={"user-agent": f"Browser {number}"}) for number in range(FIVE)]
    assert told[-1].status_code == 429


def test_a_token_writes_all_the_same(client: Client, ada: User) -> None:
    fails(client)
    token = issue(ada, "import")[1]
    headers = {"authorization": f"Token {token}"}
    assert client.post("/api/v1/actions/", {}, content_type="application/json", headers=headers).status_code == 422


def test_it_is_said_in_french(client: Client, ada: User) -> None:
    assert "rouvre à" in fails(client, headers={"accept-language": "fr"}).content.decode()


def test_no_password_is_noted(client: Client, ada: User, caplog: Any) -> None:
    login(client, "ada", "my-other-password")
    noted = FailedLogin.objects.values().get()
    assert not any("my-other-password" in str(value) for value in (noted, caplog.text))


def test_an_administrator_lifts_it(client: Client, ada: User) -> None:
    fails(client)
    boss = User.objects.create_user("boss", is_staff=True)
    boss.groups.add(Group.objects.get(name="administrator"))
    officer = Client()
    officer.force_login(boss)
    failed = FailedLogin.objects.get()
    assert "ada" in officer.get("/admin/entrance/failedlogin/").content.decode()
    officer.post(f"/admin/entrance/failedlogin/{failed.pk}/delete/", {"post": "yes"})
    assert login(client).status_code == 302


def test_it_is_lifted_on_the_machine(client: Client, ada: User) -> None:
    fails(client)
    call_command("axes_reset_username", "ada")
    assert login(client).status_code == 302


class TestTheAddress:
    @pytest.mark.parametrize(
        ("is_behind", "forwarded", "address"),
        [
            (False, "198.51.100.1", "203.0.113.9"),
            (True, "198.51.100.1", "198.51.100.1"),
            (True, "made up, 10.0.0.1, 198.51.100.1", "198.51.100.1"),
            (True, "", "203.0.113.9"),
            (True, "nonsense", None),
            (True, "::ffff:198.51.100.1", "198.51.100.1"),
            (True, "2001:DB8:0::1", "2001:db8::1"),
        ],
    )
    def test_it_is_what_the_nearest_told(
        self, settings: Any, is_behind: bool, forwarded: str, address: str | None
    ) -> None:
        settings.TRUSTED_PROXIES = int(is_behind)
        asked = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9", headers={"x-forwarded-for": forwarded})
        assert client_address(asked) == address

    def test_a_made_up_one_does_not_get_round_the_lock(self, client: Client, ada: User, settings: Any) -> None:
        settings.TRUSTED_PROXIES = 1
        for number in range(FIVE):
            told = login(client, "ada", "wrong", headers={"x-forwarded-for": f"198.51.100.{number}, 203.0.113.9"})
        assert told.status_code == 429

    def test_over_a_local_socket_there_is_none(self, client: Client, ada: User) -> None:
        assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) is None
        assert fails(client, REMOTE_ADDR="").status_code == 429
