"""What each role may do in the admin: every page as everybody, held against the table in roles.txt.

A page, an action or a role that is new or behaves otherwise shows as a difference. When it is meant to be so, write the
table anew and look at what changed in it:

    REWRITE_ROLES=1 python -m pytest -q tests/admin/test_roles.py
"""

from __future__ import annotations

import os
from contextlib import nullcontext
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from signatories.models import (
    AnsweredRequest,
    Claim,
    ForcePeriod,
    Membership,
    Moment,
    Node,
    RulesApplied,
    StatusPeriod,
    TreatyAction,
)
from signatories.models.roles import GUARDED_COLUMNS, RIGHTS, ROLES, make_roles, permissions_of
from signatories.tokens.models import APIToken
from tests.admin.conftest import address, entered, messages_of, posted, versions
from tests.admin.walking import DRAWN, EVERYBODY, TABLE, at_once, everybody, held, outcome, stops, undrawn
from tests.models import builders as make

DOCUMENT = Path(__file__).parents[2] / "docs" / "roles.md"

pytestmark = pytest.mark.django_db


def held_by(role: str) -> set[str]:
    held = Permission.objects.filter(group__name=role).select_related("content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in held}


def logged_in(client: Client, *roles: str, **columns: Any) -> User:
    user = User.objects.create_user("ada", password="x", **{"is_staff": True} | columns)
    user.groups.set(Group.objects.filter(name__in=roles))
    client.force_login(user)
    return user


def test_every_page_as_everybody(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    clients, asked_of_all = everybody(), list(stops(admin_client))
    # What the test client notes of every template takes longer than all the rest.
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    table = [f"{'':60}{''.join(f'{name:15}' for name in EVERYBODY)}".rstrip()]
    with at_once():
        for stop in asked_of_all:
            asked, cells = stop.action or ("GET" if stop.sent is None else "POST"), []
            for name in EVERYBODY:
                with nullcontext() if name in DRAWN else undrawn():
                    cells.append(outcome(clients[name], stop))
            table.append(f"{f'{stop.name} {asked}':60}{''.join(f'{cell:15}' for cell in cells)}".rstrip())
    if os.environ.get("REWRITE_ROLES"):
        TABLE.write_text("\n".join(table) + "\n")
    assert (
        "\n".join(unified_diff(TABLE.read_text().splitlines(), table, "roles.txt", "as it is", lineterm="", n=0)) == ""
    )


class TestTheTable:
    """Whatever the product adds, these hold of roles.txt."""

    ROWS = list(held().values())

    def test_nobody_but_staff_gets_in(self) -> None:
        assert {row[who] for row in self.ROWS for who in ("anonymous", "outsider")} <= {"login", "-"}

    def test_a_viewer_writes_nothing(self) -> None:
        assert {row["viewer"] for row in self.ROWS} <= {"-", "reads", "asks", "none"}

    def test_nothing_is_written_by_who_was_refused(self) -> None:
        assert "refused" not in TABLE.read_text()
        assert "unasked" not in TABLE.read_text()


@pytest.mark.parametrize("role", ROLES)
def test_migrate_gives_each_role_what_the_product_says(role: str) -> None:
    assert held_by(role) == permissions_of(role)


def test_migrate_puts_a_role_right_and_leaves_other_groups_alone() -> None:
    viewer, own = Group.objects.get(name="viewer"), Group.objects.create(name="translators")
    own.permissions.set(viewer.permissions.all()[:3])
    viewer.permissions.set(Permission.objects.filter(codename="delete_treatyaction"))
    Group.objects.get(name="editor").delete()
    make_roles(using="default")
    assert held_by("viewer") == permissions_of("viewer")
    assert held_by("editor") == permissions_of("editor")
    assert own.permissions.count() == 3


@pytest.mark.django_db(transaction=True)
def test_roles_are_there_after_a_flush() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert held_by("publisher") == permissions_of("publisher")


@pytest.mark.parametrize("noun", ["change", "entry"])
def test_staff_without_a_role_do_not_see_who_changed_what(client: Client, noun: str) -> None:
    logged_in(client)
    assert client.get(f"/admin/signatories/{noun}/").status_code == 403


def test_every_noun_is_in_the_table_of_rights() -> None:
    kept_by_the_program = {AnsweredRequest, ForcePeriod, Moment, Node, RulesApplied, StatusPeriod}
    nouns = set(apps.get_app_config("signatories").get_models()) - kept_by_the_program
    assert {model._meta.label_lower for model in nouns} == {each for each in RIGHTS if each.startswith("signatories.")}


def test_the_document_says_what_the_table_of_rights_says() -> None:
    acts = {"view": "sees", "add": "adds", "change": "corrects", "delete": "retracts", "decide": "decides"}
    for model, granted in RIGHTS.items():
        noun = str(apps.get_model(model)._meta.verbose_name_plural)
        cells = [", ".join(acts[act] for act in granted.get(role, "").split()) for role in ROLES]
        assert f"| {noun} | {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |") in DOCUMENT.read_text()


def test_an_editor_enters_facts_on_a_treatys_page_and_leaves_the_treaty_as_it_is(client: Client) -> None:
    logged_in(client, "editor")
    treaty, source = make.open_treaty(), make.source()
    page = client.get(address(treaty))
    assert page.context["adminform"].form.fields == {}
    new = {"checks-0-speaks_as_of": "2026-01-01", "checks-0-result": "Nothing new.", "checks-0-source": source.pk}
    forms = {
        "checks-TOTAL_FORMS": 1,
        "checks-0-locator": "row 1",
        "checks-0-confidence": "high",
        "checks-0-treaty": treaty.pk,
    }
    response = client.post(address(treaty), posted(page) | new | forms | {"depositary": "Somebody else"})
    assert response.status_code == 302, messages_of(response)
    assert treaty.checks.count() == 1
    treaty.refresh_from_db()
    assert treaty.depositary != "Somebody else"


def test_an_editor_enters_no_rule_on_a_treatys_page(client: Client) -> None:
    logged_in(client, "editor")
    page = client.get(address(make.open_treaty()))
    may_add = {
        inline.opts.model.__name__ for inline in page.context["inline_admin_formsets"] if inline.has_add_permission
    }
    assert may_add == {"TreatyAction", "Declaration", "ImplementingMeasure", "Check"}


def test_an_editor_corrects_and_does_not_retract(client: Client, signature: TreatyAction) -> None:
    logged_in(client, "editor")
    page = client.get(address(signature))
    assert "retract_address" not in page.context
    sent = entered(client, signature, locator="row 2", reason="Counted again.")
    assert client.post(address(signature), sent).status_code == 302
    held = versions(signature)[-1]
    assert held.locator == "row 2"
    assert client.post(address(held, "retract"), {"reason": "It was never so."}).status_code == 403
    held.refresh_from_db()
    assert held.known_until is None


def test_a_publisher_retracts(client: Client, signature: TreatyAction) -> None:
    logged_in(client, "publisher")
    assert client.get(address(signature)).context["retract_address"]
    client.post(address(signature, "retract"), {"reason": "It was never so."})
    signature.refresh_from_db()
    assert signature.known_until


@pytest.mark.parametrize(("role", "decision"), [("editor", ""), ("publisher", "46")])
def test_a_claim_is_decided_by_a_publisher(client: Client, role: str, decision: str) -> None:
    logged_in(client, role)
    claim = make.saved(Claim)
    _, columns = GUARDED_COLUMNS["signatories.claim"]
    assert set(columns) <= {field.name for field in Claim._meta.fields}
    sent = entered(client, claim, locator="row 2", reason="Read again.", decision="46", decision_reason="Counted.")
    assert client.post(address(claim), sent).status_code == 302
    held = versions(claim)[-1]
    assert (held.locator, held.decision) == ("row 2", decision)


def test_only_a_superuser_makes_a_superuser(client: Client, admin_user: User) -> None:
    ada = logged_in(client, "administrator")
    page = f"/admin/auth/user/{ada.pk}/change/"
    assert not {"is_superuser", "user_permissions"} & set(client.get(page).context["adminform"].form.fields)
    sent = {"username": "ada", "is_staff": "on", "date_joined_0": "2026-01-01", "date_joined_1": "00:00"}
    sent |= {"is_active": "on", "groups": str(Group.objects.get(name="administrator").pk)}
    client.post(page, sent | {"is_superuser": "on", "first_name": "Ada"})
    ada.refresh_from_db()
    assert (ada.first_name, ada.is_superuser) == ("Ada", False)
    assert client.post(f"/admin/auth/user/{admin_user.pk}/password/", {"password1": "x"}).status_code == 403
    assert client.post(f"/admin/auth/user/{admin_user.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_viewer_sees_no_digest_of_a_password(client: Client) -> None:
    ada = logged_in(client, "viewer")
    page = client.get(f"/admin/auth/user/{ada.pk}/change/").content.decode()
    assert "ada" in page
    assert "algorithm" not in page


def test_a_role_stays_what_it_is(admin_client: Client) -> None:
    editor = Group.objects.get(name="editor")
    assert admin_client.post(f"/admin/auth/group/{editor.pk}/change/", {"name": "scribe"}).status_code == 403
    assert admin_client.post(f"/admin/auth/group/{editor.pk}/delete/", {"post": "yes"}).status_code == 403


class TestTheTokensPage:
    """An administrator makes tokens, sees each once, and revokes them."""

    def test_a_token_is_shown_once_and_lets_its_user_in(self, client: Client) -> None:
        user = logged_in(client, "administrator")
        sent = {"user": user.pk, "name": "import", "expiry_0": "2100-01-01", "expiry_1": "00:00"}
        response = client.post("/admin/tokens/apitoken/add/", sent)
        assert response.status_code == 302
        token = APIToken.objects.get(name="import")
        words = messages_of(response).split("<code>")[1].split("</code>")[0]
        assert words.startswith("treaty_")
        client.get("/admin/")
        for page in ("/admin/tokens/apitoken/", f"/admin/tokens/apitoken/{token.pk}/change/"):
            shown = client.get(page).content.decode()
            assert "import" in shown
            assert not any(secret in shown for secret in (words, token.digest, token.token_key))

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"expiry_0": "2020-01-01"}, "over already"),
            ({"name": " "}, "required"),
            ({"user": "outsider"}, "not one of the available choices"),
            ({"roles": "publisher"}, "does not have the role publisher"),
        ],
    )
    def test_what_is_refused(self, client: Client, wrong: dict[str, Any], sentence: str) -> None:
        user = logged_in(client, "administrator")
        ids = {
            "outsider": User.objects.create_user("outsider").pk,
            "publisher": Group.objects.get(name="publisher").pk,
        }
        sent = {"user": user.pk, "name": "import", "expiry_0": "2100-01-01", "expiry_1": "00:00"}
        response = client.post("/admin/tokens/apitoken/add/", sent | {k: ids.get(v, v) for k, v in wrong.items()})
        assert response.status_code == 200
        assert sentence in str(response.context["errors"])
        assert not APIToken.objects.exists()

    def test_a_token_is_revoked(self, client: Client) -> None:
        user = logged_in(client, "administrator")
        client.post(
            "/admin/tokens/apitoken/add/",
            {"user": user.pk, "name": "import", "expiry_0": "2100-01-01", "expiry_1": "00:00"},
        )
        token = APIToken.objects.get()
        client.post(f"/admin/tokens/apitoken/{token.pk}/delete/", {"post": "yes"})
        assert not APIToken.objects.exists()


def test_memberships_are_an_editors(client: Client) -> None:
    logged_in(client, "editor")
    organisation = make.saved(Membership).organisation
    page = client.get(address(organisation))
    assert all(inline.has_add_permission for inline in page.context["inline_admin_formsets"])
