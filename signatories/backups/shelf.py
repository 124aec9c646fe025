"""The folder in which backups stand: how they are named, who may put one there, and how many are kept."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from signatories.backups.manifest import MANIFEST, NotRestorable, now

NAMED = "convention-"
UNFINISHED = ".part"


def next_name() -> str:
    """A name by the time, so that the order of names is that of time."""
    return f"{NAMED}{now():%Y%m%dT%H%M%SZ}"


@contextmanager
def a_place(path: Path) -> Iterator[Path]:
    """An empty folder, which stands under `path` once all in it is on the disk; nothing does if anything is raised.

    What somebody who was killed left unfinished in the same shelf is taken away.
    """
    if path.exists():
        raise NotRestorable(f"{path} is there already: give another name. A backup is never overwritten.")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}{UNFINISHED}")
    with _alone(path.parent), _for_ourselves_only():
        for left in path.parent.glob(f".*{UNFINISHED}"):
            shutil.rmtree(left)
        unfinished.mkdir()
        try:
            yield unfinished
            _sync([*unfinished.iterdir(), unfinished])
            unfinished.rename(path)
            _sync([path.parent])
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def keep_the_newest(shelf: Path, number: int) -> list[Path]:
    """Removes all but so many of the backups that were named by their time; those removed."""
    made = sorted(path.parent for path in shelf.glob(f"{NAMED}????????T??????Z/{MANIFEST}"))
    for old in made[:-number]:
        # Without its manifest it is no backup any more, however far the removal comes.
        (old / MANIFEST).unlink()
        shutil.rmtree(old)
    return made[:-number]


@contextmanager
def _alone(shelf: Path) -> Iterator[None]:
    """Nobody else makes a backup there; the system lets go of it when whoever does is killed."""
    handle = os.open(shelf, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotRestorable(f"Another backup is being made in {shelf}: wait until it is done.") from None
        yield
    finally:
        os.close(handle)


@contextmanager
def _for_ourselves_only() -> Iterator[None]:
    """What is written meanwhile nobody else can read: it holds the hashes of passwords and tokens."""
    usual = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(usual)


def _sync(paths: Iterable[Path]) -> None:
    """Has the disk keep these files and folders before anything else is said of them."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
