"""Small disks of their own, for tests that fill them; they take root, and are skipped without."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


def mounted(*arguments: str) -> bool:
    """Whether it could be mounted."""
    may = shutil.which("mount") is not None and os.geteuid() == 0
    return may and subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """An empty disk of this size in the folder, which is made."""
    folder.mkdir()
    if not mounted("-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)):
        pytest.skip("No file system may be mounted here, which takes root.")
    try:
        yield folder
    finally:
        unmounted(folder)


def unmounted(folder: Path) -> None:
    """Takes it away, whoever still looks into it."""
    subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Nothing more fits on the disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    try:
        yield
    finally:
        filler.unlink()
