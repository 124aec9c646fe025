"""The names of what the record holds, read once for all the answers of one version of it."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from signatories.keeping.notes import noted_version
from signatories.models.directory import Directory


def kept_directory() -> Directory:
    """The names as the answer in the making finds them; kept for the next one, as long as the record is the same."""
    version = noted_version()
    if version is None or version.at is None or not settings.KEPT_BYTES:
        return Directory()
    return _directory_of(version.name)


@lru_cache(maxsize=2)
def _directory_of(version: str) -> Directory:
    """The one directory of that version, which reads each table when first asked for it."""
    return Directory()
