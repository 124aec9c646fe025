"""Participants, treaties and sources are changed in place, in a change of their own; and removed with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from signatories.models import Change, Entry, Participant, Source, Treaty, TreatyAction
from tests.admin.conftest import address, errors_of, messages_of, posted
from tests.models import builders as make

NEW: dict[Any, dict[str, str]] = {
    Source: {"key": "x-new", "kind": "official", "title": "A page"},
    Participant: {"key": "XQQ", "type": "state", "name_en": "Someland", "name_fr": "Quelque-Pays"},
    Treaty: {"key": "x-new", "title_en": "A Convention", "title_fr": "Une convention", "complete": "on"},
}
ALTERED = {Source: "title", Participant: "name_en", Treaty: "title_en"}
each_label = pytest.mark.parametrize("label", NEW, ids=lambda label: label._meta.model_name)


@each_label
def test_it_is_entered_changed_and_removed(label: Any, admin_client: Client, admin_user: User) -> None:
    assert errors_of(admin_client.post(address(label, "add"), NEW[label])) == {}
    row = label.objects.get(key=NEW[label]["key"])
    sent = posted(admin_client.get(address(row))) | {ALTERED[label]: "Otherwise"}
    assert errors_of(admin_client.post(address(row), sent)) == {}
    assert getattr(label.objects.get(pk=row.pk), ALTERED[label]) == "Otherwise"

    assert "Why is it removed?" in admin_client.get(address(row, "delete")).content.decode()
    kept = admin_client.post(address(row, "delete"), {"post": "yes", "reason": " "})
    assert "A removal has a reason: say why." in messages_of(kept)
    assert label.objects.filter(pk=row.pk).exists()
    admin_client.post(address(row, "delete"), {"post": "yes", "reason": "Entered by mistake."})
    assert not label.objects.filter(pk=row.pk).exists()

    entries = Entry.objects.filter(row_key=row.pk, what=label.table).select_related("change")
    assert [entry.kind for entry in entries] == ["recorded", "corrected", "retracted"]
    assert {entry.change.by_id for entry in entries} == {admin_user.pk}
    assert entries[2].reason == "Entered by mistake."


def test_lists_of_other_rows_are_kept(admin_client: Client) -> None:
    row, earlier = make.participant(), make.participant()
    sent = posted(admin_client.get(address(row))) | {"succeeds": [earlier.pk]}
    assert errors_of(admin_client.post(address(row), sent)) == {}
    assert list(row.succeeds.all()) == [earlier]
    assert Entry.objects.latest("index").row_key == row.pk


def test_a_label_with_a_new_fact_is_one_change(admin_client: Client, admin_user: User) -> None:
    treaty, participant, source = make.open_treaty(), make.participant(), make.source()
    sent = posted(admin_client.get(address(treaty))) | {"title_en": "Another title", "actions-TOTAL_FORMS": 1}
    act = {"treaty": treaty.key, "participant": participant.key, "kind": "signature", "done_on": "2010-05-20"}
    act |= {"source": source.key, "locator": "row 1", "confidence": "high"}
    before = Change.objects.count()
    refused = act | {"kind": "ratification"}
    page = admin_client.post(address(treaty), sent | {f"actions-0-{name}": value for name, value in refused.items()})
    assert page.status_code == 200
    assert Treaty.objects.get(pk=treaty.pk).title_en != "Another title"
    assert Change.objects.count() == before

    page = admin_client.post(address(treaty), sent | {f"actions-0-{name}": value for name, value in act.items()})
    assert page.status_code == 302
    made = Change.objects.latest("number")
    assert (Change.objects.count(), made.by) == (before + 1, admin_user)
    whats = Entry.objects.filter(change=made).values_list("what", flat=True)
    assert list(whats) == ["treaties", "actions"]
    assert TreatyAction.objects.get(treaty=treaty).brought_by == made


@each_label
def test_what_facts_name_is_not_removed(label: Any, admin_client: Client) -> None:
    act = make.action()
    row = {Source: act.source, Participant: act.participant, Treaty: act.treaty}[label]
    page = admin_client.get(address(row, "delete"))
    assert page.context["protected"]
    assert 'name="reason"' not in page.content.decode()
    admin_client.post(address(row, "delete"), {"post": "yes", "reason": "Away with it."})
    assert label.objects.filter(pk=row.pk).exists()


@each_label
def test_many_at_once_are_not_removed(label: Any, admin_client: Client) -> None:
    row = make.saved(label)
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin_client.post(address(label, "changelist"), chosen)
    assert label.objects.filter(pk=row.pk).exists()


def test_a_citation_is_entered_read_and_removed_while_nothing_cites_it(admin_client: Client) -> None:
    citation = make.citation()
    added = admin_client.post(address(citation.__class__, "add"), {"source": citation.source_id, "locator": "page 9"})
    assert added.status_code == 302
    page = admin_client.get(address(citation))
    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    sent = {"source": citation.source_id, "locator": "elsewhere"}
    assert admin_client.post(address(citation), sent).status_code == 403

    cited = make.action(also_cited=[citation])
    admin_client.post(address(citation, "delete"), {"post": "yes"})
    assert list(cited.also_cited.all()) == [citation]
    free = make.citation()
    assert admin_client.post(address(free, "delete"), {"post": "yes"}).status_code == 302
    assert not type(free).objects.filter(pk=free.pk).exists()
