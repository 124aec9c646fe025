"""How staff register webhooks, see what became of each delivery, and act on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from signatories.models import Delivery, Webhook
from signatories.models.changes import log_size
from signatories.webhooks.queue import MOST_ATTEMPTS, make_deliveries, settle, take
from signatories.webhooks.sending import Outcome
from tests.admin.conftest import address
from tests.admin.conftest import queries as queries
from tests.models import builders as make
from tests.webhooks.conftest import recorded, webhook

pytestmark = pytest.mark.django_db

LIST, DELIVERIES, ADD = address(Webhook, "changelist"), address(Delivery, "changelist"), address(Webhook, "add")
REGISTERED = {"key": "mirror", "address": "https://receiver.example/hook", "note": "Ask Ada."}


def act(client: Client, action: str, *rows: Any) -> str:
    """What the admin says after an action on the rows."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    response = client.post(address(rows[0], "changelist"), chosen, follow=True)
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


def attempted(outcome: Outcome, *, for_the_last_time: bool = False) -> None:
    """Tries what there is to send, now."""
    moment = timezone.now()
    make_deliveries(moment)
    Delivery.objects.filter(state="waiting").update(next_attempt_at=moment)
    if for_the_last_time:
        Delivery.objects.update(attempts=MOST_ATTEMPTS - 1)
    for taken in take(moment, 20, most_retries=20):
        settle(taken, outcome, moment)


FAILS, WORKS = Outcome(503, "The receiver answered 503."), Outcome(200, "Delivered.")


def test_it_is_registered_and_its_secret_shown(admin_client: Client, admin_user: Any) -> None:
    recorded(3)
    treaty = make.treaty()
    asked = REGISTERED | {"treaties": [treaty.pk], "kinds": ["recorded", "derived"]}
    page = admin_client.post(ADD, asked, follow=True)
    hook = Webhook.objects.get(key="mirror")
    assert hook.secret in page.content.decode()
    assert (hook.created_by, hook.position, hook.active) == (admin_user, log_size(), True)
    assert list(hook.treaties.all()) == [treaty]
    assert hook.kinds == ["recorded", "derived"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"address": "http://receiver.example/"}, "give an https address"),
        ({"address": "https://10.0.0.1/"}, "is not open to the internet"),
        ({"address": "https://localhost/"}, "is not open to the internet"),
        ({"address": "https://ada:secret@receiver.example/"}, "without a user name"),
        ({"address": "https://receiver.example/#part"}, "without a user name"),
        ({"kinds": ["imagined"]}, "imagined"),
        ({"key": "Mirror"}, "lower-case letters"),
    ],
)
def test_what_could_not_work_is_refused_in_words(given: dict[str, Any], sentence: str, admin_client: Client) -> None:
    page = admin_client.post(ADD, REGISTERED | given)
    assert page.status_code == 200
    assert sentence in str(page.context["errors"])


def test_the_setting_lets_private_addresses_be_registered(admin_client: Client, settings: Any) -> None:
    settings.WEBHOOKS_MAY_REACH_PRIVATE_ADDRESSES = True
    assert admin_client.post(ADD, REGISTERED | {"address": "http://10.0.0.1:8080/"}).status_code == 302


def test_its_secret_is_not_shown_to_who_may_only_look(client: Client, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("ada", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_webhook", "view_delivery"]))
    client.force_login(user)
    hook = webhook()
    page = client.get(address(hook))
    assert page.status_code == 200
    assert hook.address in page.content.decode()
    assert hook.secret not in page.content.decode()
    act(client, "pause", hook)
    hook.refresh_from_db()
    assert hook.active
    recorded()
    attempted(WORKS)
    act(client, "send_again", hook.deliveries.get())
    assert hook.deliveries.get().state == "delivered"


def test_the_list_tells_how_each_is_doing(admin_client: Client) -> None:
    hook = webhook()

    def told() -> tuple[str, str, str]:
        (row,) = admin_client.get(LIST, {"q": hook.key}).context["cl"].result_list
        about = admin_client.get(LIST).context["cl"].model_admin
        return about.doing(row), about.last_outcome(row), about.still_to_send(row)

    assert told() == ("Sending", "nothing yet", "0 entries")
    recorded(2)
    assert told() == ("Sending", "nothing yet", "0 entries, and 2 of the log to look at")
    attempted(FAILS)
    assert told() == ("Trying again", FAILS.sentence, "2 entries")
    attempted(FAILS, for_the_last_time=True)
    recorded()
    state, outcome, waiting = told()
    assert state.startswith("Stopped")
    assert (outcome, waiting) == (FAILS.sentence, "2 entries, and 1 of the log to look at")
    assert "sending goes on" in act(admin_client, "resume", hook)
    attempted(WORKS)
    attempted(WORKS)
    assert told() == ("Sending", WORKS.sentence, "0 entries")
    act(admin_client, "pause", hook)
    assert told()[0] == "Paused"


def test_deliveries_are_listed_with_their_outcome_and_found_by_it(admin_client: Client) -> None:
    good, failing = webhook(), webhook()
    recorded()
    make_deliveries(timezone.now())
    for taken in take(timezone.now(), 10, most_retries=10):
        settle(taken, FAILS if taken.webhook == failing.key else WORKS, timezone.now())

    def listed(**parameters: Any) -> list[str]:
        rows = admin_client.get(DELIVERIES, parameters).context["cl"].queryset
        return [row.webhook_id for row in rows]

    assert listed() == [failing.key, good.key]
    assert listed(state__exact="waiting") == listed(q="503") == listed(last_status=503) == [failing.key]
    assert listed(webhook__exact=good.key) == [good.key]
    page = admin_client.get(address(failing.deliveries.get())).content.decode()
    assert FAILS.sentence in page
    assert 'name="_save"' not in page
    assert admin_client.get(address(Delivery, "add")).status_code == 403
    assert admin_client.post(address(failing.deliveries.get()), {"state": "delivered"}).status_code == 403


def test_a_delivery_is_sent_again(admin_client: Client) -> None:
    hook = webhook()
    recorded()
    attempted(FAILS, for_the_last_time=True)
    delivery = hook.deliveries.get()
    assert act(admin_client, "send_again", delivery) == "To be sent again now: 1."
    attempted(WORKS)
    delivery.refresh_from_db()
    assert (delivery.state, Webhook.objects.get(pk=hook.pk).active) == ("delivered", True)
    act(admin_client, "pause", hook)
    assert f"Paused, so sent when it is resumed: {hook.key}." in act(admin_client, "send_again", delivery)


def test_a_test_is_sent(admin_client: Client) -> None:
    hook = webhook()
    assert "A test is on its way" in act(admin_client, "send_a_test", hook)
    attempted(WORKS)
    assert (hook.deliveries.get().contents, hook.deliveries.get().state) == ("a test", "delivered")


def test_its_secret_is_changed(admin_client: Client) -> None:
    hook = webhook()
    told = act(admin_client, "change_the_secret", hook)
    changed = Webhook.objects.get(pk=hook.pk)
    assert changed.secret != hook.secret
    assert changed.secret not in told
    assert changed.secret in admin_client.get(address(hook)).content.decode()


def test_what_was_done_is_in_its_history(admin_client: Client) -> None:
    hook = webhook()
    act(admin_client, "pause", hook)
    assert "Nothing more is sent to" in admin_client.get(address(hook, "history")).content.decode()


def test_one_that_was_sent_something_is_not_deleted(admin_client: Client) -> None:
    told, idle = webhook(), webhook()
    told.deliveries.create()
    for hook in (told, idle):
        admin_client.post(address(hook, "delete"), {"post": "yes"})
    assert list(Webhook.objects.all()) == [told]


@pytest.mark.parametrize("model", [Webhook, Delivery], ids=["webhooks", "deliveries"])
def test_a_list_costs_the_same_for_one_and_for_twenty(model: Any, queries: Callable[..., int]) -> None:
    webhook()
    recorded(2)
    attempted(FAILS)
    before = queries(address(model, "changelist"))
    for _ in range(19):
        webhook()
    recorded(2)
    attempted(FAILS)
    assert queries(address(model, "changelist")) == before
