"""The state of the record and of what it stands on, as metrics, asked when they are read and of no table as a whole.

What the longest questions give is kept until the record changes or the day does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Max, Min
from prometheus_client.core import GaugeMetricFamily, Metric

from signatories.keeping.notes import now
from signatories.keeping.release import release
from signatories.keeping.replicas import AWAY
from signatories.keeping.store import SHARED
from signatories.models import Check, Draft, Treaty, Webhook
from signatories.models.triggers import missing_triggers
from signatories.models.webhooks import Delivery, DeliveryState
from signatories.observation.asking import DoesNotAnswer, in_time
from signatories.observation.readiness import cache_answers, pending_migrations
from signatories.record.version import Version, record_version

LONGEST_UNREAD = 20
"""Of how many treaties the days since their latest check are told one by one."""


class State:
    """A collector: what is true of the service at the moment, whichever process is asked."""

    def collect(self) -> Iterator[Metric]:
        """All of it. Where the database does not answer, that, and what needs none."""
        yield gauges("info", "The release that runs: a word for its code.", "release", {release(): 1})
        yield from _of_the_backup()
        if SHARED in settings.CACHES:
            yield gauge("cache_server_up", "Whether the cache server answers.", cache_answers())
        try:
            version, metrics = in_time(_of_the_database)
        except (DoesNotAnswer, DatabaseError):
            version, metrics = None, []
        yield gauge("database_up", "Whether the database answers.", bool(metrics))
        yield from metrics
        yield from _of_replicas(version)


def gauge(name: str, about: str, value: float) -> Metric:
    """A metric with one value."""
    return GaugeMetricFamily(f"convention_api_{name}", about, value=float(value))


def gauges(name: str, about: str, label: str, values: dict[str, float]) -> Metric:
    """A metric with a value for each of its label's."""
    metric = GaugeMetricFamily(f"convention_api_{name}", about, labels=[label])
    for said, value in values.items():
        metric.add_metric([said], float(value))
    return metric


def _of_the_database() -> tuple[Version | None, list[Metric]]:
    """The record's version and what the database says; before it is migrated, only that it is not."""
    pending = pending_migrations()
    migrations = gauge("migrations_pending", "Migrations of this release that the database has not.", pending)
    if pending:
        return None, [migrations]
    version = record_version()
    changed = version.at.timestamp() if version.at else 0
    missing = len(missing_triggers(connection))
    return version, [
        migrations,
        gauge("triggers_missing", "Guards that the database should have and has not.", missing),
        gauge("record_change_number", "The number of the record's last change.", version.number),
        gauge("record_changed_timestamp_seconds", "When the record was last changed; 0 for never.", changed),
        gauge("log_entries", "How many entries the log has.", version.size),
        gauge("database_bytes", "What the database takes on its disk.", _bytes()),
        gauge("drafts", "Drafts that are not published.", Draft.objects.count()),
        *_of_webhooks(version),
        *_of_checks(version.name, now().date()),
    ]


def _bytes() -> int:
    if connection.vendor == "sqlite":
        look = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    else:
        look = "SELECT pg_database_size(current_database())"
    with connection.cursor() as cursor:
        cursor.execute(look)
        return int(cursor.fetchone()[0])


def _of_webhooks(version: Version) -> Iterator[Metric]:
    undone = Delivery.objects.undone().order_by().values_list("state").annotate(Count("pk"), Min("created_at"))
    counts = {DeliveryState.WAITING.value: 0.0, DeliveryState.GIVEN_UP.value: 0.0}
    oldest = 0.0
    for state, count, since in undone:
        counts[state] = count
        if state == DeliveryState.WAITING:
            oldest = (now() - since).total_seconds()
    yield gauges("webhook_deliveries", "Deliveries that have not arrived.", "state", counts)
    yield gauge("webhook_oldest_waiting_seconds", "Age of the oldest delivery that waits; 0 for none.", oldest)
    yield gauge("webhooks_stopped", "Webhooks that nothing is sent to.", Webhook.objects.filter(active=False).count())
    least = Webhook.objects.filter(active=True).aggregate(least=Min("position"))["least"]
    behind = 0 if least is None else max(version.size - least, 0)
    yield gauge("webhook_entries_behind", "Entries of the log that an active webhook has yet to look at.", behind)


@lru_cache(maxsize=1)
def _of_checks(version: str, today: dt.date) -> list[Metric]:
    """How long treaties have not been compared with the depositary's record; the same for a version and a day."""
    checks = Check.objects.held().order_by().values_list("treaty").annotate(Max("speaks_as_of"))
    days = {treaty: float((today - last.latest).days) for treaty, last in checks}
    longest = dict(sorted(days.items(), key=lambda each: -each[1])[:LONGEST_UNREAD])
    never = Treaty.objects.count() - len(days)
    return [
        gauges("treaty_unread_days", "Days since the latest check, of those longest unread.", "treaty", longest),
        gauge("treaties_never_read", "Treaties that were never compared with the depositary's record.", never),
    ]


def _of_replicas(version: Version | None) -> Iterator[Metric]:
    held: dict[str, Version | None] = {alias: _held_by(alias) for alias in settings.REPLICAS}
    if held:
        up = {alias: float(its is not None) for alias, its in held.items()}
        yield gauges("replica_up", "Whether the replica answers.", "replica", up)
    if held and version:
        behind = {alias: float(max(version.number - its.number, 0)) for alias, its in held.items() if its}
        yield gauges("replica_changes_behind", "Changes that the replica does not hold yet.", "replica", behind)


def _held_by(alias: str) -> Version | None:
    try:
        return in_time(lambda: record_version(alias), using=alias)
    except (DoesNotAnswer, *AWAY):
        return None


def _of_the_backup() -> Iterator[Metric]:
    if settings.BACKUP_DONE_FILE:
        file = Path(settings.BACKUP_DONE_FILE)
        made = file.stat().st_mtime if file.exists() else 0.0
        yield gauge("backup_timestamp_seconds", "When the last backup was made and verified; 0 for never.", made)
