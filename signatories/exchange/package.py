"""A package as it lies there: a folder or a .zip file, and the tables in it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from signatories.exchange.descriptor import DESCRIPTOR
from signatories.exchange.faults import Fault
from signatories.exchange.tables import TABLES
from signatories.models.constraints import words

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading a damaged, foreign or locked .zip file raises."""

FILES = [table.file for table in TABLES]


class NoPackage(Exception):
    """A path under which there is no package that can be read."""


class Package:
    """The package at a path; close it when it was read."""

    def __init__(self, path: Path) -> None:
        self.name = path.resolve().name
        self._archive: zipfile.ZipFile | None = None
        if path.is_dir():
            self._paths = {entry.name: str(entry) for entry in sorted(path.iterdir()) if entry.is_file()}
        elif path.is_file():
            self._archive = _archive(path)
            self._paths = _top_files(self._archive)
        else:
            raise NoPackage(f"There is nothing at {path}: give the folder or the .zip file of a data package.")

    def __contains__(self, file: str) -> bool:
        return file in self._paths

    def close(self) -> None:
        """Lets go of the file."""
        if self._archive:
            self._archive.close()

    def size(self, file: str) -> int:
        """How many bytes the file has."""
        path = self._paths[file]
        return self._archive.getinfo(path).file_size if self._archive else Path(path).stat().st_size

    @contextmanager
    def opened(self, file: str) -> Iterator[IO[bytes]]:
        """The file's bytes, from the first on."""
        path = self._paths[file]
        with self._archive.open(path) if self._archive else Path(path).open("rb") as stream:
            yield stream

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the package as a whole: tables that are none of the record's, or no table at all."""
        for file in self._paths:
            if file.lower().endswith(".csv") and file not in FILES and not file.startswith("."):
                reason = "This is none of the record's tables."
                yield Fault(file, None, "", "", reason, f"Remove it, or name it {words(FILES)}.")
        if not any(file in self for file in FILES) and DESCRIPTOR not in self:
            yield Fault(self.name, None, "", "", "It holds no table of the record.", f"Put {words(FILES)} in it.")


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except BROKEN:
        raise NoPackage(f"{path} is no .zip file that can be read: give the folder or the .zip file.") from None


def _top_files(archive: zipfile.ZipFile) -> dict[str, str]:
    """The files at the top, or in the one folder that holds all; by their own names."""
    paths = [PurePosixPath(name) for name in archive.namelist() if not name.endswith("/")]
    paths = [path for path in paths if path.parts[0] != "__MACOSX"]
    folders = {path.parts[0] for path in paths if len(path.parts) > 1}
    if len(folders) == 1 and not any(len(path.parts) == 1 for path in paths):
        return {path.name: str(path) for path in paths if len(path.parts) == 2}
    return {path.name: str(path) for path in paths if len(path.parts) == 1}
