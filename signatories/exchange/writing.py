"""The record as a package: to a folder, to a .zip file, or as the bytes of one while they are made."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from signatories.exchange.descriptor import DESCRIPTOR, WrittenTable, descriptor
from signatories.exchange.stored import cells_together
from signatories.exchange.tables import TABLES, Table
from signatories.models import HeldRow
from signatories.record.moments import last_change
from signatories.record.proofs import LogHead, log_head

MANY = 1_000_000
"""A table of more rows may grow beyond the four gigabytes of the plain form of .zip."""

NOWHERE = Path(os.devnull)

Opened = Callable[[str, int], AbstractContextManager[IO[bytes]]]
Told = Callable[[str, int, int], object]


@dataclass(frozen=True, slots=True)
class Held:
    """What a package is of: the record as it was at a moment (None: before any), and the log as it stood then.

    Taken once, so that what is recorded while a package is written leaves its tables in step.
    """

    moment: dt.datetime | None
    log: LogHead

    @classmethod
    def on(cls, known_on: dt.datetime | None) -> Held:
        """What was held at that moment (None: now)."""
        return cls(last_change(known_on), log_head(known_on))


class NotAPackage(Exception):
    """A place that holds something else, which writing would overwrite."""


def write_package(path: Path, known_on: dt.datetime | None = None, told: Told = lambda *_: None) -> dict[str, Any]:
    """Writes what the record held at that moment (None: now) to a folder, or to a file whose name ends in .zip.

    Gives the package's descriptor. What stood there before is replaced once all is written; NotAPackage where that was
    no package. `told` is called with a table's name, and how many of how many rows are written.
    """
    _refuse_to_overwrite(path)
    held = Held.on(known_on)
    if path.suffix.lower() == ".zip":
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.part")
        with unfinished.open("wb") as file, _archive(file) as archive:
            *_, said = _written(_in_zip(archive, held), held, told)
        unfinished.replace(path)
    else:
        path.mkdir(parents=True, exist_ok=True)
        *_, said = _written(lambda name, _: (path / f".{name}.part").open("wb"), held, told)
        for name in [*(table.file for table in TABLES), DESCRIPTOR]:
            (path / f".{name}.part").replace(path / name)
    assert said
    return said


def described(told: Told = lambda *_: None) -> dict[str, Any]:
    """The descriptor, with its checksums, of a package of what the record holds now; the package is written nowhere."""
    *_, said = _written(lambda *_: NOWHERE.open("wb"), Held.on(None), told)
    assert said
    return said


def zip_chunks(held: Held) -> Iterator[bytes]:
    """The same as the bytes of a .zip file, a piece at a time; nothing is kept of what was given."""
    pipe = _Pipe()
    with _archive(pipe) as archive, closing(_written(_in_zip(archive, held), held, lambda *_: None)) as written:
        for _ in written:
            if piece := pipe.taken():
                yield piece
    yield pipe.taken()


def _written(opened: Opened, held: Held, told: Told) -> Generator[dict[str, Any] | None, None, None]:
    """Writes table by table, pausing after each few rows; at last gives the descriptor, which it writes last."""
    tables: list[WrittenTable] = []
    for table in TABLES:
        rows = _rows_of(table, held.moment)
        expected = rows.count()
        with opened(table.file, expected) as file:
            written = _TableWriter(table, file)
            for cells in cells_together(table, rows):
                written.write(cells)
                told(table.name, written.rows, expected)
                yield None
        tables.append(written.finished())
    said = descriptor(tables, held.moment, held.log)
    with opened(DESCRIPTOR, 1) as file:
        file.write(json.dumps(said, indent=2, ensure_ascii=False).encode() + b"\n")
    yield said


class _TableWriter:
    """One table's file as it is written, header first."""

    def __init__(self, table: Table, file: IO[bytes]) -> None:
        self.table, self.file = table, file
        self.rows = self.bytes = 0
        self.hash = hashlib.sha256()
        self._send([[column.name for column in table.columns]])

    def write(self, rows: Sequence[Sequence[str]]) -> None:
        self.rows += len(rows)
        self._send(rows)

    def finished(self) -> WrittenTable:
        return WrittenTable(self.table, self.rows, self.bytes, self.hash.hexdigest())

    def _send(self, rows: Sequence[Sequence[str]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        data = text.getvalue().encode()
        self.hash.update(data)
        self.bytes += len(data)
        self.file.write(data)


def _rows_of(table: Table, moment: dt.datetime | None) -> Any:
    """The table's rows as the record held them at the moment, in key order; of a record without changes, none."""
    rows = table.model._default_manager.order_by(table.columns[0].attribute)
    if not issubclass(table.model, HeldRow):
        return rows
    return rows.known_on(moment) if moment else rows.none()


def _archive(file: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=5)


def _in_zip(archive: zipfile.ZipFile, held: Held) -> Opened:
    """Opens the package's files in the archive, all of the record's own day, so that the same makes the same bytes."""
    since = held.moment.timetuple()[:6] if held.moment and held.moment.year >= 1980 else (1980, 1, 1, 0, 0, 0)

    def opened(name: str, rows: int) -> AbstractContextManager[IO[bytes]]:
        about = zipfile.ZipInfo(name, since)
        about.compress_type = zipfile.ZIP_DEFLATED
        about.external_attr = 0o644 << 16
        return archive.open(about, "w", force_zip64=rows > MANY)

    return opened


def _refuse_to_overwrite(path: Path) -> None:
    if path.suffix.lower() == ".zip":
        if path.exists() and not _is_zipped_package(path):
            raise NotAPackage(f"{path} is there and is no data package: give another name, or move it away.")
    elif path.exists() and not path.is_dir():
        raise NotAPackage(f"{path} is a file: give a folder, or a name that ends in .zip.")
    elif path.exists() and any(path.iterdir()) and not (path / DESCRIPTOR).exists():
        raise NotAPackage(f"{path} holds other things: give an empty folder, a new one, or that of a data package.")


def _is_zipped_package(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return DESCRIPTOR in archive.namelist()


class _Pipe:
    """A file that is only written to, and emptied as it is."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """What was written since it was last taken."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
