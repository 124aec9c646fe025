"""What an answer costs whoever serves it: processor time of the worker and of the database, kept and made anew."""

from __future__ import annotations

from contextlib import ExitStack

from benchmarks import questions
from benchmarks.measures.pages import COUNTS_ONLY
from benchmarks.measuring import Pace, Subject, interleaved
from benchmarks.places import Place
from benchmarks.record import SEED
from benchmarks.record.world import World
from benchmarks.serving import product
from benchmarks.table import Findings

HEAD = ["answer", "worker, ms", "database server, ms", "a second and core of workers"]


def measure(place: Place, pace: Pace, findings: Findings) -> None:
    """A page of the list that was not modified, kept and compressed; the list and a chart made anew."""
    paths = [questions.of_the_product(filters) for filters in questions.lists(World(SEED))]
    with ExitStack() as running:
        start = running.enter_context
        keeping = start(product("keeping", place.url, paths[0], server=place.beside))
        counting = start(product("counting", place.url, paths[0], server=place.beside, KEPT_BYTES=COUNTS_ONLY))
        subjects = [
            Subject("nothing modified: 304", keeping, paths[:1], headers={"If_None_Match": "*"}),
            Subject("kept", keeping, paths[:1]),
            Subject("kept, with Brotli", keeping, paths[:1], headers={"Accept_Encoding": "br"}),
            Subject("made anew: the list", counting, paths, 1),
            Subject("made anew: a chart of 200 participants", counting, questions.charts(), 1),
        ]
        if place.server:
            replicated = start(product("replica", place.url, paths[0], server=place.beside, REPLICA_URLS=place.url))
            subjects.insert(3, Subject("kept, where a replica is named", replicated, paths[:1]))
        found = interleaved(subjects, pace)
    rows = [
        [
            name,
            f"{measured.of_the_worker:.2f}",
            f"{measured.of_the_database:.2f}",
            f"{1000 / measured.of_the_worker:,.0f}",
        ]
        for name, measured in found.items()
    ]
    findings.detail(f"What an answer costs, {place.name} acts", HEAD, rows)
