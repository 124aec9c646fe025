"""The first page: every treaty of the record with where it stands."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from signatories.chart.honesty import latest_check
from signatories.chart.overview import overviews
from signatories.models import Treaty
from signatories.web.asking import Asked
from signatories.web.pages import Page
from signatories.web.sentences import Teller

TREATIES_A_PAGE = 50


class HomePage(Page):
    """The treaties, each with its answer in a sentence and its counts."""

    template = "web/home.html"

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        pages = Paginator(Treaty.objects.order_by("key"), TREATIES_A_PAGE)
        page = pages.get_page(asked.given.get("page"))
        found = overviews([treaty.key for treaty in page], asked.as_of, asked.known_on)
        rows = [(treaty, found[treaty.key]) for treaty in page if treaty.key in found]
        told = [
            {
                "treaty": treaty,
                "about": view.honesty,
                "counts": view.counts,
                "told": Teller(view.honesty, view.case, view.force, asked.directory, asked.language).told(),
            }
            for treaty, view in rows
        ]
        return {
            "title": _("Who is bound by which treaty, and how we know"),
            "rows": told,
            "page": page,
            "speaks_as_of": latest_check(asked.known_on),
        }
