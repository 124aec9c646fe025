"""From the start of the process to its first answer, and the memory of a worker that has nothing to do."""

from __future__ import annotations

from statistics import median

from benchmarks import questions
from benchmarks.places import Place
from benchmarks.serving import product
from benchmarks.table import Findings

TIMES = 5


def measure(place: Place, findings: Findings) -> None:
    """Starts the server several times over."""
    seconds, work, memory = [], [], []
    for _ in range(TIMES):
        with product("starting", place.url, f"{questions.ACTS}?limit=1", server=place.beside) as served:
            seconds.append(served.started_in)
            work.append(served.start_took)
            memory.append(served.memory)
    took = f" ({median(work):.2f} s of CPU)"
    findings.add("process start to first answer", place.name, median(seconds), 2, at_least=False, unit="s", beside=took)
    findings.add(
        "memory of a worker after its first answer", place.name, median(memory), 120, at_least=False, unit="MB"
    )
