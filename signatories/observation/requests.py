"""How many requests there were, of which kind, and how long they took: counted in each process.

Where several processes serve, each counts in a file of its own in the folder PROMETHEUS_MULTIPROC_DIR, and whichever is
asked adds them up (convention_api/gunicorn.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from prometheus_client import CollectorRegistry, Histogram, disable_created_metrics

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
SECONDS = (0.0005, 0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

disable_created_metrics()
REQUESTS = CollectorRegistry()
# One metric for how many, how they ended and how long they took: each further one would cost as much again.
_requests = Histogram(
    "convention_api_request_duration_seconds",
    "How long requests took, until the last byte of the answer was made.",
    ["view", "method", "status", "given", "database"],
    buckets=SECONDS,
    registry=REQUESTS,
)


@lru_cache(maxsize=4096)
def counting(view: str, method: str | None, status: int, given: str, database: str) -> Callable[[float], None]:
    """What counts an answer of this kind, given the seconds it took. Methods that are none are all counted as one."""
    known = method if method in METHODS else "other"
    return _requests.labels(view, known, str(status), given, database).observe
