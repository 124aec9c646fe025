"""The same questions of a small and a large record: each filter alone, the first count, the page at great depth."""

from __future__ import annotations

import base64
import datetime as dt
import time
from contextlib import ExitStack
from urllib.parse import parse_qs, urlencode, urlsplit

import orjson

from benchmarks import questions
from benchmarks.loader import Seen, ask, load
from benchmarks.measures.pages import COUNTS_ONLY
from benchmarks.measuring import Pace
from benchmarks.places import Place
from benchmarks.record import SEED
from benchmarks.record.world import World
from benchmarks.serving import Served, product
from benchmarks.table import Findings

FULL_PAGE = 100
LONGEST = 4.0
"""Seconds after which a question is asked no more."""
DEEP = 0.99


def measure(small: Place, large: Place, pace: Pace, findings: Findings) -> None:
    """Compares the two."""
    with ExitStack() as running:
        asked = questions.ACTS
        less = running.enter_context(product("small", small.url, asked, KEPT_BYTES=COUNTS_ONLY, server=small.beside))
        more = running.enter_context(product("large", large.url, asked, KEPT_BYTES=COUNTS_ONLY, server=large.beside))
        _first_count(large, more, findings)
        _single_filters(small, large, less, more, pace, findings)
        _depth(large, more, pace, findings)


def _single_filters(small: Place, large: Place, less: Served, more: Served, pace: Pace, findings: Findings) -> None:
    rows, worst = [], (0.0, "")
    for name, value in questions.single_filters(World(SEED)).items():
        path = questions.alone(name, value)
        began = time.perf_counter()
        pages = [len(orjson.loads(ask(served.port, path))["results"]) for served in (less, more)]
        first = time.perf_counter() - began
        seen = _in_turn([(less, path), (more, path)], pace.answers)
        fast, slow = (1000 * one.quantile(0.5) for one in seen)
        ratio = slow / fast
        is_full = min(pages) >= FULL_PAGE
        if is_full and ratio > worst[0]:
            worst = (ratio, name)
        shown = f"{ratio:.2f} ×" + ("" if is_full else " (not a full page)")
        rows.append([name, value[:40], *map(str, pages), f"{fast:.1f}", f"{slow:.1f}", shown, f"{1000 * first:.0f}"])
        print(f"    {name}: {fast:.1f} ms, {slow:.1f} ms, {shown}", flush=True)
    times = (f"p50 at {place.acts:,}, ms" for place in (small, large))
    head = ["filter", "value", "rows at first", "rows at last", *times, "ratio", "first time, both counts, ms"]
    findings.detail(f"Each filter alone, first page, nothing kept but the count, {large.vendor}", head, rows)
    what = f"p50 of any single filter, full page, {large.acts:,} over {small.acts:,} acts (worst: {worst[1]})"
    findings.add(what, large.vendor, worst[0], 1.25, at_least=False)


def _first_count(large: Place, more: Served, findings: Findings) -> None:
    """What the first answer takes beyond the second: the days around the middle of the record, each counted once."""
    over, rows = [], []
    for day in range(1, 8):
        path = questions.alone("done_on_after", f"1984-03-{day:02}")
        (first,), (second,) = (load(more.port, [path], connections=1, seconds=60, most=1).seconds for _ in "12")
        count = orjson.loads(ask(more.port, path))["count"]
        over.append(1000 * (first - second))
        rows.append([path, f"{count / large.acts:.0%}", f"{1000 * first:.0f}", f"{1000 * second:.0f}"])
    findings.detail(f"First counts, {large.name} acts", ["question", "matches", "first, ms", "again, ms"], rows)
    median = sorted(over)[len(over) // 2]
    findings.add("first count of a filter that matches half", large.name, median, 300, at_least=False, unit="ms")


def _depth(large: Place, more: Served, pace: Pace, findings: Findings) -> None:
    for ordering in ("key", "done_on"):
        first = f"{questions.ACTS}?ordering={ordering}"
        deep = deep_path(more, first, large.acts)
        top, far = _in_turn([(more, first), (more, deep)], pace.answers)
        ratio = far.quantile(0.5) / top.quantile(0.5)
        what = f"p50 of the page at 99 % depth over the first, by {ordering}"
        findings.add(what, large.name, ratio, 1.25, at_least=False)


def deep_path(served: Served, first: str, acts: int) -> str:
    """The address of the page at 99 % depth: the first page's `next`, its place moved to that of a row so deep.

    The row is found from the other end, following pages of a thousand as any client may.
    """
    name = parse_qs(urlsplit(first).query)["ordering"][0]
    page = orjson.loads(ask(served.port, first))
    left = int(acts * (1 - DEEP))
    path = f"{questions.ACTS}?{urlencode({'ordering': f'-{name}', 'limit': 1000, 'fields': f'key,{name}'}, safe=',')}"
    while True:
        backwards = orjson.loads(ask(served.port, path))
        if left <= len(backwards["results"]):
            break
        left -= len(backwards["results"])
        address = urlsplit(backwards["next"])
        path = f"{address.path}?{address.query}"
    row = backwards["results"][left - 1]
    address = urlsplit(page["next"])
    asked = parse_qs(address.query)
    asked["cursor"] = [moved(asked["cursor"][0], row[name] if name != "key" else row["key"], row["key"])]
    return f"{address.path}?{urlencode(asked, doseq=True)}"


def moved(cursor: str, value: str, key: str) -> str:
    """The cursor of the same list at another row."""
    from signatories.api.keyset import Cursor

    text = cursor + "=" * (-len(cursor) % 4)
    *_, known_on, owner = orjson.loads(base64.urlsafe_b64decode(text))
    moment = dt.datetime.fromisoformat(known_on)
    return Cursor(value, key, False, moment).to_text(owner)


def _in_turn(asked: list[tuple[Served, str]], answers: int) -> list[Seen]:
    """What is seen of each question, asked in turn, one at a time, so often or for so long."""
    seen = [Seen() for _ in asked]
    spent = 0.0
    for _ in range(answers):
        for one, (served, path) in zip(seen, asked, strict=True):
            one += load(served.port, [path], connections=1, seconds=60, most=1)
            spent += one.seconds[-1]
        if spent > LONGEST:
            break
    return seen
