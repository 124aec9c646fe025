"""Claims in the admin: each shown with how it stands, in a list and on its page; decided with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from signatories.models import Claim
from tests.admin.conftest import address, errors_of, posted
from tests.models import builders as make

pytestmark = pytest.mark.django_db

SEED = "enoch-2024.member_count.1"


def listed(client: Client, **parameters: str) -> dict[str, Claim]:
    """The claims of a list's page, by key."""
    page = client.get(address(Claim, "changelist"), parameters)
    return {claim.key: claim for claim in page.context["cl"].result_list}


def test_a_list_shows_how_each_claim_stands(admin_client: Client) -> None:
    found = listed(admin_client)
    assert found[SEED].assessed.assessment == "contradicts"
    text = admin_client.get(address(Claim, "changelist"), {"q": SEED}).content.decode()
    assert "contradicts" in text and ">46<" in text


def test_a_claim_shows_why_it_stands_so(admin_client: Client) -> None:
    text = admin_client.get(address(Claim.objects.get(key=SEED))).content.decode()
    assert "It had 47 until 2022-03-16, when the Russian Federation ceased to be a member." in text


@pytest.mark.parametrize(
    ("parameters", "within"),
    [
        ({"decided": "yes"}, lambda claim: claim.decision),
        ({"decided": "no"}, lambda claim: not claim.decision),
        ({"question": "is_signatory"}, lambda claim: claim.question == "is_signatory"),
        ({"treaty__exact": "cets-225"}, lambda claim: claim.treaty_id == "cets-225"),
        ({"source__exact": "enoch-2024"}, lambda claim: claim.source_id == "enoch-2024"),
    ],
)
def test_a_list_is_narrowed(admin_client: Client, parameters: dict[str, str], within: Any) -> None:
    expected = {claim.key for claim in Claim.objects.held() if within(claim)}
    assert 0 < len(expected) < Claim.objects.held().count()
    assert set(listed(admin_client, **parameters)) == expected


def test_a_claim_is_recorded_and_decided(admin_client: Client) -> None:
    about = {"question": "signature_count", "treaty": "cets-225", "claimed": "many"}
    given = about | {"source": make.source().key, "locator": "page 2"}
    assert "is not a number" in errors_of(admin_client.post(address(Claim, "add"), given))["claimed"][0]
    decided = given | {"claimed": "37", "decision": "21"}
    assert "A decision has its reason" in str(errors_of(admin_client.post(address(Claim, "add"), decided)))
    decided["decision_reason"] = "The chart has 21."
    assert admin_client.post(address(Claim, "add"), decided).status_code == 302
    assert Claim.objects.held().get(source=given["source"]).key == f"{given['source']}.signature_count.1"


def test_a_decision_is_corrected(admin_client: Client) -> None:
    claim = Claim.objects.get(key="enoch-2024.member_count.2")
    page = admin_client.get(address(claim))
    assert 'name="reason"' in page.content.decode()
    changes = {"decision": "27", "decision_reason": "Agreed.", "reason": "Decided today."}
    assert admin_client.post(address(claim), posted(page) | changes).status_code == 302
    assert Claim.objects.held().get(key=claim.key).decision == "27"
