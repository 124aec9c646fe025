"""A card about a treaty to be framed in other people's pages: the one page of the product that may be."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_exempt

from signatories.chart.overview import overviews
from signatories.web.asking import Asked
from signatories.web.pages import Page
from signatories.web.sentences import Teller
from signatories.web.treaty import treaty_asked


@method_decorator([csp_replace({"frame-ancestors": ["*"]}), xframe_options_exempt], name="dispatch")
class EmbedPage(Page):
    """Where a treaty stands, in a few lines."""

    template = "web/embed.html"

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        treaty = treaty_asked(asked, named["key"], "web-embed")
        view = overviews([treaty.key], asked.as_of, asked.known_on)[treaty.key]
        return {
            "treaty": treaty,
            "title": treaty.called,
            "about": view.honesty,
            "counts": view.counts,
            "force": view.force,
            "answer": Teller(view.honesty, view.case, view.force, asked.directory, asked.language).told(),
        }
