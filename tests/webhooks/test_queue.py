"""What is sent, in which order, how often: from the log to deliveries, without a network."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone

from signatories.models import Delivery, Webhook
from signatories.models.changes import log_size
from signatories.models.webhooks import DeliveryState
from signatories.webhooks import steering
from signatories.webhooks.queue import DELAYS, LEASE, MOST_ATTEMPTS, Taken, make_deliveries, settle, take
from signatories.webhooks.sending import Outcome
from tests.models import builders as make
from tests.webhooks.conftest import recorded, webhook

TAKEN, REFUSED = Outcome(204, "Delivered."), Outcome(500, "The receiver answered 500.")

pytestmark = pytest.mark.django_db


def taken_at(moment: dt.datetime, most: int = 10, most_retries: int = 10) -> list[Taken]:
    make_deliveries(moment)
    return take(moment, most, most_retries=most_retries)


def told(taken: Taken) -> list[str]:
    return [entry["key"] for entry in json.loads(taken.message.body)["entries"]]


def run(outcome: Outcome = TAKEN, moment: dt.datetime | None = None) -> list[list[str]]:
    """Sends until nothing is due, each with the outcome; the entries of each delivery."""
    moment = moment or timezone.now()
    sent = []
    while batch := taken_at(moment):
        for taken in batch:
            sent.append(told(taken))
            settle(taken, outcome, moment)
    return sent


def test_a_new_webhook_is_told_of_what_comes_after_it() -> None:
    recorded(3)
    webhook()
    assert run() == []
    keys = recorded(2)
    assert run() == [keys]
    assert run() == []


def test_nothing_is_written_when_a_change_is_recorded() -> None:
    webhook()
    recorded(2)
    assert not Delivery.objects.exists()


def test_a_body_is_the_log_word_for_word() -> None:
    hook = webhook()
    (key,) = recorded()
    (taken,) = taken_at(timezone.now())
    delivery = Delivery.objects.get()
    leaf = delivery.entries().get().leaf
    assert taken.message.body.decode() == (
        f'{{"webhook":"{hook.key}","entries":[{leaf}],"cursor":"{delivery.indexes[0] + 1}"}}'
    )
    assert told(taken) == [key]


def test_many_entries_come_in_their_order_a_hundred_at_a_time() -> None:
    hook = webhook()
    keys = [*recorded(120), *recorded(130)]
    sent = run()
    assert [len(batch) for batch in sent] == [100, 100, 50]
    assert [key for batch in sent for key in batch] == keys
    assert list(hook.deliveries.values_list("state", flat=True)) == ["delivered"] * 3


def test_the_next_waits_for_the_one_before() -> None:
    webhook()
    now = timezone.now()
    recorded(150)
    (first,) = taken_at(now)
    assert taken_at(now) == []
    settle(first, REFUSED, now)
    assert taken_at(now) == []
    later = now + DELAYS[0] * 2
    (again,) = taken_at(later)
    assert told(again) == told(first)
    assert again.message == first.message
    settle(again, TAKEN, later)
    (second,) = taken_at(later)
    assert len(told(second)) == 50


def test_one_webhook_does_not_wait_for_another() -> None:
    failing, good = webhook(), webhook()
    now = timezone.now()
    recorded()
    for taken in taken_at(now):
        settle(taken, REFUSED if taken.webhook == failing.key else TAKEN, now)
    keys = recorded()
    (taken,) = taken_at(now)
    assert (taken.webhook, told(taken)) == (good.key, keys)


@pytest.mark.parametrize(
    ("asks", "matching"),
    [
        ({}, ["both", "treaty", "participant", "neither", "derived"]),
        ({"treaties": ["x-one"]}, ["both", "treaty", "derived"]),
        ({"participants": ["XAA", "XBB"]}, ["both", "participant"]),
        ({"treaties": ["x-one"], "participants": ["XAA"]}, ["both"]),
        ({"kinds": ["derived", "retracted"]}, ["derived"]),
        ({"kinds": ["corrected"]}, []),
        ({"treaties": ["x-one"], "kinds": ["recorded"]}, ["both", "treaty"]),
    ],
)
def test_it_is_told_what_it_asks_for(asks: dict[str, Any], matching: list[str]) -> None:
    make.treaty(key="x-one")
    make.participant(key="XAA")
    make.participant(key="XBB")
    hook = webhook(**asks)
    entries = {
        "both": recorded(treaty="x-one", participant="XAA"),
        "treaty": recorded(treaty="x-one"),
        "participant": recorded(participant="XBB"),
        "neither": recorded(treaty="x-two"),
        "derived": recorded(treaty="x-one", kind="derived", what="threshold_reached"),
    }
    sent = run()
    assert sent == ([[key for name in matching for key in entries[name]]] if matching else [])
    hook.refresh_from_db()
    assert hook.position == log_size()


def test_a_change_of_what_it_asks_for_leaves_a_delivery_as_it_was() -> None:
    hook = webhook()
    keys = recorded(3)
    now = timezone.now()
    (taken,) = taken_at(now)
    settle(taken, REFUSED, now)
    Webhook.objects.filter(pk=hook.pk).update(kinds=["retracted"])
    (again,) = taken_at(now + DELAYS[0] * 2)
    assert told(again) == keys


def test_delays_grow_and_after_the_last_attempt_it_stops_with_its_place_kept() -> None:
    hook = webhook()
    keys = recorded()
    moment = timezone.now()
    waited = []
    for _ in range(MOST_ATTEMPTS):
        (taken,) = taken_at(moment)
        settle(taken, REFUSED, moment)
        following = Delivery.objects.get().next_attempt_at
        if following:
            assert taken_at(following - dt.timedelta(seconds=1)) == []
            waited.append(following - moment)
            moment = following
    assert all(0.9 * delay <= wait <= 1.1 * delay for wait, delay in zip(waited, DELAYS, strict=True))
    assert sorted(DELAYS) == DELAYS and DELAYS[0].seconds == 10 and DELAYS[-1] == dt.timedelta(hours=12)
    delivery = Delivery.objects.get()
    hook.refresh_from_db()
    assert (delivery.state, delivery.attempts, hook.active) == ("given_up", MOST_ATTEMPTS, False)
    assert (delivery.last_status, delivery.last_outcome) == (500, REFUSED.sentence)

    later_keys = recorded(2)
    assert run() == []
    steering.resume([hook], moment)
    assert run(moment=moment) == [keys, later_keys]


def given_up(hook: Webhook) -> Delivery:
    """The delivery of one entry that its receiver never took."""
    moment = timezone.now()
    recorded()
    make_deliveries(moment)
    hook.deliveries.update(attempts=MOST_ATTEMPTS - 1)
    (taken,) = taken_at(moment)
    assert settle(taken, REFUSED, moment) == DeliveryState.GIVEN_UP
    return hook.deliveries.get()


def test_to_send_again_what_was_given_up_resumes_its_webhook() -> None:
    hook = webhook()
    delivery = given_up(hook)
    steering.send_again([delivery], timezone.now())
    hook.refresh_from_db()
    assert hook.active
    (taken,) = taken_at(timezone.now())
    assert taken.message.key == delivery.key


def test_an_active_webhook_never_passes_over_what_was_given_up() -> None:
    hook = webhook()
    given_up(hook)
    Webhook.objects.filter(pk=hook.pk).update(active=True)
    recorded()
    assert run() == []


def test_what_was_delivered_may_be_sent_again_under_its_id() -> None:
    webhook()
    recorded()
    now = timezone.now()
    (first,) = taken_at(now)
    settle(first, TAKEN, now)
    steering.send_again([Delivery.objects.get()], now)
    (again,) = taken_at(now)
    assert again.message == first.message


def test_what_is_waiting_is_sent_at_once_when_asked() -> None:
    webhook()
    recorded()
    now = timezone.now()
    (taken,) = taken_at(now)
    settle(taken, REFUSED, now)
    steering.send_again([Delivery.objects.get()], now)
    assert len(taken_at(now)) == 1


def test_a_paused_webhook_is_sent_nothing_and_loses_nothing() -> None:
    hook = webhook()
    keys = recorded()
    now = timezone.now()
    make_deliveries(now)
    steering.pause([hook])
    assert run() == []
    later_keys = recorded()
    steering.resume([hook], now)
    assert run(moment=now) == [keys, later_keys]


def test_a_test_is_sent_once_and_stops_nothing() -> None:
    hook = webhook()
    steering.pause([hook])
    now = timezone.now()
    test = steering.send_test(hook, now)
    (taken,) = taken_at(now)
    assert json.loads(taken.message.body) == {"webhook": hook.key, "entries": [], "cursor": str(hook.position)}
    assert settle(taken, REFUSED, now) == DeliveryState.GIVEN_UP
    steering.resume([hook], now)
    keys = recorded()
    assert run(moment=now) == [keys]
    test.refresh_from_db()
    assert test.state == "given_up"


def test_what_a_dead_worker_had_taken_is_taken_again() -> None:
    webhook()
    recorded()
    now = timezone.now()
    (lost,) = taken_at(now)
    assert taken_at(now + LEASE - dt.timedelta(seconds=1)) == []
    (again,) = taken_at(now + LEASE)
    assert again.message == lost.message


def test_only_who_has_it_may_say_that_it_failed_but_anyone_that_it_arrived() -> None:
    webhook()
    recorded()
    now = timezone.now()
    (slow,) = taken_at(now)
    (other,) = taken_at(now + LEASE)
    assert settle(slow, REFUSED, now + LEASE) is None
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.taken_until) == (0, other.until)
    assert settle(slow, TAKEN, now + LEASE) == DeliveryState.DELIVERED
    assert settle(other, REFUSED, now + LEASE) is None
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_status) == ("delivered", 204)


def test_receivers_that_fail_leave_places_for_the_others() -> None:
    now = timezone.now()
    for _ in range(4):
        webhook()
    recorded()
    for taken in taken_at(now):
        settle(taken, REFUSED, now)
    good = webhook()
    recorded()
    later = now + DELAYS[0] * 2
    taken = taken_at(later, most=4, most_retries=2)
    assert taken[0].webhook == good.key
    assert [one.is_retry for one in taken] == [False, True, True]


def test_every_attempt_of_a_secret_changed_meanwhile_is_signed_with_the_new_one() -> None:
    hook = webhook()
    recorded()
    now = timezone.now()
    (first,) = taken_at(now)
    settle(first, REFUSED, now)
    steering.change_secrets([hook])
    (again,) = taken_at(now + DELAYS[0] * 2)
    assert again.message.secret != first.message.secret
    assert again.message.body == first.message.body
