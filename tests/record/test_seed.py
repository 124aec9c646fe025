"""`manage.py seed` fills an empty record, leaves any other as it is, and says what is worth opening."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from signatories.models import Participant, TreatyAction
from tests.models import builders as make

pytestmark = pytest.mark.django_db

ADDRESS = "http://127.0.0.1:8123"


@pytest.fixture(autouse=True)
def no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this machine's own environment holds."""
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)


def seed() -> str:
    printed = StringIO()
    call_command("seed", address=ADDRESS, stdout=printed, verbosity=0)
    return printed.getvalue()


def test_an_empty_record_is_filled(dump: Callable[..., Any], request: Any) -> None:
    shipped = dump()
    request.getfixturevalue("empty_record")
    assert "The record is empty: loading the fixtures" in seed()
    assert dump() == shipped


def test_a_record_that_holds_something_is_left_as_it_is(empty_record: None) -> None:
    make.participant(key="XAA")
    assert "loading" not in seed()
    assert (Participant.objects.get().key, TreatyAction.objects.count()) == ("XAA", 0)


def test_again_it_changes_nothing(dump: Callable[..., Any]) -> None:
    before = dump(ids=True)
    assert "loading" not in seed()
    assert dump(ids=True) == before


def test_every_address_worth_opening_is_there(client: Any) -> None:
    addresses = [line.rpartition(" ")[2] for line in seed().splitlines()]
    assert {f"{ADDRESS}/api/v1/", f"{ADDRESS}/admin/"} <= set(addresses)
    for address in addresses:
        response = client.get(address.removeprefix(ADDRESS), follow=True)
        assert response.status_code == 200, address


def test_a_first_user_is_made_for_development_only(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", "a-password")
    assert "a-password" not in seed()
    assert not get_user_model().objects.exists()
    settings.DEBUG = True
    assert "admin, with the password a-password" in seed()
    user = get_user_model().objects.get()
    assert user.is_superuser and user.check_password("a-password")


def test_a_password_that_was_changed_is_neither_told_nor_set_back(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    get_user_model().objects.create_superuser("admin", "", "another")
    monkeypatch.setenv("ADMIN_PASSWORD", "a-password")
    settings.DEBUG = True
    assert "Log in as" not in seed()
    assert get_user_model().objects.get().check_password("another")


def test_without_a_password_there_is_no_user(settings: Any) -> None:
    settings.DEBUG = True
    assert "Log in as" not in seed()
    assert not get_user_model().objects.exists()
