"""The treaties that it is time to read again, for a template to show."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from signatories.record.checks import READ_EVERY, to_be_read_again

register = template.Library()


@register.inclusion_tag("admin/signatories/to_be_read_again.html")
def treaties_to_be_read_again() -> dict[str, Any]:
    """A warning that names them, with their last day and the way to their pages; nothing where none is due."""
    return {"due": to_be_read_again(timezone.now().date()), "every": READ_EVERY}
