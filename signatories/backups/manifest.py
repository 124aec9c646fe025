"""`manifest.json`: what a backup holds, and of what. One that is not whole is refused before anything is touched."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
PACKAGE = "record.zip"
PROFILE = "convention-api-backup"
FORMAT = 1
PIECE = 1 << 20


class NotRestorable(Exception):
    """A backup, or a place for one, that cannot be used: a sentence that says why, and what to do."""


@dataclass(frozen=True)
class Contents:
    """A file of the backup: its bytes and their SHA-256."""

    bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Contents:
        """Those that the file has now."""
        told, size = hashlib.sha256(), 0
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                told.update(piece)
                size += len(piece)
        return cls(size, told.hexdigest())


@dataclass(frozen=True)
class Manifest:
    """What stands in it."""

    made_at: str
    product: str
    """The version of the product that made it."""
    vendor: str
    """`sqlite` or `postgresql`."""
    server: str
    """The version of the database's program."""
    database: str
    """The name of the file with the database."""
    migrations: list[str]
    log_size: int
    log_root: str
    rows: dict[str, int]
    """Of every table of the database."""
    files: dict[str, Contents]

    def write(self, folder: Path) -> None:
        """Into the backup's folder."""
        said = {"profile": PROFILE, "format": FORMAT, **asdict(self)}
        (folder / MANIFEST).write_text(json.dumps(said, indent=2) + "\n")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """That of a backup, each of whose files has the bytes it should have. Raises NotRestorable."""
        said = _said(folder)
        if said.pop("profile", None) != PROFILE:
            raise NotRestorable(f"{folder} is no backup of this product: its {MANIFEST} does not say so.")
        if said.pop("format", None) != FORMAT:
            raise NotRestorable(f"{folder} was made by a newer release: restore it with that release.")
        try:
            files = {name: Contents(**contents) for name, contents in said.pop("files").items()}
            manifest = cls(**said, files=files)
            named = {manifest.database, PACKAGE}
        except (AttributeError, KeyError, TypeError):
            raise NotRestorable(f"{folder} is damaged: its {MANIFEST} lacks a part. Take another backup.") from None
        if set(files) != named or any(Path(name).name != name for name in files):
            raise NotRestorable(f"{folder} is damaged: its {MANIFEST} does not name its files. Take another backup.")
        for name, contents in files.items():
            _hold(folder / name, contents)
        return manifest


def _said(folder: Path) -> dict[str, Any]:
    if not folder.exists():
        raise NotRestorable(f"There is no {folder}: give the folder of a backup.")
    try:
        said = json.loads((folder / MANIFEST).read_text())
    except OSError:
        raise NotRestorable(f"{folder} has no {MANIFEST} that can be read: give the folder of a backup.") from None
    except ValueError:
        raise NotRestorable(f"{folder} is damaged: its {MANIFEST} is not whole. Take another backup.") from None
    return said if isinstance(said, dict) else {}


def _hold(path: Path, contents: Contents) -> None:
    try:
        found = Contents.of(path)
    except OSError:
        raise NotRestorable(f"{path.parent} is damaged: it lacks {path.name}. Take another backup.") from None
    if found.bytes != contents.bytes:
        sentence = f"{path.name} has {found.bytes} bytes and was made with {contents.bytes}"
        raise NotRestorable(f"{path.parent} is damaged: {sentence}. Take another backup.")
    if found != contents:
        raise NotRestorable(f"{path.parent} is damaged: {path.name} has other bytes than it had. Take another backup.")


def now() -> dt.datetime:
    """The moment, to the second, in UTC."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
