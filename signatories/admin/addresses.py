"""Where the admin's pages are: those about one row, and those about all rows of a kind."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode


def row_page(row: Model, page: str = "change") -> str:
    """The page about the row."""
    return reverse(_name(row, page), args=[quote(row.pk)])


def kind_page(model: type[Model], page: str = "changelist", **asked: Any) -> str:
    """The page about rows of the model: their list as it is asked for, or the form of a new one that begins so."""
    address = reverse(_name(model, page))
    return f"{address}?{urlencode(asked)}" if asked else address


def _name(model: type[Model] | Model, page: str) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
