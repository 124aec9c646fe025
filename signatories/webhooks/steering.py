"""What staff may ask of the queue: pause, go on, send again, send a test, change the secret.

Deliveries are written before their webhook, as the queue does, so that the two never wait for each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from signatories.models.webhooks import Delivery, DeliveryQuerySet, DeliveryState, Webhook, new_secret


def pause(webhooks: Iterable[Webhook]) -> None:
    """Sends these nothing from now on; their place is kept."""
    Webhook.objects.filter(pk__in=[webhook.pk for webhook in webhooks]).update(active=False)


@transaction.atomic
def resume(webhooks: Iterable[Webhook], moment: dt.datetime) -> None:
    """Goes on where each of these was; what was not taken is tried first, from now on anew."""
    resumed = [webhook.pk for webhook in webhooks]
    _ask_again(Delivery.objects.undone().filter(webhook__in=resumed), moment)
    Webhook.objects.filter(pk__in=resumed).update(active=True)


@transaction.atomic
def send_again(deliveries: Iterable[Delivery], moment: dt.datetime) -> None:
    """Makes these due now, whatever became of them, under the same id; one that was given up resumes its webhook."""
    chosen = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries])
    given_up = chosen.filter(state=DeliveryState.GIVEN_UP, is_test=False)
    stopped = list(given_up.select_for_update().values_list("webhook", flat=True))
    _ask_again(chosen, moment)
    Webhook.objects.filter(pk__in=stopped).update(active=True)


def send_test(webhook: Webhook, moment: dt.datetime) -> Delivery:
    """A message without entries, to be sent once by the next worker, also to a webhook that is paused."""
    return webhook.deliveries.create(is_test=True, created_at=moment, next_attempt_at=moment)


def change_secrets(webhooks: Iterable[Webhook]) -> None:
    """Gives each a new secret. What its receiver refuses until it knows it is tried again, so nothing is lost."""
    for webhook in webhooks:
        Webhook.objects.filter(pk=webhook.pk).update(secret=new_secret())


def _ask_again(deliveries: DeliveryQuerySet, moment: dt.datetime) -> None:
    deliveries.update(state=DeliveryState.WAITING, attempts=0, next_attempt_at=moment)
