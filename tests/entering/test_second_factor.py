"""The second factor: enrolled by staff themselves, asked for from then on, removed when it is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from signatories.tokens.models import issue
from tests.entering.conftest import CODE, FACTOR, PASSWORD, code_of, login

pytestmark = pytest.mark.django_db
NEW_ACT = {"treaty": "cets-225", "participant": "MEX", "kind": "signature", "done_on": "2026-10-20",
           "source": ["coe-chart-225-transcript-a"], "locator": ["x"]}  # fmt: skip


def gets_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def writes(client: Client, **headers: str) -> Any:
    return client.post("/api/v1/actions/", NEW_ACT, content_type="application/json", headers=headers)


class TestEnrolling:
    def test_a_code_of_the_scanned_key_confirms_it(self, client: Client, ada: User) -> None:
        login(client)
        page = client.get(FACTOR)
        key = client.session["second_factor_key"]
        assert "<svg" in page.content.decode() and "no-store" in page["Cache-Control"]
        told = client.post(FACTOR, {"code": code_of(key)}).content.decode()
        codes = re.findall(r"<li><code>([a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4})</code>", told)
        assert len(set(codes)) == 10
        assert gets_in(client)
        assert "second_factor_key" not in client.session
        assert TOTPDevice.objects.get(user=ada).key == key
        assert not set(codes) & set(StaticToken.objects.values_list("token", flat=True))
        assert not any(code in client.get(FACTOR).content.decode() for code in codes), "They are shown once."
        assert LogEntry.objects.get().get_change_message() == "Enrolled a second factor."

    def test_another_code_does_not(self, client: Client, ada: User) -> None:
        login(client)
        client.get(FACTOR)
        wrong = f"{(int(code_of(client.session['second_factor_key'])) + 1) % 10**6:06d}"
        assert "not the one that belongs" in client.post(FACTOR, {"code": wrong}).content.decode()
        assert not TOTPDevice.objects.exists()

    def test_other_sessions_are_asked_from_then_on(self, client: Client, ada: User) -> None:
        other = Client()
        login(client), login(other)
        client.get(FACTOR)
        client.post(FACTOR, {"code": code_of(client.session["second_factor_key"])})
        assert gets_in(client) and not gets_in(other)

    def test_it_is_for_staff(self, client: Client) -> None:
        User.objects.create_user("eve", password=PASSWORD)
        client.force_login(User.objects.get(username="eve"))
        assert client.get(FACTOR)["Location"].startswith("/admin/login/")


class TestLoggingIn:
    def test_the_code_is_asked_for_before_anything_else(self, client: Client, key: str) -> None:
        login(client)
        asked = client.get("/admin/signatories/treaty/", follow=True)
        assert asked.redirect_chain[-1][0] == f"{CODE}?next=%2Fadmin%2Fsignatories%2Ftreaty%2F"
        assert client.get(FACTOR).status_code == 302
        assert client.post("/admin/password_change/").status_code == 302
        sent = client.post(CODE, {"code": code_of(key), "next": "/admin/signatories/treaty/"})
        assert sent["Location"] == "/admin/signatories/treaty/"
        assert gets_in(client)

    def test_the_session_changes_its_name(self, client: Client, key: str) -> None:
        login(client)
        before = client.session.session_key
        client.post(CODE, {"code": code_of(key)})
        assert client.session.session_key != before

    def test_a_code_is_accepted_once(self, client: Client, key: str) -> None:
        code, other = code_of(key), Client()
        login(client), login(other)
        client.post(CODE, {"code": code})
        other.post(CODE, {"code": code})
        assert gets_in(client) and not gets_in(other)

    def test_codes_of_somebody_else_are_none(self, client: Client, key: str) -> None:
        bob = User.objects.create_user("bob", password=PASSWORD, is_staff=True)
        his = TOTPDevice.objects.create(user=bob, name="app").key
        login(client)
        client.post(CODE, {"code": code_of(his)})
        assert not gets_in(client)

    @pytest.mark.parametrize("given", ["", "abc", "000000000000000000000", "\0", "١٢٣٤٥٦", "-1"])
    def test_what_is_no_code_is_refused(self, client: Client, key: str, given: str) -> None:
        login(client)
        assert client.post(CODE, {"code": given}).status_code == 200
        assert not gets_in(client)

    def test_wrong_codes_make_everybody_wait(self, client: Client, key: str) -> None:
        login(client)
        wrong = f"{(int(code_of(key)) + 1) % 10**6:06d}"
        assert "not right" in client.post(CODE, {"code": wrong}).content.decode()
        assert "Try again after" in client.post(CODE, {"code": code_of(key)}).content.decode()
        assert not gets_in(client)

    def test_a_recovery_code_lets_in_once(self, client: Client, recovery: list[str]) -> None:
        other = Client()
        login(client), login(other)
        client.post(CODE, {"code": recovery[0].upper()})
        other.post(CODE, {"code": recovery[0]})
        assert gets_in(client) and not gets_in(other)
        assert "9 recovery codes left" in client.get(FACTOR).content.decode()

    def test_it_goes_nowhere_else(self, client: Client, key: str) -> None:
        login(client)
        assert client.post(CODE, {"code": code_of(key), "next": "https://evil.example/"})["Location"] == "/admin/"

    def test_somebody_else_may_log_in_instead(self, client: Client, key: str) -> None:
        login(client)
        client.post(CODE, {"leave": "yes"})
        assert "_auth_user_id" not in client.session


class TestTheAPI:
    def test_a_session_that_owes_a_code_does_not_write(self, client: Client, key: str) -> None:
        login(client)
        refused = writes(client)
        assert refused.status_code == 403 and "second factor" in refused.json()["detail"]
        client.post(CODE, {"code": code_of(key)})
        assert writes(client).status_code == 201

    def test_a_token_is_not_asked(self, client: Client, ada: User, key: str, settings: Any) -> None:
        settings.REQUIRE_SECOND_FACTOR = True
        assert writes(client, authorization=f"Token {issue(ada, 'import')[1]}").status_code == 201


class TestRequired:
    @pytest.fixture(autouse=True)
    def _required(self, settings: Any) -> None:
        settings.REQUIRE_SECOND_FACTOR = True

    def test_who_has_none_is_led_to_enrol(self, client: Client, ada: User) -> None:
        asked = client.get(login(client)["Location"], follow=True)
        assert asked.redirect_chain[-1][0].startswith(FACTOR)
        assert "required here" in asked.content.decode()
        assert writes(client).status_code == 403
        client.post(FACTOR, {"code": code_of(client.session["second_factor_key"])})
        assert gets_in(client)

    def test_whoever_was_logged_in_before_it_was_required_is_asked(self, client: Client, ada: User) -> None:
        client.force_login(ada)
        assert not gets_in(client)


class TestLosingIt:
    def test_ones_own_is_removed_and_renewed(self, client: Client, ada: User, recovery: list[str], key: str) -> None:
        login(client)
        client.post(CODE, {"code": code_of(key)})
        told = client.post(FACTOR, {"renew": "yes"}).content.decode()
        assert told.count("<li><code>") == 10 and recovery[0] not in told
        client.post(FACTOR, {"remove": "yes"})
        assert not TOTPDevice.objects.exists() and not StaticToken.objects.exists()
        assert gets_in(client)

    def test_an_administrator_removes_it_and_it_is_logged(self, client: Client, ada: User, recovery: list[str]) -> None:
        boss = User.objects.create_user("boss", is_staff=True)
        boss.groups.add(Group.objects.get(name="administrator"))
        client.force_login(boss)
        device = TOTPDevice.objects.get()
        page = client.get(f"/admin/entrance/secondfactor/{device.pk}/change/").content.decode()
        assert "ada" in page and device.key not in page
        client.post(f"/admin/entrance/secondfactor/{device.pk}/delete/", {"post": "yes"})
        assert not TOTPDevice.objects.exists() and not StaticToken.objects.exists()
        entry = LogEntry.objects.get()
        assert (entry.user, entry.object_repr, entry.is_deletion()) == (boss, "ada", True)

    def test_not_a_superusers(self, client: Client, admin_user: User) -> None:
        boss = User.objects.create_user("boss", is_staff=True)
        boss.groups.add(Group.objects.get(name="administrator"))
        client.force_login(boss)
        device = TOTPDevice.objects.create(user=admin_user, name="app")
        assert client.post(f"/admin/entrance/secondfactor/{device.pk}/delete/", {"post": "yes"}).status_code == 403

    def test_an_editor_does_not_see_it(self, client: Client, ada: User, key: str) -> None:
        login(client)
        client.post(CODE, {"code": code_of(key)})
        assert client.get("/admin/entrance/secondfactor/").status_code == 403

    def test_the_way_out_on_the_machine(self, client: Client, ada: User, key: str, capsys: Any) -> None:
        call_command("remove_second_factor", "ada")
        assert "no second factor any more" in capsys.readouterr().out
        assert LogEntry.objects.filter(user=ada).exists()
        login(client)
        assert gets_in(client)
        with pytest.raises(CommandError, match="has no second factor"):
            call_command("remove_second_factor", "ada")
        with pytest.raises(CommandError, match="There is no user"):
            call_command("remove_second_factor", "nobody")


def test_the_door_is_in_french(client: Client, key: str) -> None:
    french = {"accept-language": "fr"}
    login(client)
    assert "Les six chiffres" in client.get(CODE, headers=french).content.decode()


def test_a_new_password_ends_other_sessions(client: Client, ada: User) -> None:
    other = Client()
    login(client), login(other)
    new = {"old_password": PASSWORD, "new_password1": "another-sentence-43", "new_password2": "another-sentence-43"}
    assert client.post("/admin/password_change/", new).status_code == 302
    assert gets_in(client) and not gets_in(other)
