"""An import that is killed at any moment leaves nothing of it behind; one that is not, everything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.databases import Databases, address
from tests.exchange.packing import cited, exported, pack, rows_of

TIMES = 5


def test_all_or_nothing(tmp_path: Path, databases: Databases, shipped: str) -> None:
    package = exported(tmp_path / "record")
    news = [
        cited(key=f"q-news.{n}", treaty="cets-225", kind="other", occurred_on="2025", title=f"News {n}")
        | {"source": "enoch-2024"}
        for n in range(300)
    ]
    pack(package, milestones=[*rows_of(package, "milestones"), *news])
    killed = subprocess.run(
        [sys.executable, "-m", "tests.exchange.killing", str(package), str(TIMES)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address(databases.new("killed", shipped))},
        capture_output=True,
        text=True,
        check=False,
    )
    *left, whole, verified = killed.stdout.splitlines()
    assert len(left) == TIMES, killed.stderr
    assert set(left) <= {"0", whole} and int(whole) > 1000
    assert verified.startswith("The log holds")
