"""Readers: each asks something at random; the examiner holds every answer against the oracle."""

from __future__ import annotations

import csv
import datetime as dt
import io
import threading
import time
from http.client import HTTPException
from queue import Empty, Queue
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote

from tests.serving import Answer, Product
from tests.soak.following import Follower, instant
from tests.soak.judging import Judge, acts_of, in_chart, in_list, of_force
from tests.soak.tally import Tally
from tests.web.test_oracle import DAYS, EVERYONE

AT_REST = 0.03
PAST = 0.3
KINDS = ["chart", "force", "statuses", "list", "matrix", "projection", "csv"]


class Question(NamedTuple):
    """What was asked of one treaty, of which day, and what was answered."""

    kind: str
    path: str
    treaty: str
    day: dt.date
    known_on: dt.datetime
    body: Any
    assumed: tuple[str, str, str, str] | None = None


class Reader(threading.Thread):
    """Asks until it is stopped; what is to be judged goes into the queue."""

    def __init__(
        self, product: Product, follower: Follower, tally: Tally, dice: Random, asked: Queue[Question]
    ) -> None:
        super().__init__(name="reader")
        self.product, self.follower, self.tally, self.dice, self.asked = product, follower, tally, dice, asked
        self.over = threading.Event()
        self.seen: dict[str, tuple[str, Any]] = {}

    def run(self) -> None:
        while not self.over.wait(AT_REST):
            kind = self.dice.choice(KINDS)
            treaty = self.dice.choice(sorted(self.follower.acts) or ["soak-1"])
            day = self.dice.choice(DAYS)
            known_on = self.follower.moment_before(self.dice.random()) if self.dice.random() < PAST else None
            self._ask(kind, treaty, day, known_on)

    def _ask(self, kind: str, treaty: str, day: dt.date, known_on: dt.datetime | None) -> None:
        assumed = None
        path = {
            "chart": f"treaties/{treaty}/status/?as_of={day}&include=no_action",
            "force": f"treaties/{treaty}/entry-into-force/?as_of={day}",
            "statuses": f"statuses/?treaty={treaty}&as_of={day}&limit=1000",
            "list": f"actions/?treaty={treaty}&limit=1000",
            "csv": f"actions/?treaty={treaty}&format=csv",
            "matrix": f"matrix/?treaty={treaty}&as_of={day}&limit=1000",
        }.get(kind)
        if path is None:
            who, done = self.dice.choice(EVERYONE), self.dice.choice(DAYS[:200])
            assumed = ("~assumed", who, "ratification", done.isoformat())
            path = f"treaties/{treaty}/projection/?assume={who}:ratification:{done}&as_of={max(day, done)}"
            day = max(day, done)
        if kind == "csv":
            known_on = known_on or self.follower.moment_before(1)
        if known_on:
            path += f"&known_on={quote(known_on.isoformat())}"
        answer = self._answered(kind, path)
        if answer is None:
            return
        if kind == "csv":
            body: Any = answer.body.decode("utf-8-sig")
            moment = known_on
        else:
            body = self.seen[path][1] if answer.status == 304 else answer.json
            self.seen[path] = (answer.headers["ETag"], body)
            moment = body["known_on"] and instant(body["known_on"])
            if len(self.seen) > 200:
                self.seen.pop(next(iter(self.seen)))
        if moment is not None:
            self.asked.put(Question(kind, path, treaty, day, moment, body, assumed))

    def _answered(self, kind: str, path: str) -> Answer | None:
        """200 or 304; None for anything else, which is counted."""
        tag = {"If-None-Match": self.seen[path][0]} if path in self.seen else {}
        began = time.monotonic()
        try:
            answer = self.product.get(path, **tag)
        except (OSError, HTTPException) as error:
            self.tally.failed(kind, type(error).__name__, began)
            return None
        if answer.status in (200, 304):
            self.tally.count(f"{kind} 304" if answer.status == 304 else kind, time.monotonic() - began)
            return answer
        if answer.status == 400 and kind == "projection":
            self.tally.count("projection the law refuses")
        elif answer.status == 503 and answer.headers.get("Retry-After"):
            self.tally.failed(kind, 503, began)
        else:
            self.tally.is_wrong(f"{path} was answered {answer.status}: {answer.body[:300]!r}")
        return None


class Examiner(threading.Thread):
    """Judges every answer once the log is known up to its moment."""

    def __init__(self, judge: Judge, follower: Follower, tally: Tally) -> None:
        super().__init__(name="examiner")
        self.judge, self.follower, self.tally = judge, follower, tally
        self.asked: Queue[Question] = Queue()
        self.over = threading.Event()

    def run(self) -> None:
        while not (self.over.is_set() and self.asked.empty()):
            try:
                question = self.asked.get(timeout=0.2)
            except Empty:
                continue
            while not self.follower.known_by(question.known_on) and not self.over.wait(0.1):
                pass
            if fault := self._fault(question):
                self.tally.is_wrong(f"{question.path} as known at {question.known_on}: {fault}")
            self.tally.count("compared with the oracle")

    def _fault(self, question: Question) -> str:
        rows = self.follower.acts_at(question.treaty, question.known_on)
        acts, said = acts_of(rows), question.body
        if question.kind in ("list", "csv"):
            told = said["results"] if question.kind == "list" else list(csv.DictReader(io.StringIO(said)))
            found: Any = sorted((row["key"], row["participant"], row["kind"], row["done_on"]) for row in told)
            return _difference(found, list(acts))
        if question.assumed:
            acts = tuple(sorted((*acts, question.assumed)))
        if question.kind in ("force", "projection"):
            expected = self.judge.force(question.treaty, acts, question.day)
            return _difference(of_force(said, expected), expected)
        statuses = self.judge.statuses(question.treaty, acts, question.day)
        if question.kind == "matrix":
            cells = {row["participant"]: row["statuses"][question.treaty] for row in said["results"]}
            return _difference({who: cells.get(who) for who in EVERYONE}, statuses)
        return _difference(in_chart(said) if question.kind == "chart" else in_list(said), statuses)


def _difference(said: Any, expected: Any) -> str:
    return "" if said == expected else f"{said} and not {expected}"
