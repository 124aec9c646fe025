"""The source an officer cited last, which the next form begins with: one document tells of many facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

KEPT_IN = "last_source"
"""Under this name in the officer's session, so that it is forgotten with it."""
KEPT = _("Kept from your last entry: choose another where this stands elsewhere.")


def remember(request: HttpRequest, forms: Iterable[Any]) -> None:
    """Keeps the source of the last of these forms that names one."""
    for form in forms:
        if source := form.cleaned_data.get("source"):
            request.session[KEPT_IN] = source.pk


def begin_with_it(field: Any, model: type[Model], request: HttpRequest) -> None:
    """Lets the box for a new row's source begin with the one cited last, and say so; not on the page of a held row."""
    is_held = (
        request.resolver_match and request.resolver_match.url_name == f"signatories_{model._meta.model_name}_change"
    )
    if (source := request.session.get(KEPT_IN)) and not is_held:
        field.initial = source
        field.help_text = format_lazy("{} {}", field.help_text, KEPT)
