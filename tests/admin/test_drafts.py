"""Drafts: kept from a form without asking the rules, seen by staff alone, published together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from signatories.models import Change, Draft, Entry, TreatyAction
from tests.admin.conftest import address, entered
from tests.api.routes import FILES, LISTS
from tests.models import builders as make

LIST = "admin:signatories_draft_changelist"
GBR_SIGNED = "cets-225.GBR.signature.1"


@pytest.fixture
def officer(db: None, client: Client) -> User:
    """An editor who is logged in."""
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    client.force_login(editor)
    return editor


@pytest.fixture
def send(officer: User, client: Client) -> Callable[..., Any]:
    """Sends the page of a new action, or of a held one, to be kept as a draft; columns as keywords."""
    source = make.source()

    def post(held: TreatyAction | None = None, button: str = "_draft", **columns: Any) -> Any:
        new = {"treaty": "cets-225", "scope": "", "confidence": "high", "source": source.pk, "locator": "row 1"}
        sent = entered(client, held, **columns) if held else new | columns
        page = address(held) if held else address(TreatyAction, "add")
        return client.post(page, sent | {button: "1"}, follow=True)

    return post


@pytest.fixture
def publish(client: Client) -> Callable[..., Any]:
    """Sends the chosen drafts to be published: first to be looked at, or confirmed."""

    def post(*drafts: Draft, confirmed: bool = True) -> Any:
        sent = {"action": "publish_together", "_selected_action": [draft.pk for draft in drafts]}
        return client.post(
            reverse(LIST), sent | ({"publish": "1", "reason": "A day's work."} if confirmed else {}), follow=True
        )

    return post


def text(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_an_act_may_be_drafted_before_what_it_rests_on(send: Any, publish: Any, client: Client, officer: User) -> None:
    send(participant="MEX", kind="ratification", done_on="2026-09-02", territories="", articles="")
    send(participant="MEX", kind="signature", done_on="2026-09-01")
    ratification, signature = Draft.objects.order_by("pk")
    assert not TreatyAction.objects.filter(participant="MEX").exists()
    assert "AI Convention (cets-225), Mexico (MEX), ratification" in text(client.get(reverse(LIST)))
    assert "no signature of it stands" in text(publish(ratification, confirmed=False))
    assert "Publish as one change" in text(publish(ratification, signature, confirmed=False))
    assert Draft.objects.count() == 2
    assert "Published as one change" in text(publish(ratification, signature))
    acts = TreatyAction.objects.held().filter(participant="MEX")
    assert {act.kind for act in acts} == {"signature", "ratification"} and len({act.brought_by for act in acts}) == 1
    change = Change.objects.latest("number")
    assert (change.by, change.reason) == (officer, "A day's work.")
    assert not Draft.objects.exists()


def test_what_a_rule_is_against_is_not_published_though_confirmed(send: Any, publish: Any) -> None:
    send(participant="MEX", kind="ratification", done_on="2026-09-02")
    before = Change.objects.count()
    assert "Nothing can be published yet" in text(publish(*Draft.objects.all()))
    assert (Change.objects.count(), Draft.objects.count()) == (before, 1)


def test_a_correction_is_drafted_with_what_it_alters_and_why(send: Any, publish: Any) -> None:
    held = TreatyAction.objects.held().get(key=GBR_SIGNED)
    told = send(held, note="Read again.", reason="The note was missing.")
    assert told.redirect_chain[-1][0] == reverse(LIST) and "Kept as a draft" in text(told)
    (draft,) = Draft.objects.all()
    assert (draft.key, draft.cells, draft.corrects) == (GBR_SIGNED, {"note": "Read again."}, held.brought_by)
    publish(draft)
    assert TreatyAction.objects.held().get(key=GBR_SIGNED).note == "Read again."
    assert Entry.objects.filter(row_key=GBR_SIGNED).latest("index").reason == "The note was missing."


def test_a_correction_of_what_was_corrected_meanwhile_is_told_so(send: Any, publish: Any) -> None:
    held = TreatyAction.objects.held().get(key=GBR_SIGNED)
    send(held, note="Read again.", reason="The note was missing.")
    send(held, button="_save", note="Another's.", reason="Sooner.")
    assert "was corrected or retracted since this was drafted" in text(publish(*Draft.objects.all()))
    assert TreatyAction.objects.held().get(key=GBR_SIGNED).note == "Another's."


def test_a_correction_that_alters_nothing_is_no_draft(send: Any) -> None:
    assert "Nothing was altered" in text(send(TreatyAction.objects.held().get(key=GBR_SIGNED), reason="x"))
    assert not Draft.objects.exists()


def test_what_cannot_be_read_is_no_draft(send: Any) -> None:
    assert "errornote" in text(send(participant="MEX", kind="signature", done_on="soon"))
    assert not Draft.objects.exists()


def test_a_draft_is_altered_and_discarded(send: Any, client: Client) -> None:
    send(participant="MEX", kind="signature", done_on="2026-09-01")
    (draft,) = Draft.objects.all()
    page = reverse("admin:signatories_draft_change", args=[draft.pk])
    assert 'name="done_on"' in text(client.get(page))
    client.post(page, {**draft.cells, "done_on": "2026-09-02"})
    draft.refresh_from_db()
    assert (draft.cells["done_on"], draft.cells["participant"]) == ("2026-09-02", "MEX")
    client.post(reverse("admin:signatories_draft_delete", args=[draft.pk]), {"post": "yes"})
    assert not Draft.objects.exists()


def test_nobody_reads_a_draft_but_staff(send: Any, client: Client) -> None:
    addresses = [f"/api/v1/{route}" for route in (*LISTS, *FILES, "log/", "export/", "treaties/cets-225/status/")]

    def said() -> list[bytes]:
        return [b"".join(answer) for answer in map(Client().get, addresses)]

    before = said()
    send(participant="MEX", kind="signature", done_on="2026-09-01", note="Only for us.")
    assert Draft.objects.count() == 1
    assert said() == before


def test_who_may_not_record_may_not_publish(send: Any, publish: Any, client: Client) -> None:
    send(participant="MEX", kind="signature", done_on="2026-09-01")
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.groups.add(Group.objects.get(name="viewer"))
    client.force_login(viewer)
    assert "MEX" in text(client.get(reverse(LIST)))
    publish(*Draft.objects.all())
    assert Draft.objects.count() == 1 and not TreatyAction.objects.filter(participant="MEX").exists()


def test_a_rule_of_a_treaty_is_not_published_by_an_editor(officer: User, publish: Any, client: Client) -> None:
    draft = Draft.objects.create(table="milestones", cells={"treaty": "cets-225"}, by=officer)
    sent = {"action": "publish_together", "_selected_action": [draft.pk], "publish": "1"}
    assert client.post(reverse(LIST), sent).status_code == 403
