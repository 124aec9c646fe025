"""The dearest that anyone may ask, asked once each of a record with nothing kept: how long it holds a worker."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from benchmarks import questions
from benchmarks.environment import run
from benchmarks.loader import NotAnswered, ask, stream
from benchmarks.places import Place
from benchmarks.serving import Served, product
from benchmarks.table import Findings

WORDS = "ratified declared reserved notified amended suspended withdrawn extended"
A_PAST = "2022-01-01"
DEAREST = {
    "statuses of all treaties at a past moment": f"/api/v1/statuses/?known_on={A_PAST}",
    "the same as CSV": f"/api/v1/statuses/?known_on={A_PAST}&format=csv",
    "the matrix of all treaties at a past moment": f"/api/v1/matrix/?known_on={A_PAST}",
    "the days ahead of all treaties": "/api/v1/calendar.ics?as_of=1990-01-01",
    "the first page, all treaties": "/",
    "treaties side by side": "/compare/",
    "what changed, as a page": "/changes/",
    "days of a hundred sorts": f"{questions.ACTS}?done_on={','.join(f'{year}-02' for year in range(1925, 2025))}",
    "eight words, in the notes of acts": f"{questions.ACTS}?{urlencode({'search': WORDS})}",
    "the same, in the summaries of declarations": f"/api/v1/declarations/?{urlencode({'search': WORDS})}",
    "entry into force of one treaty": "/api/v1/treaties/bts-0001/entry-into-force/",
    "its chart at a past moment": f"/api/v1/treaties/bts-0001/status/?known_on={A_PAST}",
}
STREAMS = {"all acts as CSV": questions.ALL_AS_CSV, "all of it as a data package": questions.EXPORT}
HEAD = ["question", "seconds", "answer"]


def measure(place: Place, findings: Findings) -> None:
    """Asks each once; what takes longer than an answer may is given up, which is told. Pages need their styles."""
    run(place.url, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    with product("worst", place.url, f"{questions.ACTS}?limit=1", server=place.beside) as served:
        rows = [[name, *_asked(served, path)] for name, path in DEAREST.items()]
        rows += [[name, *_streamed(served, path)] for name, path in STREAMS.items()]
    findings.detail(f"The dearest questions, {place.name} acts", HEAD, rows)


def _asked(served: Served, path: str) -> list[str]:
    began = time.perf_counter()
    try:
        said = f"{len(ask(served.port, path, Accept='*/*')):,} bytes"
    except NotAnswered as refusal:
        said = str(refusal).partition("\\r\\n")[0].split(" ", 1)[1]
    return [f"{time.perf_counter() - began:.2f}", said]


def _streamed(served: Served, path: str) -> list[str]:
    began = time.perf_counter()
    size = sum(map(len, stream(served.port, path)))
    return [f"{time.perf_counter() - began:.1f}", f"{size / 1e6:.0f} MB, in pieces"]
