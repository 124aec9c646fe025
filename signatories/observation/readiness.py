"""Whether this process can answer, and what it must do without meanwhile. No state tells a name or an address."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from signatories.keeping.replicas import replicas
from signatories.keeping.store import SHARED
from signatories.models.triggers import missing_triggers
from signatories.observation.asking import DoesNotAnswer, in_time

OK = "ok"
MIGRATE = "run manage.py migrate"


@dataclass(frozen=True)
class Readiness:
    """The state of each thing that was looked at: `ok`, or what is wrong with it."""

    needed: dict[str, str]
    """Without any of these nothing is answered rightly."""
    helpful: dict[str, str]
    """Without these it answers more slowly, or not everything."""

    @property
    def is_ready(self) -> bool:
        """Whether requests may be sent here."""
        return all(state == OK for state in self.needed.values())

    @property
    def status(self) -> str:
        """`ok`, `degraded` or `unavailable`."""
        if not self.is_ready:
            return "unavailable"
        return OK if all(state == OK for state in self.helpful.values()) else "degraded"


def readiness() -> Readiness:
    """All of it, in little more than two seconds at the most."""
    try:
        needed = in_time(_of_the_database)
    except DoesNotAnswer:
        needed = {"database": "does not answer in time"} | dict.fromkeys(["migrations", "triggers"], "unknown")
    except DatabaseError:
        needed = {"database": "not reachable"} | dict.fromkeys(["migrations", "triggers"], "unknown")
    needed["static_files"] = _static_files()
    looks = {"disk": _disk, "cache_server": _cache_server, "replicas": _replicas}
    states = {name: look() for name, look in looks.items()}
    return Readiness(needed, {name: state for name, state in states.items() if state})


def pending_migrations() -> int:
    """How many migrations this release has that the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _of_the_database() -> dict[str, str]:
    migrations = f"not all applied: {MIGRATE}" if pending_migrations() else OK
    triggers = f"not all in place: {MIGRATE}" if missing_triggers(connection) else OK
    return {"database": OK, "migrations": migrations, "triggers": triggers}


def _static_files() -> str:
    """In production pages name their files by a manifest; without it each of them fails, that of a 404 as well."""
    is_collected = getattr(staticfiles_storage, "hashed_files", True)
    return OK if is_collected else "not collected: run manage.py collectstatic"


def _disk() -> str:
    """Whether SQLite's file may be written, and what it puts beside it."""
    name = str(settings.DATABASES["default"]["NAME"])
    if connection.vendor != "sqlite" or "memory" in name:
        return ""
    file = Path(name)
    may_write = all(os.access(place, os.W_OK) for place in (file, file.parent))
    return OK if may_write else "the database may only be read: nothing can be recorded"


def _cache_server() -> str:
    if SHARED not in settings.CACHES:
        return ""
    return OK if cache_answers() else "not reachable: answers are made anew in each process"


def cache_answers() -> bool:
    """Whether the cache server does, within its own time limit of a quarter of a second."""
    try:
        caches[SHARED].get("convention-api-is-anyone-there")
    except Exception:  # whatever its client raises
        return False
    return True


def _replicas() -> str:
    """As this process has found them (signatories.keeping.replicas)."""
    known = replicas()
    if known is None:
        return ""
    out = sum(replica.pause.lasts() for replica in known.each)
    return f"{out} of {len(known.each)} left out" if out else OK
