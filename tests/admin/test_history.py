"""A row's history is the record's own log: when, what, who, why, and column by column."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from signatories.models import Citation, Participant, TreatyAction
from signatories.record.changing import change
from tests.admin.conftest import MODELS, address
from tests.models import builders as make


def shown(client: Client, row: Any) -> str:
    """The text of the row's history, tags and all white space as one blank."""
    page = client.get(address(row, "history"))
    assert page.status_code == 200
    main = page.content.decode().split('id="content-main"')[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("vera", password="x", first_name="Vera", last_name="Officer")


def test_a_fact_tells_its_life_the_latest_first(admin_client: Client, officer: User) -> None:
    treaty, participant, source = make.open_treaty(), make.participant(), make.source()
    with change(by=officer) as record:
        act = TreatyAction(treaty=treaty, participant=participant, source=source, locator="row 1")
        act.kind, act.done_on = "signature", "2010-05-20"
        record.record(act)
    with change() as record:
        corrected = record.correct(act, {"done_on": "2010-05-21", "articles": ["3", "4"]}, reason="The chart says so.")
    with change(by=officer) as record:
        record.retract(corrected, reason="It was another State.")
    story = shown(admin_client, act)
    assert story == shown(admin_client, corrected)
    retracted, correction, recorded = (story.index(word) for word in ("Retracted", "Corrected", "Recorded 20"))
    assert retracted < correction < recorded
    assert "“It was another State.”" in story[retracted:correction]
    assert "By Vera Officer (vera), in change" in story[retracted:correction]
    assert "By the program" in story[correction:recorded]
    assert "Column Before After" in story[correction:recorded]
    assert "Done on 2010-05-20 2010-05-21" in story[correction:recorded]
    assert "Articles – 3; 4" in story[correction:recorded]
    assert "Known from" not in story
    assert "Kind signature" in story[recorded:]
    assert f"Treaty {treaty} Participant {participant}" in story[recorded:]
    assert "Vera" in story[recorded:]


def test_a_label_tells_its_life(admin_client: Client, officer: User) -> None:
    with change() as record:
        record.keep(Participant(key="XQQ", type="state", name_en="Someland", name_fr="Quelque-Pays"))
    with change(by=officer) as record:
        row = Participant.objects.get(key="XQQ")
        row.name_en = "Elsewhere"
        record.keep(row)
    story = shown(admin_client, row)
    assert "Name en Someland Elsewhere" in story
    assert "Vera" in story


def test_what_was_loaded_tells_it_too(admin_client: Client) -> None:
    assert "By the program" in shown(admin_client, TreatyAction.objects.get(key="cets-225.EU.approval.1"))


def test_a_row_of_another_table_with_the_key_is_not_told(admin_client: Client) -> None:
    with change() as record:
        source = make.unsaved(type(make.source()), key="x-same")
        record.keep(source)
    assert "The log of the record holds nothing" in shown(admin_client, make.treaty(key="x-same"))


@pytest.mark.parametrize("model", [model for model in MODELS if model is not Citation])
def test_every_noun_has_a_history(model: Any, admin_client: Client) -> None:
    assert admin_client.get(address(make.saved(model), "history")).status_code == 200


def test_a_long_history_has_pages(admin_client: Client, officer: User) -> None:
    row = make.participant()
    for number in range(60):
        with change(by=officer) as record:
            row.name_en = f"Someland {number}"
            record.keep(row)
    first = shown(admin_client, row)
    assert "Someland 59" in first
    assert "Page 1 of 2" in first
    page = admin_client.get(address(row, "history"), {"p": 2}).content.decode()
    assert "Someland 1<" in page


def test_those_who_may_not_see_a_row_may_not_see_its_history(client: Client, db: None) -> None:
    row = make.action()
    client.force_login(User.objects.create_user("nobody", password="x", is_staff=True))
    assert client.get(address(row, "history")).status_code == 403
