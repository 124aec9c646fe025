"""What is to be sent, to whom, and when: deliveries are made from the log, taken by a worker, and settled.

All of it is in the database. A delivery is *taken* in a transaction of its own that is over before anything is sent;
a worker that dies leaves it taken until an instant, after which another takes it. So a message arrives at least once.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from signatories.models.changes import log_size
from signatories.models.webhooks import Delivery, DeliveryQuerySet, DeliveryState, Webhook
from signatories.webhooks.sending import Message, Outcome

MOST_ENTRIES = 100
LEASE = dt.timedelta(seconds=60)

# What is waited after the first, second … failed attempt; after the last attempt a delivery is given up.
DELAYS = [
    *(dt.timedelta(seconds=seconds) for seconds in (10, 30)),
    *(dt.timedelta(minutes=minutes) for minutes in (2, 5, 15, 30)),
    *(dt.timedelta(hours=hours) for hours in (1, 2, 4, 8, 12)),
]
MOST_ATTEMPTS = len(DELAYS) + 1
JITTER = 0.1


@dataclass(frozen=True)
class Taken:
    """A delivery that a worker has taken: the message, and until when nobody else takes it."""

    pk: int
    webhook: str
    contents: str
    is_retry: bool
    until: dt.datetime
    message: Message


def make_deliveries(moment: dt.datetime) -> None:
    """The next delivery of each active webhook that has none undone, where the log holds something for it."""
    undone = Delivery.objects.undone().filter(webhook=OuterRef("pk"))
    behind = Webhook.objects.filter(~Exists(undone), active=True, position__lt=log_size())
    for key in behind.values_list("pk", flat=True):
        _make_delivery(key, moment)


@transaction.atomic
def _make_delivery(key: str, moment: dt.datetime) -> None:
    """The position moves past what was looked at in the transaction that makes the delivery: so nothing is lost."""
    webhook = Webhook.objects.select_for_update(skip_locked=True).filter(pk=key, active=True).first()
    if webhook is None or webhook.deliveries.undone().exists():
        return
    end = log_size()
    wanted = webhook.wanted().filter(index__gte=webhook.position, index__lt=end)
    indexes = list(wanted.values_list("index", flat=True)[:MOST_ENTRIES])
    looked_at = indexes[-1] + 1 if len(indexes) == MOST_ENTRIES else end
    if indexes:
        webhook.deliveries.create(indexes=indexes, created_at=moment, next_attempt_at=moment)
    Webhook.objects.filter(pk=key).update(position=looked_at)


def take(moment: dt.datetime, most: int, *, most_retries: int) -> list[Taken]:
    """Deliveries to send now, at most so many, and of those that failed before at most so many; nobody else has them.

    Those tried least come first, and a receiver that hangs cannot hold every place: that is what `most_retries` is for.
    """
    due = Delivery.objects.due(moment)
    if most <= 0 or not due.exists():
        return []
    until = moment + LEASE
    with transaction.atomic():
        fresh = _locked(due.filter(attempts=0), most)
        chosen = fresh + _locked(due.filter(attempts__gt=0), min(most - len(fresh), most_retries))
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in chosen]).update(taken_until=until)
    return [
        Taken(delivery.pk, delivery.webhook_id, delivery.contents, delivery.attempts > 0, until, message_of(delivery))
        for delivery in chosen
    ]


def _locked(due: DeliveryQuerySet, most: int) -> list[Delivery]:
    if most <= 0:
        return []
    rows = due.select_related("webhook").select_for_update(skip_locked=True, of=("self",))
    return list(rows.order_by("next_attempt_at", "pk")[:most])


def message_of(delivery: Delivery) -> Message:
    """The message of a delivery, its entries word for word as the log holds them.

    Its cursor is the place in the log after them, which `changes/` takes as `since`.
    """
    webhook = delivery.webhook
    leaves = ",".join(delivery.entries().values_list("leaf", flat=True))
    cursor = webhook.position if delivery.last is None else delivery.last + 1
    body = f'{{"webhook":{json.dumps(webhook.key)},"entries":[{leaves}],"cursor":"{cursor}"}}'
    return Message(delivery.key, webhook.address, webhook.secret, body.encode())


def settle(taken: Taken, outcome: Outcome, moment: dt.datetime) -> DeliveryState | None:
    """Enters what became of an attempt, and gives the delivery's state; None where it is no longer ours to say.

    A message that arrived has arrived, whoever sent it; a failure counts only for the worker that still has it.
    """
    waiting = Delivery.objects.filter(pk=taken.pk, state=DeliveryState.WAITING)
    said = {"last_attempt_at": moment, "last_status": outcome.status, "last_outcome": outcome.sentence}
    if outcome.is_delivered:
        return DeliveryState.DELIVERED if waiting.update(**said, **_done(DeliveryState.DELIVERED)) else None
    with transaction.atomic():
        delivery = waiting.filter(taken_until=taken.until).select_for_update().first()
        if delivery is None:
            return None
        delay = _delay(delivery)
        if delay is not None:
            waiting.update(**said, taken_until=None, attempts=F("attempts") + 1, next_attempt_at=moment + delay)
            return DeliveryState.WAITING
        waiting.update(**said, **_done(DeliveryState.GIVEN_UP))
        if not delivery.is_test:
            Webhook.objects.filter(pk=delivery.webhook_id).update(active=False)
        return DeliveryState.GIVEN_UP


def _done(state: DeliveryState) -> dict[str, Any]:
    return {"state": state, "taken_until": None, "next_attempt_at": None, "attempts": F("attempts") + 1}


def _delay(delivery: Delivery) -> dt.timedelta | None:
    """How long to wait after one more failed attempt, each time a little different; None where it is given up."""
    if delivery.is_test or delivery.attempts >= len(DELAYS):
        return None
    return DELAYS[delivery.attempts] * random.uniform(1 - JITTER, 1 + JITTER)
