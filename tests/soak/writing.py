"""Writers: record, correct, retract, many at once, and packages; each until it is acknowledged, and once."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
import time
import uuid
from collections import defaultdict
from http.client import HTTPException
from pathlib import Path
from random import Random
from typing import Any

from tests.exchange.packing import pack
from tests.serving import ROOT, Answer, Product
from tests.soak.following import Told
from tests.soak.tally import Tally
from tests.web.test_oracle import DAYS, EVERYONE

AT_REST = 0.25
GIVES_UP = 90.0
WAYS = [
    ["signature", "ratification"],
    ["signature", "ratification"],
    ["accession"],
    ["signature", "ratification", "denunciation"],
]
CITED = {"source": ["soak-chart"], "locator": ["row 1"]}


class Writer(threading.Thread):
    """Writes about treaties that nobody else writes about; `journal` is what was acknowledged, by key, in order."""

    def __init__(self, product: Product, treaties: list[str], tally: Tally, dice: Random) -> None:
        super().__init__(name="writer")
        self.product, self.tally, self.dice, self.treaties = product, tally, dice, treaties
        self.over = threading.Event()
        self.journal: dict[str, list[Told]] = defaultdict(list)
        self.done: dict[tuple[str, str], list[tuple[str, str, dt.date]]] = defaultdict(list)
        """The acts that stand, by treaty and participant: key, kind, day."""
        self.ways: dict[tuple[str, str], list[str]] = {}

    def run(self) -> None:
        while not self.over.wait(AT_REST):
            place = self.dice.choice(self.treaties), self.dice.choice(EVERYONE)
            standing, share = self.done[place], self.dice.random()
            way = self.ways.setdefault(place, self.dice.choice(WAYS)) if standing else self.dice.choice(WAYS)
            self.ways[place] = way
            if standing and share < 0.3:
                self._correct(place)
            elif standing and (share < 0.45 or len(standing) == len(way)):
                self._retract(place)
            elif not standing and share < 0.55:
                self._many(place[0])
            else:
                self._record(place, way[len(standing)])

    def _record(self, place: tuple[str, str], kind: str) -> None:
        treaty, who = place
        day = self._day_after(place)
        row = {"treaty": treaty, "participant": who, "kind": kind, "done_on": day.isoformat()} | CITED
        if answer := self._sent("record", "actions/", row, {201}):
            self._noted("recorded", answer.json)

    def _many(self, treaty: str) -> None:
        """Signatures of all who have done nothing yet."""
        idle = [who for who in EVERYONE if not self.done[treaty, who]]
        rows = [
            {"treaty": treaty, "participant": who, "kind": "signature"}
            | {"done_on": self.dice.choice(DAYS[:100]).isoformat()}
            | CITED
            for who in idle
        ]
        if answer := self._sent("bulk", "actions/bulk/", rows, {201}):
            for row in answer.json:
                self.ways[treaty, row["participant"]] = WAYS[0]
                self._noted("recorded", row)

    def _correct(self, place: tuple[str, str]) -> None:
        key, kind, day = self.done[place][-1]
        first = self.done[place][-2][2] if len(self.done[place]) > 1 else DAYS[0]
        other = self.dice.choice([one for one in DAYS[:250] if first <= one != day])
        body = {"done_on": other.isoformat(), "reason": "It was read again."}
        if (tag := self._tag(key)) and (
            answer := self._sent("correct", f"actions/{key}/correct/", body, {200}, If_Match=tag)
        ):
            self.journal[key].append(("corrected", key, answer.json["done_on"]))
            self.done[place][-1] = (key, kind, dt.date.fromisoformat(answer.json["done_on"]))

    def _retract(self, place: tuple[str, str]) -> None:
        key = self.done[place][-1][0]
        body = {"reason": "It was entered by mistake."}
        if (tag := self._tag(key)) and self._sent("retract", f"actions/{key}/retract/", body, {200}, If_Match=tag):
            self.journal[key].append(("retracted", key, None))
            self.done[place].pop()

    def _noted(self, kind: str, row: dict[str, Any]) -> None:
        self.journal[row["key"]].append((kind, row["key"], row["done_on"]))
        day = dt.date.fromisoformat(row["done_on"])
        self.done[row["treaty"], row["participant"]].append((row["key"], row["kind"], day))

    def _day_after(self, place: tuple[str, str]) -> dt.date:
        first = self.done[place][-1][2] if self.done[place] else DAYS[0]
        return self.dice.choice([day for day in DAYS[:250] if day >= first])

    def _tag(self, key: str) -> str | None:
        """The row's version, as one reads it who has just written: from the primary, and no older than that."""
        began = time.monotonic()
        while time.monotonic() < began + GIVES_UP:
            try:
                answer = self.product.get(f"actions/{key}/", known=True)
            except (OSError, HTTPException):
                continue
            if answer.status == 200:
                if answer.json["done_on"] != self.journal[key][-1][2]:
                    self.tally.is_wrong(f"{key} was read with {answer.json['done_on']} by who had just written it")
                return answer.headers["ETag"]
            if answer.status != 503:
                self.tally.is_wrong(f"{key} was read with {answer.status} by who had just written it")
                return None
        return None

    def _sent(self, kind: str, path: str, body: Any, accepted: set[int], **headers: str) -> Answer | None:
        """The acknowledgement, however often it is asked for; None where the law refuses."""
        key, first = uuid.UUID(int=self.dice.getrandbits(128)).hex, time.monotonic()
        while True:
            began = time.monotonic()
            try:
                answer = self.product.post(path, body, Idempotency_Key=key, **headers)
            except (OSError, HTTPException) as error:
                self.tally.failed(kind, type(error).__name__, began)
            else:
                if answer.status in accepted:
                    self.tally.count(kind, time.monotonic() - began)
                    if answer.headers.get("Idempotent-Replayed"):
                        self.tally.count("acknowledged when asked again")
                    return answer
                if answer.status == 422:
                    self.tally.count("writes that the law refuses")
                    return None
                if answer.status != 503:
                    self.tally.is_wrong(f"{path} {body} was answered {answer.status}: {answer.body[:300]!r}")
                    return None
                self.tally.failed(kind, 503, began)
            if time.monotonic() > first + GIVES_UP:
                self.tally.is_wrong(f"{path} was not acknowledged within {GIVES_UP:g} s")
                return None
            time.sleep(0.2)


class Importer(threading.Thread):
    """Brings in a package of measures each minute, by `manage.py import_record`, until it says that it is in."""

    def __init__(self, settings: dict[str, str], folder: Path, tally: Tally, every: float) -> None:
        super().__init__(name="importer")
        self.settings, self.folder, self.tally, self.every = settings, folder, tally, every
        self.over = threading.Event()
        self.imported: list[str] = []

    def run(self) -> None:
        number = 0
        while not self.over.wait(self.every):
            number += 1
            rows = [
                {"key": f"soak-import.{number}.{row}", "participant": "QWA", "treaty": "soak-1", "relation": "related"}
                | {"kind": "policy", "stage": "announced", "title": f"Measure {number}.{row}"}
                | {"source": "soak-chart", "locator": "row 1", "confidence": "high"}
                for row in range(50)
            ]
            package = pack(self.folder / str(number), measures=rows)
            while not self._imported(package):
                if self.over.wait(1):
                    return
            self.imported += [str(row["key"]) for row in rows]

    def _imported(self, package: Path) -> bool:
        began = time.monotonic()
        command = [sys.executable, "manage.py", "import_record", str(package)]
        done = subprocess.run(command, cwd=ROOT, env=self.settings, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            self.tally.count("import_record", time.monotonic() - began)
            return True
        self.tally.failed("import_record", "import that failed", began)
        return False
