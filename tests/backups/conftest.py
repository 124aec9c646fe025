"""A database that is in use, and a place for backups of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.databases import Databases


@pytest.fixture
def used(databases: Databases, shipped: str) -> str:
    """The name of a database with the shipped record."""
    return databases.new("used", shipped)


@pytest.fixture
def shelf(tmp_path: Path, settings: Any) -> Path:
    """Where backups go that are given no other place."""
    settings.BACKUP_DIR = tmp_path / "backups"
    return tmp_path / "backups"
