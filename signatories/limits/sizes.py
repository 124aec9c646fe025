"""How much one request may hold, seen before any of it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

LONGEST_ADDRESS = 8000
"""So many bytes of path and query: what common proxies and gunicorn itself pass on, with room for their own."""


def too_much(meta: Mapping[str, Any]) -> tuple[int, str] | None:
    """The status and the sentence by which a request is refused for its size alone; None where it is not."""
    length = len(meta.get("PATH_INFO", "")) + len(meta.get("QUERY_STRING", ""))
    if length > LONGEST_ADDRESS:
        return 414, f"The address has {length} bytes: give at most {LONGEST_ADDRESS}, and ask in parts."
    size = meta.get("CONTENT_LENGTH")
    if not size:
        if "HTTP_TRANSFER_ENCODING" in meta:
            return 411, "The body comes in chunks and does not say how long it is: send Content-Length."
        return None
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if len(size) > 15 or (size.isdigit() and int(size) > most):
        return 413, f"The body is larger than {most} bytes: send less at once."
    return None
