"""The list of changes: what was done, by whom; for staff to read, and for nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db.models import Max
from django.test import Client

from signatories.models import Change, Entry, Participant, Treaty, TreatyAction
from signatories.record.changing import change
from tests.admin.conftest import address
from tests.models import builders as make

CHANGES, ENTRIES = address(Change, "changelist"), address(Entry, "changelist")


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("zvonimira", password="x", first_name="Zvonimira", last_name="Officer")


def names(number: int) -> Iterator[Participant]:
    """New participants, not stored."""
    return (make.unsaved(Participant) for _ in range(number))


def kept_by(officer: User | None, number: int = 1, reason: str = "") -> Change:
    """A change of the officer that entered so many participants."""
    with change(by=officer, reason=reason) as record:
        for row in names(number):
            record.keep(row)
    return record.change


def test_changes_are_listed_with_who_why_and_how_much(admin_client: Client, officer: User) -> None:
    made = kept_by(officer, 3, "Three new States.")
    page = admin_client.get(CHANGES)
    latest = page.context["cl"].result_list[0]
    assert (latest, latest.entered) == (made, 3)
    text = page.content.decode()
    assert "Zvonimira Officer (zvonimira)" in text
    assert "Three new States." in text
    assert "the program" in text


def test_changes_are_narrowed_by_who_and_day(admin_client: Client, officer: User) -> None:
    made, other = kept_by(officer), kept_by(None)
    found = admin_client.get(CHANGES, {"by__id__exact": officer.pk}).context["cl"].queryset
    assert list(found) == [made]
    assert made.at
    day = {"at__year": made.at.year, "at__month": made.at.month, "at__day": made.at.day}
    assert {made, other} <= set(admin_client.get(CHANGES, day).context["cl"].queryset)
    before = made.at - dt.timedelta(days=400)
    assert made not in admin_client.get(CHANGES, {"at__year": before.year}).context["cl"].queryset
    assert "date_hierarchy" in admin_client.get(CHANGES).context["cl"].__dict__


def test_a_change_shows_its_entries(admin_client: Client, officer: User) -> None:
    made = kept_by(officer, 2)
    page = admin_client.get(address(made)).content.decode()
    keys = Entry.objects.filter(change=made).values_list("row_key", flat=True)
    for key in keys:
        assert key in page
    listed = admin_client.get(ENTRIES, {"change__exact": made.pk})
    assert [entry.row_key for entry in listed.context["cl"].queryset] == list(reversed(keys))
    assert f"{ENTRIES}?change__exact={made.pk}" in page


def test_of_many_entries_the_first_are_shown(admin_client: Client) -> None:
    page = admin_client.get(address(kept_by(None, 120))).content.decode()
    assert "All 120 entries" in page
    assert page.count("Recorded: participant") == 100


def test_an_entry_leads_to_its_row(admin_client: Client) -> None:
    entry = Entry.objects.get(row_key="cets-225.EU.approval.1", what="actions")
    page = admin_client.get(address(entry)).content.decode()
    way = f"{address(TreatyAction, 'changelist')}?key__exact=cets-225.EU.approval.1&amp;held=ever"
    assert way in page
    found = admin_client.get(way.replace("&amp;", "&")).context["cl"].queryset
    assert [row.key for row in found] == ["cets-225.EU.approval.1"]
    assert bytes(entry.leaf_hash).hex() in page


def test_what_followed_leads_to_the_row_it_is_about(admin_client: Client) -> None:
    entry = Entry.objects.filter(kind="derived", what="entry_into_force").earliest("index")
    assert (
        f'<a href="{address(Treaty.objects.get(key=entry.treaty))}">'
        in admin_client.get(address(entry)).content.decode()
    )


def test_entries_are_narrowed_by_what_they_are_about(admin_client: Client) -> None:
    found = admin_client.get(ENTRIES, {"what": "actions"}).context["cl"].queryset
    assert set(found.values_list("what", flat=True)) == {"actions"}


@pytest.mark.parametrize("row", [Change, Entry])
def test_they_are_only_read(row: Any, admin_client: Client) -> None:
    first = row.objects.exclude(**({"at": None} if row is Change else {})).latest("pk")
    assert admin_client.get(address(row, "add")).status_code == 403
    assert admin_client.get(address(first)).status_code == 200
    for where in (address(first), address(first, "delete")):
        assert admin_client.post(where, {"post": "yes"}).status_code == 403
    assert row.objects.filter(pk=first.pk).exists()


def test_lists_cost_the_same_for_one_change_and_for_twenty(queries: Callable[..., int], officer: User) -> None:
    last = Change.objects.aggregate(last=Max("number"))["last"]
    kept_by(officer)
    one = [queries(where, **narrowed) for where, narrowed in narrowed_after(last)]
    for _ in range(19):
        kept_by(officer)
    assert [queries(where, **narrowed) for where, narrowed in narrowed_after(last)] == one


def narrowed_after(number: int) -> list[tuple[str, dict[str, Any]]]:
    return [(CHANGES, {"number__gt": number}), (ENTRIES, {"q": "participant"})]


def test_whoever_has_a_role_sees_who_did_it_and_nobody_else(client: Client, officer: User) -> None:
    made = kept_by(officer)
    assert client.get(CHANGES).status_code == 302
    officer.is_staff = True
    officer.save()
    client.force_login(officer)
    assert client.get(CHANGES).status_code == 403
    officer.groups.add(Group.objects.get(name="viewer"))
    for where in (CHANGES, ENTRIES, address(made)):
        assert "zvonimira" in client.get(where).content.decode()


def test_who_did_it_is_nowhere_under_the_api(client: Client, officer: User) -> None:
    treaty, source = make.open_treaty(), make.source()
    with change(by=officer) as record:
        row = TreatyAction(treaty=treaty, participant=make.participant(), source=source, locator="row 1")
        row.kind, row.done_on = "signature", "2010-05-20"
        record.record(row)
    with change(by=officer) as record:
        record.correct(row, {"done_on": "2010-05-21"}, reason="Misread.")
    root = client.get("/api/v1/").json()
    addresses = {str(address) for address in leaves(root) if str(address).startswith(("/", "http"))}
    assert len(addresses) > 10
    addresses |= {f"/api/v1/actions/{row.key}/", f"/api/v1/treaties/{treaty.key}/", "/api/v1/changes/", "/api/v1/log/"}
    for where in addresses:
        answer = client.get(where.replace("http://testserver", ""), {"limit": 1000} if where[-1] == "/" else {})
        said = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        assert "zvonimira" not in said.lower(), where


def leaves(said: Any) -> Iterator[Any]:
    """Every plain value in a JSON answer."""
    if isinstance(said, dict | list):
        for value in said.values() if isinstance(said, dict) else said:
            yield from leaves(value)
    else:
        yield said
