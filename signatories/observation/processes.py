"""What the processes that serve take of the machine, told by whichever of them is asked (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from prometheus_client.core import Metric

from signatories.observation.state import gauge

PAGE = os.sysconf("SC_PAGE_SIZE")


class Processes:
    """A collector: how many workers there are, and their memory."""

    def collect(self) -> Iterator[Metric]:
        """Nothing where there is no /proc to look at."""
        memory = [bytes_ for pid in workers() if (bytes_ := _resident(pid))]
        if memory:
            yield gauge("workers", "Processes that answer requests.", len(memory))
            yield gauge("worker_memory_max_bytes", "Resident memory of the largest of them.", max(memory))
            yield gauge(
                "workers_memory_bytes", "Resident memory of all of them; shared pages count each time.", sum(memory)
            )


def workers() -> list[int]:
    """The processes that serve beside this one, and this one: the children of its parent, where several serve."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        parent = os.getppid()
        children = Path(f"/proc/{parent}/task/{parent}/children")
        if children.exists():
            return [int(pid) for pid in children.read_text().split()]
    return [os.getpid()]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except OSError:  # it has ended since, or this is no Linux
        return 0
