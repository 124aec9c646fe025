"""Treaties not compared with the depositary's record for a while are pointed out, and read again in one click."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from signatories.models import Change, Check, Treaty
from tests.admin.conftest import address, messages_of
from tests.models import builders as make

BUTTON = "Read again, nothing new"


@pytest.fixture(autouse=True)
def none_is_due(db: None) -> None:
    """The shipped treaties are as if they were read today."""
    for treaty in Treaty.objects.all():
        make.check(treaty=treaty, speaks_as_of=days_ago(0))


def days_ago(number: int) -> str:
    return (timezone.now().date() - dt.timedelta(days=number)).isoformat()


def page(client: Client, row: Any) -> str:
    return " ".join(client.get(address(row)).content.decode().split())


def test_one_click_enters_a_check_of_today(admin_client: Client, admin_user: User) -> None:
    treaty = make.treaty()
    make.check(treaty=treaty, speaks_as_of=days_ago(40))
    assert f"The record speaks as of {days_ago(40)}, 40 days ago." in page(admin_client, treaty)
    assert BUTTON in page(admin_client, treaty)
    response = admin_client.post(address(treaty, "read_again"))
    assert response.headers["Location"] == address(treaty)
    check = Check.objects.get(treaty=treaty, speaks_as_of=days_ago(0))
    assert check.brought_by.by == admin_user
    assert f"The record speaks as of {days_ago(0)}." in messages_of(response)
    assert f"<strong>The record speaks as of {days_ago(0)}.</strong>" in page(admin_client, treaty)


def test_a_second_click_says_so_and_records_nothing(admin_client: Client) -> None:
    treaty = make.treaty()
    make.check(treaty=treaty, speaks_as_of=days_ago(40))
    admin_client.post(address(treaty, "read_again"))
    before = Change.objects.count(), Check.objects.count()
    response = admin_client.post(address(treaty, "read_again"))
    assert "was already read" in messages_of(response)
    assert (Change.objects.count(), Check.objects.count()) == before


def test_the_first_check_is_entered_by_hand(admin_client: Client) -> None:
    treaty = make.treaty()
    shown = page(admin_client, treaty)
    assert BUTTON not in shown
    assert "The first check must be entered by hand" in shown
    add = f"{address(Check, 'add')}?treaty={treaty.key}"
    assert add in shown
    assert admin_client.get(add).context["adminform"].form["treaty"].value() == treaty.key
    response = admin_client.post(address(treaty, "read_again"))
    assert "first check by hand" in messages_of(response)
    assert not Check.objects.filter(treaty=treaty).exists()


def test_it_is_never_done_by_following_a_link(admin_client: Client) -> None:
    treaty = make.treaty()
    make.check(treaty=treaty, speaks_as_of=days_ago(40))
    assert admin_client.get(address(treaty, "read_again")).status_code == 405
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(User.objects.get(username="admin"))
    assert guarded.post(address(treaty, "read_again")).status_code == 403
    assert Check.objects.filter(treaty=treaty).count() == 1


def test_only_those_who_may_enter_checks_may_read_again(client: Client) -> None:
    treaty = make.treaty()
    make.check(treaty=treaty, speaks_as_of=days_ago(40))
    client.force_login(User.objects.create_user("reader", password="x", is_staff=True))
    assert client.post(address(treaty, "read_again")).status_code == 403


@pytest.mark.parametrize(("days", "due"), [(None, True), (30, True), (29, False), (0, False)])
def test_what_is_due_is_marked(days: int | None, due: bool, admin_client: Client) -> None:
    treaty = make.treaty(title_en="A Convention to be read")
    if days is not None:
        make.check(treaty=treaty, speaks_as_of=days_ago(days))
    index = admin_client.get("/admin/").content.decode()
    assert ("1 treaty to be read again." in index) is due
    assert (address(treaty) in index) is due
    (row,) = admin_client.get(address(Treaty, "changelist"), {"key__exact": treaty.key}).context["cl"].result_list
    listed = admin_client.get(address(Treaty, "changelist"), {"key__exact": treaty.key}).content.decode()
    assert ("read again</span>" in listed) is due
    assert str(row.checked_on or "never") in listed


def test_those_who_see_no_treaties_are_not_warned(client: Client) -> None:
    make.treaty()
    client.force_login(User.objects.create_user("reader", password="x", is_staff=True))
    assert "to be read again" not in client.get("/admin/").content.decode()
