"""A database that a release left behind is restored and brought up to date, and loses nothing.

One of before 0.1.0 is that of CHANGELOG, Upgrading: migrated as far as the webhooks.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tarfile
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection

from signatories.backups.manifest import MANIFEST, PACKAGE
from signatories.exchange.tables import TABLES
from signatories.models import Change, Entry, ImplementingMeasure, Webhook
from signatories.record.proofs import log_head
from tests.backups.keep_release import OLDEST_SERVER, RELEASES
from tests.backups.test_backups import read_again, told
from tests.databases import Databases

KEPT = sorted({path.name.partition(".sqlite")[0] for path in RELEASES.glob("*.sqlite.tar.xz")})


@pytest.fixture(params=KEPT)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The backup of that release, unpacked."""
    if connection.vendor == "postgresql" and connection.pg_version < OLDEST_SERVER * 10_000:
        pytest.skip(f"What was kept of releases is of PostgreSQL {OLDEST_SERVER}, and this server is older.")
    with tarfile.open(RELEASES / f"{request.param}.{connection.vendor}.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path / "backup"


def keys(package: Path) -> dict[str, list[str]]:
    """The key of every row, by table."""
    with zipfile.ZipFile(package) as archive:
        files = {table.name: io.StringIO(archive.read(table.file).decode()) for table in TABLES}
    return {name: [row[0] for row in csv.reader(file)][1:] for name, file in files.items()}


def test_nothing_is_lost(databases: Databases, kept: Path, tmp_path: Path) -> None:
    manifest = json.loads((kept / MANIFEST).read_text())
    assert manifest["log_size"] > 370
    with databases.at(databases.new("empty")):
        said = told("restore", kept, "--no-verify")
        assert f"All {len(manifest['rows'])} tables of the database have the rows they had" in said
        assert f"The log holds: {manifest['log_size']} entries, root {manifest['log_root']}" in said
        (alike,) = re.findall(r"Exported again, (\d+) tables of the record are the same bytes", said)
        others = "".join(re.findall(r"Other columns now, the same number of rows: (.+)\.", said))
        assert int(alike) + len(others.split(", ") if others else []) == len(TABLES)
        assert "every rule holds" in told("check_record")
        told("export_record", tmp_path / PACKAGE)
        assert keys(tmp_path / PACKAGE) == keys(kept / PACKAGE)
        assert sum(map(len, keys(kept / PACKAGE).values())) > 350

        assert User.objects.get(username="officer").check_password("a password of old")
        assert [change.by and change.by.username for change in Change.objects.order_by("number")] == [
            *(None, "officer", "officer")
        ]
        assert Entry.objects.filter(kind="retracted").count() == 1
        assert ImplementingMeasure.objects.filter(known_until__isnull=False).count() == 1
        assert Webhook.objects.get().address == "https://example.org/told"

        read_again("After the upgrade.")
        assert log_head().size > manifest["log_size"]
        assert told("verify_log").startswith("The log holds")
