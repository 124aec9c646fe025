"""`/metrics`: what is told of the record, and to whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from signatories.keeping.told import tell
from signatories.models import Entry, Treaty, Webhook
from signatories.models.triggers import remove_triggers
from signatories.models.webhooks import DeliveryState
from signatories.observation.middleware import Observed
from signatories.observation.state import _of_checks

pytestmark = pytest.mark.django_db


def values(client: Client) -> dict[str, float]:
    """Each sample that is asked when the metrics are read, by its name and the values of its labels."""
    text = client.get("/metrics").content.decode()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def test_the_state_of_the_record(client: Client) -> None:
    told = values(client)
    assert told["convention_api_database_up"] == 1
    assert told["convention_api_log_entries"] == Entry.objects.count() > 0
    assert told["convention_api_record_change_number"] == 1
    assert told["convention_api_record_changed_timestamp_seconds"] <= timezone.now().timestamp()
    assert told["convention_api_migrations_pending"] == told["convention_api_triggers_missing"] == 0
    assert told["convention_api_database_bytes"] > 100_000
    assert told["convention_api_workers_memory_bytes"] > 10_000_000


def test_a_database_that_is_not_migrated_is_up_and_said_to_lack_migrations(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="signatories").last().delete()
    told = values(client)
    assert (told["convention_api_database_up"], told["convention_api_migrations_pending"]) == (1, 1)
    assert "convention_api_log_entries" not in told


def test_guards_that_are_missing_are_counted(client: Client) -> None:
    remove_triggers("default")
    assert values(client)["convention_api_triggers_missing"] > 10


def test_the_database_that_answered_is_counted(client: Client, rf: RequestFactory) -> None:
    def answered(request: HttpRequest) -> HttpResponse:
        tell(request, "of-a-test", "made", "replica_1")
        return HttpResponse()

    Observed(answered)(rf.get("/"))
    kind = {"view": "of-a-test", "method": "GET", "status": "200", "given": "made", "database": "replica_1"}
    metrics = text_string_to_metric_families(client.get("/metrics").content.decode())
    counted = [sample for family in metrics for sample in family.samples if sample.name.endswith("_seconds_count")]
    assert [sample.value for sample in counted if sample.labels == kind] == [1]


def test_days_since_a_treaty_was_read(client: Client) -> None:
    days = values(client)["convention_api_treaty_unread_days cets-225"]
    assert days == (timezone.now().date() - dt.date(2026, 10, 1)).days
    assert values(client)["convention_api_treaties_never_read"] == Treaty.objects.filter(checks=None).count()


def test_what_checks_give_is_kept_for_a_version_and_a_day(django_assert_num_queries: Any) -> None:
    day = dt.date(2026, 11, 1)
    _of_checks("1-x", day)
    with django_assert_num_queries(0):
        _of_checks("1-x", day)
    with django_assert_num_queries(2):
        _of_checks("2-y", day)


def test_webhooks_that_are_behind(client: Client) -> None:
    webhook = Webhook.objects.create(key="mirror", address="https://example.org/", position=Entry.objects.count() - 3)
    assert values(client)["convention_api_webhook_entries_behind"] == 3
    long_ago = timezone.now() - dt.timedelta(hours=7)
    webhook.deliveries.create(indexes=[0], created_at=long_ago)
    webhook.deliveries.create(indexes=[1], state=DeliveryState.GIVEN_UP, next_attempt_at=None)
    webhook.deliveries.create(indexes=[2], state=DeliveryState.DELIVERED, next_attempt_at=None)
    told = values(client)
    assert told["convention_api_webhook_deliveries waiting"] == 1
    assert told["convention_api_webhook_deliveries given_up"] == 1
    assert told["convention_api_webhook_oldest_waiting_seconds"] == pytest.approx(7 * 3600, abs=60)
    Webhook.objects.update(active=False)
    assert values(client)["convention_api_webhooks_stopped"] == 1


def test_the_age_of_the_backup(client: Client, settings: Any, tmp_path: Any) -> None:
    assert "convention_api_backup_timestamp_seconds" not in values(client)
    settings.BACKUP_DONE_FILE = str(tmp_path / "done")
    assert values(client)["convention_api_backup_timestamp_seconds"] == 0
    (tmp_path / "done").touch()
    age = timezone.now().timestamp() - values(client)["convention_api_backup_timestamp_seconds"]
    assert age == pytest.approx(0, abs=30)


def test_it_looks_few_times_whatever_there_is(client: Client, django_assert_max_num_queries: Any) -> None:
    values(client)
    with django_assert_max_num_queries(10):
        values(client)


@pytest.mark.parametrize(
    ("headers", "token", "may"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, "", True),
        ({"REMOTE_ADDR": "::1"}, "", True),
        ({"REMOTE_ADDR": "10.0.0.5"}, "", False),
        ({"REMOTE_ADDR": ""}, "", False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "", False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.9"}, "", False),
        ({"REMOTE_ADDR": "127.0.0.1"}, "s3cret", False),
        ({"HTTP_AUTHORIZATION": "Bearer s3cret", "REMOTE_ADDR": "203.0.113.9"}, "s3cret", True),
        ({"HTTP_AUTHORIZATION": "Bearer s3cre"}, "s3cret", False),
        ({"HTTP_AUTHORIZATION": "Bearer "}, "", True),
    ],
)
def test_who_may_read(client: Client, settings: Any, headers: dict[str, str], token: str, may: bool) -> None:
    settings.METRICS_TOKEN = token
    answer = client.get("/metrics", **headers)
    assert answer.status_code == (200 if may else 403)
    assert ("convention_api_" in answer.content.decode()) is may
    assert answer["Cache-Control"].startswith("max-age=0, no-cache")


def test_behind_a_proxy_nobody_may_without_the_token(client: Client, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    assert client.get("/metrics").status_code == 403
