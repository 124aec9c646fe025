"""Which version of a row an answer shows: the `ETag` of a detail, and what `If-Match` compares."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from rest_framework.request import Request

from signatories.api.problems import Refused
from signatories.models import Entry, HeldRow
from signatories.models.changes import EntryKind
from signatories.record.log import path_of

_TAG = re.compile(r'(W/)?"([!#-~\x80-\xff]*)"')


def etag(version: int, shown: bytes) -> str:
    """The strong tag of a detail: the row's last change, then what was shown of it in which words."""
    return f'"{version}-{hashlib.blake2b(shown, digest_size=8).hexdigest()}"'


def last_change_of(row: Any) -> int:
    """The number of the change that last brought or altered the row."""
    if isinstance(row, HeldRow):
        return int(row.brought_by_id)  # type: ignore[attr-defined]
    return label_version(type(row).table, row.pk)


def label_version(table: str, key: str) -> int:
    """The number of the change that last altered the source, participant or treaty with this key; 0 before any."""
    about = Entry.objects.filter(row_key=key, row=path_of(table, key)).exclude(kind=EntryKind.DERIVED)
    return about.order_by("-index").values_list("change", flat=True).first() or 0


def refuse_unless_matching(request: Request, row: Any) -> None:
    """Refused with 428 where the request has no `If-Match`, with 412 where it means another version of the row."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Refused(428, "If-Match is missing: read the row and give its ETag, so that no other change is undone.")
    if given == "*":
        return
    versions = {tag.partition("-")[0] for weak, tag in _TAG.findall(given) if not weak}
    if str(last_change_of(row)) not in versions:
        raise Refused(412, f"The row is no longer as {given:.80} showed it: read it again, and decide anew.")
