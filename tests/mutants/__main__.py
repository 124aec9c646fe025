"""Mutation test of treaty law: tries every mutant of a session of cosmic-ray, and says which no test kills.

`make mutants` makes the session: `cosmic-ray init` finds the mutants, `cr-filter-operators` leaves out what
`cosmic_ray.toml` names. Decorators are left out here: whether a class is frozen says nothing of the law. Who survives
is compared with `survivors.txt`, where each has its reason. `cr-report` and `cr-html` read the session as well.
"""

from __future__ import annotations

import argparse
import difflib
import sys
import time
from multiprocessing import get_context
from pathlib import Path

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkItem, WorkResult

from tests.mutants.trying import killed_by

SURVIVORS = Path(__file__).parent / "survivors.txt"


def judged(item: WorkItem) -> tuple[WorkItem, WorkResult]:
    """What becomes of a mutant: the test that kills it, and what was changed."""
    (mutation,) = item.mutations
    source = mutation.module_path.read_text(encoding="utf-8")
    if source.splitlines()[mutation.start_pos[0] - 1].lstrip().startswith("@"):
        return item, WorkResult(WorkerOutcome.SKIPPED)
    mutated = mutate_code(source, get_operator(mutation.operator_name)(), mutation.occurrence)
    killer = killed_by(mutation.module_path, mutated)
    outcome = TestOutcome.KILLED if killer else TestOutcome.SURVIVED
    return item, WorkResult(WorkerOutcome.NORMAL, killer, outcome, what_changed(mutation, source, mutated))


def what_changed(mutation: MutationSpec, source: str, mutated: str) -> str:
    """The mutant in one line: ``delay.day_reached: if problem: -> if not problem:``."""
    lines = [line for line in difflib.ndiff(source.splitlines(), mutated.splitlines()) if line[0] in "-+"]
    before, after = (" ".join(line[2:].strip() for line in lines if line[0] == sign) for sign in "-+")
    where = ".".join(filter(None, (mutation.module_path.stem, mutation.definition_name)))
    return f"{where}: {before} -> {after}"


def try_all(session: WorkDB, module: str, jobs: int) -> None:
    """Tries what the session has pending, each mutant in a fresh process, and keeps what became of it."""
    pending = [item for item in session.pending_work_items if module in ("", item.mutations[0].module_path.stem)]
    if not pending:
        sys.exit(
            f"There is nothing to try of {module or 'treaty law'}: give the name of one of its files, such as tally."
        )
    with get_context("fork").Pool(jobs, maxtasksperchild=1) as pool:
        unchanged = pending[0].mutations[0].module_path
        failing = pool.apply(killed_by, (unchanged, unchanged.read_text(encoding="utf-8")))
        if failing:
            sys.exit(f"{failing}: this fails on the law as it is. Mend it first.")
        for number, (item, result) in enumerate(pool.imap_unordered(judged, pending), 1):
            session.set_result(item.job_id, result)
            if number % 100 == 0:
                print(f"{number} of {len(pending)} tried", flush=True)


def report(session: WorkDB, took: float) -> bool:
    """Prints the score, and who survives without a reason; whether nobody does."""
    results = [result for _, result in session.results if result.worker_outcome is WorkerOutcome.NORMAL]
    alive = {str(result.diff) for result in results if not result.is_killed}
    killed = {str(result.diff) for result in results} - alive
    listed = {line for line in SURVIVORS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
    for line in sorted(alive - listed):
        print(f"survives, and survivors.txt does not say why: {line}")
    for line in sorted(listed & killed):
        print(f"no longer survives, so take it out of survivors.txt: {line}")
    number = sum(result.is_killed for result in results)
    print(f"{number} of {len(results)} mutants killed, {100 * number / len(results):.1f} %, in {took / 60:.0f} minutes")
    return alive <= listed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("session", help="the file that `cosmic-ray init` made")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes try mutants at once")
    parser.add_argument("--module", default="", help="only the mutants of this module, such as tally")
    args = parser.parse_args()
    began = time.monotonic()
    with use_db(args.session, WorkDB.Mode.open) as session:
        try_all(session, args.module, args.jobs)
        sys.exit(not report(session, time.monotonic() - began))


if __name__ == "__main__":
    main()
