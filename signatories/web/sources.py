"""Where facts come from: every source, and what each of them supports."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from signatories.chart.cited_by import cited_by
from signatories.chart.honesty import latest_check
from signatories.models import Source
from signatories.web.asking import Asked
from signatories.web.pages import Elsewhere, Page, unknown

SOURCES_A_PAGE = 200


class SourcesPage(Page):
    """The sources, by key."""

    template = "web/sources.html"

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        page = Paginator(Source.objects.order_by("key"), SOURCES_A_PAGE).get_page(asked.given.get("page"))
        return {"title": _("Sources"), "page": page, "speaks_as_of": latest_check(asked.known_on)}


class SourcePage(Page):
    """A source: what it is, and every fact that rests on it with the place in it."""

    template = "web/source.html"

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        known = asked.directory.source_key(named["key"])
        if known is None:
            near = asked.directory.nearest(named["key"], asked.directory.source_keys)
            told = _("The record knows no source by the key “%(key)s”.") % {"key": named["key"][:60]}
            raise unknown(told, near)
        if known != named["key"]:
            raise Elsewhere(reverse("web-source", kwargs={"key": known}))
        source = Source.objects.get(key=known)
        return {
            "title": source.title,
            "source": source,
            "tables": cited_by(known, asked.known_on, asked.day),
            "speaks_as_of": latest_check(asked.known_on),
        }
