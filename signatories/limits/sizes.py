"""How much one request may hold, seen before any of it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 8000
"""So many bytes of path and query: what common proxies and gunicorn itself pass on, with room for their own."""


def too_much(meta: Mapping[str, Any]) -> tuple[int, Promise] | None:
    """The status and the sentence by which a request is refused for its size alone; None where it is not."""
    length = len(meta.get("PATH_INFO", "")) + len(meta.get("QUERY_STRING", ""))
    if length > LONGEST_ADDRESS:
        told = _("The address has {length} bytes: give at most {most}, and ask in parts.")
        return 414, format_lazy(told, length=length, most=LONGEST_ADDRESS)
    size = meta.get("CONTENT_LENGTH")
    if not size:
        if "HTTP_TRANSFER_ENCODING" in meta:
            return 411, _("The body comes in chunks and does not say how long it is: send Content-Length.")
        return None
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if len(size) > 15 or (size.isdigit() and int(size) > most):
        return 413, format_lazy(_("The body is larger than {most} bytes: send less at once."), most=most)
    return None
