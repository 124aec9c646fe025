"""gunicorn's settings: `gunicorn -c python:convention_api.gunicorn`, with BIND and WEB_CONCURRENCY in the environment.

One synchronous worker a core: each is busy with Python while it answers, and a proxy in front minds slow readers. The
application is loaded before the workers are forked, so they share its memory; new code therefore needs a restart, not a
reload. Metrics are counted by each worker in files of its own, and added up by whichever is asked.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convention_api.settings")

from django.conf import settings

from convention_api.doors import opened

# The first look at the settings, which also brings in what stands in .env.
logconfig_dict = opened(lambda: settings.LOGGING)
logging.captureWarnings(True)

own_folder = ""
if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    own_folder = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="convention-api-metrics-")
METRICS = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])

from prometheus_client import values  # noqa: E402 - it looks at that folder's name when it is imported

wsgi_app = "convention_api.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY") or len(os.sched_getaffinity(0)))
preload_app = True

# A worker that is busy with one answer for so long is killed; the whole record as a package may take a minute.
# One that is told to stop has so long for what it has begun.
timeout = 120
# A hundred assumptions fit; how long an address may be, signatories.limits says.
limit_request_line = 8190
graceful_timeout = 30
# Kept answers go with a worker, so it is replaced seldom: only to bound what a leak could come to.
max_requests = 500_000
max_requests_jitter = 50_000
# The workers' sign of life is a file that must not lie on a disk that may be slow.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

# It is steered by signals; the socket beside them would be one more door.
control_socket_disable = True

# Each living worker has a number, the least that is free, and what it counts goes into the files of that number. By its
# process id, as prometheus_client would have it, every worker that ever lived would leave files to be added up.
_number = "0"
values.ValueClass = values.MultiProcessValue(lambda: _number)  # type: ignore[misc]


def on_starting(server: Any) -> None:
    """Counting begins at nothing."""
    METRICS.mkdir(parents=True, exist_ok=True)
    for file in METRICS.glob("*.db"):
        file.unlink()


def pre_fork(server: Any, worker: Any) -> None:
    """Gives the worker its number, in the process that has an eye on all of them."""
    taken = {other.number for other in server.WORKERS.values()}
    worker.number = next(number for number in range(1, len(taken) + 2) if number not in taken)


def post_fork(server: Any, worker: Any) -> None:
    """From here on the worker counts under its number."""
    global _number
    _number = str(worker.number)


def on_exit(server: Any) -> None:
    """Leaves nothing behind that nobody else will take away."""
    if own_folder:
        shutil.rmtree(own_folder, ignore_errors=True)
