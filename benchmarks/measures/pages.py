"""Pages of lists, statuses and charts, beside constant bytes, the naive twin and Datasette."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from typing import Any

import orjson

from benchmarks import flat, questions
from benchmarks.environment import production
from benchmarks.loader import ask
from benchmarks.measuring import Pace, Subject, interleaved, time_ratio
from benchmarks.places import Place
from benchmarks.record import SEED
from benchmarks.record.world import World
from benchmarks.serving import Served, gunicorn, product, served
from benchmarks.table import Findings

COUNTS_ONLY = "7999"
"""Room for kept answers in which a dozen counts find place and no answer does: one may take an eighth of it."""


class Unequal(Exception):
    """The naive twin says something else than the product."""


def measure(place: Place, pace: Pace, findings: Findings) -> None:
    """Kept and first-time pages of the list, then statuses and the chart over the first-time list."""
    asked = questions.lists(World(SEED))
    paths = [questions.of_the_product(filters) for filters in asked]
    with ExitStack() as running:
        start = running.enter_context
        keeping = start(product("keeping", place.url, paths[0], server=place.beside))
        counting = start(product("counting", place.url, paths[0], KEPT_BYTES=COUNTS_ONLY, server=place.beside))
        naive = start(served("naive", gunicorn("benchmarks.naive.wsgi"), production(place.url), paths[0], place.beside))
        length = len(ask(keeping.port, paths[0]))
        bare = start(_bare(length))
        check_equal(counting, naive, paths)
        subjects = [
            Subject("constant bytes", bare, ["/"]),
            Subject("ours, unchanged", keeping, paths[:1]),
            Subject("ours, first time", counting, paths),
            Subject("naive REST framework", naive, paths),
        ]
        if place.vendor == "SQLite" and flat.datasette():
            subjects.append(_datasette(place, asked, start))
        _pages(place, subjects, pace, findings, length)
        _statuses(place, counting, paths, pace, findings)


def _pages(place: Place, subjects: list[Subject], pace: Pace, findings: Findings, length: int) -> None:
    found = interleaved(subjects, pace)
    findings.subjects(f"A page of 100 acts ({length:,} bytes), {place.name} acts, 4 connections", found)
    ours, first, naive = (found[name] for name in ("ours, unchanged", "ours, first time", "naive REST framework"))
    findings.compare("unchanged page over constant bytes", place.name, ours, found["constant bytes"], 0.60)
    findings.compare("unchanged page over naive REST framework", place.name, ours, naive, 15)
    findings.compare("first-time page over naive REST framework", place.name, first, naive, 5)
    if "Datasette" in found:
        findings.compare("first-time page over Datasette", place.name, first, found["Datasette"], 3)
    elif place.vendor == "SQLite":
        findings.left_out.append("Datasette is not installed in .venv/datasette, so nothing is said over it.")


def _statuses(place: Place, counting: Served, paths: list[str], pace: Pace, findings: Findings) -> None:
    subjects = [
        Subject("list, first time", counting, paths, 1),
        Subject("statuses/ with as_of, 100 rows", counting, questions.statuses(), 1),
        Subject("chart of 200 participants", counting, questions.charts(), 1),
    ]
    found = interleaved(subjects, pace)
    findings.subjects(f"Statuses beside the list, nothing kept, {place.name} acts, 1 connection", found)
    first, *others = found.items()
    for name, measured in others:
        findings.add(
            f"{name} over the first-time list, time", place.name, time_ratio(measured, first[1]), 2, at_least=False
        )


def check_equal(counting: Served, naive: Served, paths: list[str]) -> None:
    """Raises Unequal where the naive twin does not say the same rows in the same fields, and as many."""
    for path in paths:
        ours, theirs = (orjson.loads(ask(one.port, path)) for one in (counting, naive))
        if ours["results"] != theirs["results"] or ours["count"] != theirs["count"] or len(ours["results"]) < 100:
            raise Unequal(f"The product and its naive twin say different things, or less than a page, of {path}")


def _bare(length: int) -> AbstractContextManager[Served]:
    environment = production("sqlite://:memory:", BARE_BYTES=str(length))
    return served("bare", gunicorn("benchmarks.bare.wsgi"), environment, "/")


def _datasette(place: Place, asked: list[dict[str, str]], start: Any) -> Subject:
    table = flat.flat_table(place.file)
    paths = [questions.of_datasette(filters, table.stem) for filters in asked]
    running = start(served("datasette", flat.command(table), production(place.url), paths[0]))
    rows = orjson.loads(ask(running.port, paths[0]))["rows"]
    if len(rows) != 100 or set(rows[0]) != set(flat.COLUMNS):
        raise Unequal("Datasette does not give a page of the same columns.")
    return Subject("Datasette", running, paths)
