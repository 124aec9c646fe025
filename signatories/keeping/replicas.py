"""Which database an answer is made from: a replica that keeps up with the primary, else the primary itself.

No thread watches the replicas. The look at the record's version that every answer begins with tells whether a replica
is there and how far it is; once a second, a request also asks the primary what every replica should hold by now.
"""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import time
from functools import cache
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections

from signatories.keeping.notes import now
from signatories.keeping.pauses import Pause, first_line
from signatories.keeping.routing import PRIMARY
from signatories.record.version import Version, last_number, record_version

AWAY = (OperationalError, InterfaceError)
"""What a database raises that is not there, or that cannot go on with an answer."""
PULSE_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Replica:
    """One replica, as this process has found it."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.pause = Pause()

    def look(self, least: int) -> Version | None:
        """The version it holds; None where it is away, or does not hold the change with the number `least`."""
        if self.pause.lasts():
            return None
        try:
            version = record_version(self.alias)
        except AWAY as error:
            self.leave_out(error)
            return None
        if version.number < least:
            self._pause(f"it holds change {version.number} and should hold {least}")
            return None
        if self.pause.end():
            logger.info("%s answers again.", self.alias)
        return version

    def leave_out(self, error: Exception) -> None:
        """Leaves it alone for a while, and begins with a connection of its own then."""
        connections[self.alias].close()
        self._pause(first_line(error))

    def _pause(self, why: str) -> None:
        if self.pause.begin():
            logger.warning("%s is left out: %s", self.alias, why)


class Replicas:
    """All of them, taken in turn, and what each should hold."""

    def __init__(self, aliases: list[str], most_behind: dt.timedelta) -> None:
        self.each = [Replica(alias) for alias in aliases]
        self.most_behind = most_behind
        self._turns = itertools.count()
        self._least = 0
        self._pulse_at = 0.0
        self._primary = Pause()

    def chosen(self) -> tuple[str, Version] | None:
        """One that is well, and the version it holds; None where none is."""
        if all(replica.pause.lasts() for replica in self.each):
            return None
        first, least = next(self._turns), self._least_held()
        for step in range(len(self.each)):
            replica = self.each[(first + step) % len(self.each)]
            version = replica.look(least)
            if version is not None:
                return replica.alias, version
        return None

    def failed(self, alias: str, error: Exception) -> None:
        """Leaves out the one that failed while it answered, unless it gave up that answer alone."""
        if not connections[alias].is_usable():
            next(replica for replica in self.each if replica.alias == alias).leave_out(error)

    def _least_held(self) -> int:
        """The number of the last change that every replica has had time enough to receive.

        While the primary is away nothing new is known of it, and the replicas go on.
        """
        if time.monotonic() >= self._pulse_at and not self._primary.lasts():
            self._pulse_at = time.monotonic() + PULSE_SECONDS
            try:
                self._least = last_number(by=now() - self.most_behind)
                self._primary.end()
            except AWAY as error:
                connections[PRIMARY].close()
                if self._primary.begin():
                    logger.warning("The primary does not answer, and replicas go on: %s", first_line(error))
        return self._least


@cache
def replicas() -> Replicas | None:
    """Those of this process; None where no replica is configured."""
    if not settings.REPLICAS:
        return None
    return Replicas(settings.REPLICAS, dt.timedelta(seconds=settings.REPLICA_MAX_LAG))


def database_to_read() -> tuple[str, Version]:
    """The database that a public answer is to be made from, and the version of the record that it holds."""
    known = replicas()
    return (known and known.chosen()) or (PRIMARY, _version_of_the_primary())


def _version_of_the_primary() -> Version:
    """The version that the primary holds, by a connection that may have broken off since the last request.

    The look itself shows whether it has, so Django need not ask before.
    """
    connection: Any = connections[PRIMARY]
    if connection.in_atomic_block:
        return record_version()
    connection.health_check_done = True
    was_open = connection.connection is not None
    try:
        return record_version()
    except AWAY:
        connection.close()
        if not was_open:
            raise
        return record_version()


def note_failed_replica(alias: str, error: Exception) -> None:
    """Leaves out the replica that failed while it answered, unless it gave up that answer alone."""
    known = replicas()
    assert known is not None
    known.failed(alias, error)


def is_the_newest(version: Version, *, else_say: bool) -> bool:
    """Whether the primary holds no other version of the record; what `else_say` says where the primary is away."""
    try:
        return record_version() == version
    except AWAY:
        connections[PRIMARY].close()
        return else_say
