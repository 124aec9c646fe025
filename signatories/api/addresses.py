"""Addresses that answers give."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse
from rest_framework.request import Request


def api_root(request: Request) -> str:
    """Where the API is, as the request reached it."""
    return request.build_absolute_uri(reverse("api-root"))


def permalink(request: Request, as_of: dt.date, known_on: dt.datetime | None) -> str:
    """The request's address with its day and its moment fixed: it gives the same for ever."""
    fixed = {"as_of": as_of.isoformat(), "known_on": known_on and known_on.isoformat().replace("+00:00", "Z")}
    passing = {*fixed, "cursor"}
    kept = [(name, value) for name, values in request.query_params.lists() if name not in passing for value in values]
    stated = [(name, value) for name, value in fixed.items() if value]
    return f"{request.build_absolute_uri(request.path)}?{urlencode([*kept, *stated], safe=':')}"
