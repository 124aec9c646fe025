"""What every answer of one version of the record needs, made once for all of them: names, the last change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings

from signatories.keeping.notes import noted_version
from signatories.record.moments import last_change

Made = TypeVar("Made")
VERSIONS_AT_A_TIME, KINDS = 2, 4


def once(make: Callable[[], Made]) -> Made:
    """What `make` makes, kept in this process for the version of the record that the answer in the making is of.

    It must depend on nothing but the record as it is now, and be altered by nobody.
    """
    version = noted_version()
    if version is None or version.at is None or not settings.KEPT_BYTES:
        return make()
    made: Made = _made(make, version.name)
    return made


def unless_now(moment: dt.datetime | None) -> dt.datetime | None:
    """The moment asked; None, which means now, where the record has been the same since.

    So the later pages of a list, which keep the first one's moment, are read and counted as that was.
    """
    last = once(last_change) if moment else None
    return moment if last and moment and last > moment else None


@lru_cache(maxsize=VERSIONS_AT_A_TIME * KINDS)
def _made(make: Callable[[], Any], version: str) -> Any:
    return make()
