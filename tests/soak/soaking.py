"""Mixed load with faults at random, every answer judged and every write accounted for."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from pathlib import Path
from queue import Queue
from random import Random
from statistics import median
from typing import Any

from tests.faults.auditing import SOUND, auditing
from tests.serving import eventually
from tests.soak.disturbing import Disturber
from tests.soak.following import Follower
from tests.soak.judging import Judge, acts_of
from tests.soak.memory import MOST_GROWTH, Watcher
from tests.soak.reading import Examiner, Reader
from tests.soak.stage import Stage, stage
from tests.soak.tally import Tally
from tests.soak.writing import Importer, Writer

READERS = 3
PROGRESS = 10.0


def main() -> int:
    """The exit code: 0 when nothing was wrong."""
    seed = int(os.environ.get("SEED") or secrets.randbelow(10**6))
    minutes = float(os.environ.get("MINUTES") or 10)
    print(f"make soak MINUTES={minutes:g} SEED={seed}", flush=True)
    dice = Random(seed)
    with tempfile.TemporaryDirectory(prefix="convention-api-soak-") as folder, stage(dice, Path(folder)) as played:
        tally = Tally()
        soak(played, tally, dice, minutes * 60, Path(folder))
    return 1 if tally.wrong else 0


def soak(played: Stage, tally: Tally, dice: Random, seconds: float, folder: Path) -> None:
    """Everyone at work for so long; then what they know is compared, and told."""
    product = played.product
    follower = Follower(product, tally.is_wrong)
    judge = Judge(played.treaties)
    examiner = Examiner(judge, follower, tally)
    names = sorted(played.treaties)
    writers = [Writer(product, names[half::2], tally, Random(dice.random())) for half in (0, 1)]
    readers = [Reader(product, follower, tally, Random(dice.random()), examiner.asked) for _ in range(READERS)]
    importer = Importer(played.settings, folder / "packages", tally, min(60.0, seconds / 3))
    disturber, watcher = Disturber(played, tally, Random(dice.random())), Watcher(product)
    everyone = [follower, examiner, watcher, importer, *writers, *readers, disturber]
    for one in everyone:
        one.start()
    _tell_progress(tally, examiner.asked, tally.began + seconds)
    for group in ([disturber], [importer, *readers, *writers], [watcher]):
        for one in group:
            one.over.set()
        for one in group:
            one.join()
    follower.over.set()
    follower.join()
    while follower.ask(known=True):
        pass
    examiner.over.set()
    examiner.join()
    _compare(played, tally, follower, writers, importer)
    _report(tally, watcher, follower, writers, importer)


def _tell_progress(tally: Tally, waiting: Queue[Any], ends: float) -> None:
    while (left := ends - time.monotonic()) > 0:
        time.sleep(min(PROGRESS, left))
        asked = sum(tally.counted.values()) - tally.counted["compared with the oracle"]
        compared, passed = tally.counted["compared with the oracle"], time.monotonic() - tally.began
        told = f"{asked} requests, {compared} compared, {waiting.qsize()} to be compared, {len(tally.wrong)} wrong"
        print(f"{passed:6.1f} s  {told}", flush=True)


def _compare(played: Stage, tally: Tally, follower: Follower, writers: list[Writer], importer: Importer) -> None:
    """The journals with the log, the log with the record, the replica with the primary, all with the rules."""
    journals = {key: told for writer in writers for key, told in writer.journal.items()}
    for key in sorted({*journals, *follower.told}):
        if journals.get(key) != follower.told.get(key):
            tally.is_wrong(f"{key}: acknowledged {journals.get(key)}, and the log tells {follower.told.get(key)}")
    for treaty in played.treaties:
        rows = played.product.get(f"actions/?treaty={treaty}&limit=1000", known=True).json["results"]
        if acts_of({row["key"]: row for row in rows}) != acts_of(follower.acts_at(treaty, None)):
            tally.is_wrong(f"{treaty}: the record holds other acts than its log tells of")
    held = played.pair.primary.ask(
        "SELECT array_agg(key) FROM signatories_implementingmeasure WHERE key LIKE 'soak-import.%'"
    )
    if lost := set(importer.imported) - set(held or []):
        tally.is_wrong(f"imported and not there: {sorted(lost)[:5]}")
    last = "SELECT max(number) || ' ' || max(size) FROM signatories_change"
    try:
        eventually(lambda: played.pair.replica.ask(last) == played.pair.primary.ask(last), within=30)
    except AssertionError:
        tally.is_wrong("the replica does not hold what the primary holds")
    with auditing(played.settings) as auditor:
        if (told := auditor.told()) != SOUND:
            tally.is_wrong(f"check_record and verify_log: {told[:1000]}")


def _report(tally: Tally, watcher: Watcher, follower: Follower, writers: list[Writer], importer: Importer) -> None:
    print(f"\n{'what':44}{'times':>8}  slowest beside faults")
    for what, times in sorted(tally.counted.items()):
        slowest = tally.slowest.get(what)
        print(f"{what:44}{times:8}" + (f"  {slowest:6.2f} s" if slowest else ""))
    writes = sum(len(told) for writer in writers for told in writer.journal.values())
    print(f"\n{len(follower.moments)} changes and {follower.cursor} entries followed.")
    print(f"{writes} rows written, and {len(importer.imported)} imported, are there once.")
    print(f"\n{'fault':28}{'times':>6}  well again after (median, longest)")
    for name in sorted({name for name, _ in tally.recoveries}):
        took = sorted(seconds for one, seconds in tally.recoveries if one == name)
        print(f"{name:28}{len(took):6}  {median(took):6.2f} s {took[-1]:6.2f} s")
    print("\nworker    lived   MiB at first, when grown up, at its end")
    for pid, lived, first, grown, last in watcher.growth():
        print(f"{pid:6}{lived:7.0f} s   {first / 1024:6.1f} {grown / 1024:6.1f} {last / 1024:6.1f}")
        if last - grown > MOST_GROWTH:
            tally.is_wrong(f"worker {pid} grew by {(last - grown) / 1024:.1f} MiB when it should not have")
    print(f"\n{len(tally.wrong)} wrong.")
