"""Two officers at one row: the second is told what came between, keeps what was typed, and overwrites nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from signatories.admin import saving
from signatories.models import TreatyAction
from signatories.record.changing import change
from tests.admin.conftest import address, entered, errors_of, versions
from tests.models import builders as make


def test_the_second_of_two_officers_is_told(admin_client: Client, signature: TreatyAction) -> None:
    sent = entered(admin_client, signature, done_on="2010-05-22", reason="Mine.")
    with change() as record:
        first = record.correct(signature, {"done_on": "2010-05-21"}, reason="Theirs.")
    page = admin_client.post(address(signature), sent)
    assert page.status_code == 200
    assert errors_of(page) == {"__all__": [f"{signature.key} was corrected or retracted meanwhile."]}
    assert page.context["adminform"].form["done_on"].value() == "2010-05-22"
    assert address(first) in page.content.decode()
    assert versions(signature) == [signature, first]

    late = admin_client.post(address(signature, "retract"), {"reason": "Mine."})
    assert late.headers["Location"] == address(signature)
    assert versions(signature)[1].known_until is None


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Lets something happen once, after a page was read and before it is written."""

    def first(happens: Callable[[], Any]) -> None:
        def begin(**given: Any) -> Any:
            monkeypatch.setattr(saving, "one_change", change)
            happens()
            return change(**given)

        monkeypatch.setattr(saving, "one_change", begin)

    return first


def test_two_officers_at_the_same_moment(
    admin_client: Client, signature: TreatyAction, meanwhile: Callable[..., None]
) -> None:
    sent = entered(admin_client, signature, done_on="2010-05-22", reason="Mine.")

    def theirs() -> None:
        with change() as record:
            record.correct(TreatyAction.objects.get(pk=signature.pk), {"done_on": "2010-05-21"}, reason="Theirs.")

    meanwhile(theirs)
    page = admin_client.post(address(signature), sent)
    assert page.status_code == 200
    assert "corrected or retracted meanwhile" in str(errors_of(page))


def test_two_officers_enter_the_same_act(
    admin_client: Client, signature: TreatyAction, meanwhile: Callable[..., None]
) -> None:
    act = {"treaty": signature.treaty_id, "participant": make.participant().key, "kind": "signature"}
    sent = act | {"done_on": "2010-05-20", "source": signature.source_id, "locator": "row 1", "confidence": "high"}

    def theirs() -> None:
        make.action(treaty=signature.treaty, participant_id=act["participant"])

    meanwhile(theirs)
    page = admin_client.post(address(TreatyAction, "add"), sent)
    assert page.status_code == 200
    assert "VCLT 12" in str(errors_of(page))
