"""The admin's first page: what needs attention, by question, shown to those who may see it; the work's own order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from signatories.admin import attention
from signatories.admin.attention import Matter
from signatories.models import Claim, Delivery, Draft, Rule, Treaty, Webhook
from tests.admin.conftest import address
from tests.models import builders as make

pytestmark = pytest.mark.django_db

HOME = "/admin/"


def home(client: Client) -> str:
    return " ".join(client.get(HOME).content.decode().split())


def days_ago(number: int) -> str:
    return (timezone.now().date() - dt.timedelta(days=number)).isoformat()


def failing(attempts: int = 1, **given: Any) -> Webhook:
    """A webhook with a delivery that was tried."""
    delivery = make.saved(Delivery, attempts=attempts, **given)
    assert isinstance(delivery, Delivery)
    return delivery.webhook


def in_force(stated: str, **given: Any) -> Treaty:
    """A treaty that the facts held bring into force on 2010-05-20, and the depositary on the day stated."""
    treaty = make.open_treaty(**given)
    make.rule(treaty=treaty, consents_required=1, verified=True)
    make.action(treaty=treaty, kind="definitive_signature", done_on="2010-05-20")
    make.milestone(treaty=treaty, kind="in_force", occurred_on=stated)
    make.check(treaty=treaty, speaks_as_of=days_ago(0))
    return treaty


def contradicted(**given: Any) -> Claim:
    """A claim of 37 signatures of a treaty that nobody signed."""
    treaty = make.open_treaty()
    make.check(treaty=treaty, speaks_as_of=days_ago(0))
    claim = make.claim(treaty=treaty, claimed="37", about_on=days_ago(1), **given)
    assert isinstance(claim, Claim)
    return claim


def test_claims_that_the_record_contradicts_are_those_nobody_decided(admin_client: Client) -> None:
    assert Claim.objects.held().exclude(decision="").exists(), "the shipped claims are decided"
    assert attention.contradicted_claims().count == 0
    claims = [contradicted() for _ in range(6)]
    contradicted(decision="0", decision_reason="Nobody signed.")
    make.claim(treaty=claims[0].treaty, claimed="0", about_on=days_ago(1))
    matter = attention.contradicted_claims()
    assert matter.title == "6 claims contradict the record."
    listed = admin_client.get(matter.address).context["cl"].result_list
    assert {claim.pk for claim in listed} == {claim.pk for claim in claims}
    assert {claim.assessed.assessment for claim in listed} == {"contradicts"}


def test_a_contradicted_claim_says_both_values() -> None:
    claim = contradicted()
    (row,) = attention.contradicted_claims().rows
    assert (row.name, row.address) == (f"{claim.treaty_id}: Signature count", address(claim))
    assert row.detail == f"{claim.source_id} says 37, the record 0"


def test_provisions_not_verified_are_those_of_their_list(admin_client: Client) -> None:
    before = attention.unverified_rules()
    make.rule(verified=True)
    make.rule(verified=False, known_until=timezone.now())
    rule = make.rule(verified=False, treaty=make.treaty(key="a-treaty"), article="7")
    matter = attention.unverified_rules()
    assert matter.count == before.count + 1 == Rule.objects.held().filter(verified=False).count()
    assert (matter.rows[0].name, matter.rows[0].address) == ("a-treaty, Article 7: Treaty", address(rule))
    listed = admin_client.get(matter.address).context["cl"].queryset
    assert set(listed) == set(Rule.objects.held().filter(verified=False))


@pytest.mark.parametrize(
    ("stated", "given", "disputed"),
    [
        ("2010-05-20", {}, False),
        ("2010-05", {}, False),
        ("2010-06-01", {}, True),
        ("2010-06-01", {"complete": False, "scope_note": "Some."}, True),
    ],
)
def test_a_day_that_is_not_the_depositarys(stated: str, given: dict[str, Any], disputed: bool) -> None:
    treaty = in_force(stated, **given)
    matter = attention.disputed_days()
    assert [row.address for row in matter.rows] == [address(treaty)] * disputed
    if disputed:
        assert matter.rows[0].detail == f"the depositary states {stated}, the facts held here give 2010-05-20"


@pytest.mark.parametrize("complete", [True, False])
def test_a_day_that_cannot_be_computed_is_disputed_if_the_record_is_whole(complete: bool) -> None:
    treaty = make.open_treaty(complete=complete, scope_note="" if complete else "Some.")
    make.rule(treaty=treaty, consents_required=1, verified=True)
    make.milestone(treaty=treaty, kind="in_force", occurred_on="2010-06-01")
    assert attention.disputed_days().count == complete


def test_webhooks_that_fail_are_those_given_up_or_tried_in_vain() -> None:
    lost = failing(state="given_up", next_attempt_at=None, attempts=12)
    again = failing()
    failing(attempts=0)
    failing(state="delivered", next_attempt_at=None)
    failing(state="given_up", next_attempt_at=None, is_test=True)
    make.saved(Delivery, webhook=lost)
    matter = attention.failing_webhooks()
    assert [row.address for row in matter.rows] == sorted([address(lost), address(again)])
    details = {row.address: row.detail for row in matter.rows}
    assert details[address(lost)].startswith("stopped")
    assert details[address(again)] == "trying again after failed attempts"
    assert matter.title == "2 webhooks are failing."


def test_five_are_named_and_the_rest_are_a_click_away(admin_client: Client) -> None:
    treaties = [make.treaty() for _ in range(7)]
    due = attention.unread_treaties()
    assert (len(due.rows), due.further) == (5, due.count - 5)
    assert f"and {due.further} more" in home(admin_client)
    listed = {row.pk for row in admin_client.get(due.address).context["cl"].result_list}
    assert {treaty.pk for treaty in treaties} <= listed
    assert len(listed) == due.count


def test_too_many_to_name_in_an_address_are_listed_by_a_filter() -> None:
    few, many = range(attention.LISTED), range(attention.LISTED + 1)
    assert "pk__in=0%2C1" in attention.listed(Claim, few, decided="no")
    assert attention.listed(Claim, many, decided="no") == f"{address(Claim, 'changelist')}?decided=no"


def test_what_needs_no_attention_is_said_in_one_line(admin_client: Client) -> None:
    shown = home(admin_client)
    assert "no computed day that is not the depositary&#x27;s, no webhook failing.</p>" in shown
    assert shown.count("Nothing else needs attention:") == 1
    failing()
    shown = home(admin_client)
    assert "1 webhook is failing." in shown
    assert "no webhook failing" not in shown


def test_a_record_in_order_says_so(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    at_rest = Matter(0, "0 things.", "", "no thing", [], "")
    monkeypatch.setattr(attention, "QUESTIONS", ((Treaty, lambda: at_rest),))
    assert "Nothing needs attention: no thing." in home(admin_client)


@pytest.mark.parametrize(
    ("model", "title"),
    [
        ("claim", "contradict the record"),
        ("rule", "not verified against the text"),
        ("treaty", "to be read again"),
        ("webhook", "is failing"),
    ],
)
def test_each_is_shown_to_those_who_may_view_its_model(model: str, title: str, client: Client) -> None:
    failing()
    for _ in range(2):
        contradicted()
        make.treaty()
    reader = User.objects.create_user("reader", password="x", is_staff=True)
    client.force_login(reader)
    assert "attention" not in home(client)
    reader.user_permissions.add(Permission.objects.get(codename=f"view_{model}"))
    shown = home(client)
    assert title in shown
    others = {"contradict the record", "not verified against", "to be read again", "is failing"} - {title}
    assert not [other for other in others if other in shown and other not in title]


def test_the_page_costs_the_same_for_one_of_each_and_for_many(queries: Callable[..., int]) -> None:
    def one_more() -> None:
        in_force("2010-06-01")
        make.treaty()
        make.rule(verified=False)
        contradicted()
        failing()

    one_more()
    one = queries(HOME)
    for _ in range(8):
        one_more()
    assert queries(HOME) == one <= 40


def test_models_stand_in_the_order_of_the_work(admin_client: Client) -> None:
    shown = home(admin_client)
    names = ("treaty", "treatyaction", "declaration", "claim", "source", "webhook")
    places = [shown.index(f'href="{reverse(f"admin:signatories_{name}_changelist")}"') for name in names]
    assert places == sorted(places)
    assert places[-1] < shown.index(f'href="{reverse("admin:auth_user_changelist")}"')


def test_drafts_are_named_until_they_are_published_or_discarded(admin_client: Client) -> None:
    assert "no draft unpublished" in home(admin_client)
    new = make.saved(Draft, key="", corrects=None, reason="", cells={"treaty": "cets-225", "participant": "MEX"})
    make.saved(Draft, key="cets-225.GBR.signature.1")
    shown = home(admin_client)
    assert "2 drafts are not published." in shown
    assert "new treaty action: AI Convention (cets-225), Mexico (MEX)" in shown
    assert "correct cets-225.GBR.signature.1" in shown
    assert address(new) in shown
