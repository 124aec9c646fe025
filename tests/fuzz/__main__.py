"""Asks the product, served as in production on PostgreSQL, what no one should: `python -m tests.fuzz`.

REQUESTS (20,000) says how many, SEED (1) which: the same seed asks the same of the same code. Ends with 0 where no
answer was wrong, no acknowledged write was lost, and the record and its log hold.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.postgres import postgresql
from tests.serving import ROOT, environment, serving

PREPARE = """
import json, sys
import django; django.setup()
from django.core.management import call_command
from signatories.management.commands.seed import FIXTURES
call_command("migrate", verbosity=0)
call_command("loaddata", *FIXTURES, verbosity=0)
from django.conf import settings
from django.test import override_settings
uncompressed = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
with override_settings(STORAGES=settings.STORAGES | {"staticfiles": uncompressed}):
    call_command("collectstatic", interactive=False, verbosity=0)
from tests.fuzz.world import enlisted
print(json.dumps(enlisted()))
"""
HOLDING = ["check_record", "verify_log"]


def main(start: int, many: int) -> int:
    """The exit code."""
    with postgresql() as server, tempfile.NamedTemporaryFile(prefix="convention-api-fuzz-", suffix=".log") as log:
        with psycopg.connect(server, autocommit=True) as one:
            one.execute("DROP DATABASE IF EXISTS fuzzed WITH (FORCE)")
            one.execute("CREATE DATABASE fuzzed")
        settings = environment(urlsplit(server)._replace(path="/fuzzed").geturl(), LOG_LEVEL="ERROR", RATE_LIMIT="")
        os.environ.update(settings)
        prepared = subprocess.run(
            [sys.executable, "-c", PREPARE], cwd=ROOT, env=settings, stdout=subprocess.PIPE, check=True
        )
        print(f"SEED={start} REQUESTS={many}", flush=True)
        with serving(settings, workers=2, log=log.file) as product:
            right = fuzzed(product.port, json.loads(prepared.stdout), start, many)
        print(
            "\nTracebacks in the product's log, each once:",
            *tracebacks(Path(log.name).read_text(errors="replace")),
            sep="\n",
        )
        for command in HOLDING:
            done = subprocess.run([sys.executable, "manage.py", command], cwd=ROOT, env=settings, check=False)
            right &= done.returncode == 0
    print("Everything held." if right else f"Not everything held: SEED={start} REQUESTS={many} shows it again.")
    return 0 if right else 1


def tracebacks(log: str) -> list[str]:
    """What failed while a 5xx was made, each sort once."""
    failed = re.findall(
        r"Internal Server Error: [^\n]*\n(Traceback .*?\n(?:\w[\w.]*(?:Error|Exception)?\b[^\n]*))\n(?=\S|\Z)",
        log,
        re.S,
    )
    return list({trace.splitlines()[-1][:100]: trace for trace in failed}.values())


def fuzzed(port: int, prepared: dict[str, dict[str, dict[str, str]]], start: int, many: int) -> bool:
    """Whether nothing was wrong with any answer, and every acknowledged write is found."""
    import django

    django.setup()
    from tests.asking import over_http
    from tests.fuzz import documented, walking
    from tests.fuzz.report import Report
    from tests.fuzz.world import World

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    ask, began = over_http(port), time.monotonic()
    world = World(ask, **prepared)

    def told(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True)

    report = Report(ask, told)
    try:
        documented.walk(port, world, report, start, many // 8, told)
        walking.walk(world, report, start, many - report.asked, told)
    except KeyboardInterrupt:
        told(f"Stopped after {report.asked} requests: what was asked until then is judged.")
    print(report)
    missing = list(walking.lost(world))
    print(f"\n{report.asked} requests in {time.monotonic() - began:.0f} s.")
    print(f"{report.slow_once} took long once, and not when asked again.")
    print(f"{len(world.acknowledged)} acknowledged rows, {len(missing)} of them not found.", *missing[:20], sep="\n  ")
    return report.asked >= many and not report.faults and not missing


if __name__ == "__main__":
    sys.exit(main(int(os.environ.get("SEED", 1)), int(os.environ.get("REQUESTS", 20_000))))
