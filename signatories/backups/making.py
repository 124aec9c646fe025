"""Making a backup: of one moment, beside whoever writes, checked before it stands under its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from signatories import __version__
from signatories.backups.checking import Told, bring_in
from signatories.backups.manifest import PACKAGE, Contents, Manifest, now
from signatories.backups.places import migrations_applied, rows_of_tables
from signatories.backups.shelf import a_place
from signatories.backups.vendors import way
from signatories.exchange.writing import write_package
from signatories.record.proofs import log_head
from signatories.record.version import one_state


@dataclass(frozen=True)
class Made:
    """A backup: where it stands, what it says, and what agreed when it was restored; nothing where it was not."""

    path: Path
    manifest: Manifest
    agreed: list[str]


def make_backup(path: Path, *, verify: bool, told: Told = lambda *_: None) -> Made:
    """Puts a backup of the default database at `path`, which is a new folder.

    To `verify` it, it is restored into a scratch database first and held to what was kept. NotRestorable where it
    cannot be made or does not agree; then nothing stands there.
    """
    with a_place(path) as folder:
        manifest = _written(folder, told)
        agreed: list[str] = []
        if verify:
            manifest = Manifest.read(folder)
            with way().scratch():
                agreed = bring_in(folder, manifest, told)
    return Made(path, manifest, agreed)


def _written(folder: Path, told: Told) -> Manifest:
    with one_state():
        # The first look fixes the moment.
        log_head()
        told("database", 0, 0)
        way().dump(folder / way().FILE)
        write_package(folder / PACKAGE, told=told)
        manifest = manifest_of(folder, __version__)
    manifest.write(folder)
    return manifest


def manifest_of(folder: Path, product: str) -> Manifest:
    """What is to be said of the two files in the folder, and of the default database, which they were made from."""
    head = log_head()
    return Manifest(
        made_at=now().isoformat(),
        product=product,
        vendor=connection.vendor,
        server=way().server(),
        database=way().FILE,
        migrations=migrations_applied(),
        log_size=head.size,
        log_root=head.root,
        rows=rows_of_tables(),
        files={name: Contents.of(folder / name) for name in (way().FILE, PACKAGE)},
    )
