"""What a treaty is called where its French title is short of a short one, and what each sort of threshold is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.templatetags import static
from django.test import Client, RequestFactory

from signatories.models import Treaty
from signatories.web.pages import failed
from tests.models import builders as make
from tests.web.reading import Element, read

pytestmark = pytest.mark.django_db
Pages = Callable[..., Element]


def treaty_that_asks(consents: int | None, **threshold: Any) -> Treaty:
    """A treaty that asks for so many consents and for what the threshold says; one consent was given in 2001."""
    treaty = make.open_treaty()
    make.rule(treaty=treaty, consents_required=consents, article="9(2)")
    make.threshold(treaty=treaty, members_of=None, **threshold)
    act = make.action(treaty=treaty, kind="definitive_signature", done_on="2001-02-03")
    make.weight(treaty=treaty, participant=act.participant, weight="40")
    return treaty


def test_a_french_reader_is_told_the_french_title_where_there_is_no_short_one(page: Pages) -> None:
    treaty = make.treaty(title_en="A Convention", title_fr="Une convention", short_title_en="The Convention")
    assert page(f"/embed/{treaty.key}/", lang="fr").one("h1").text == "Une convention"
    assert page(f"/treaties/{treaty.key}/what-if/", lang="fr").one("h1").text == "Et si ? Une convention"
    assert page(f"/embed/{treaty.key}/").one("h1").text == "The Convention"


def test_what_is_copied_into_another_page_is_html_whatever_a_treaty_is_called(page: Pages) -> None:
    treaty = make.treaty(short_title_en='The "Quiet" <Convention>')
    (snippet,) = page(f"/treaties/{treaty.key}/").all("textarea", id="snippet")
    assert read(snippet.text).one("iframe").attributes["title"] == 'The "Quiet" <Convention>'


@pytest.mark.parametrize(
    ("series", "number", "said"),
    [("", "", "A Convention"), ("CETS", "", "CETS"), ("CETS", "225", "CETS No. 225")],
    ids=["in-no-series", "without-a-number", "numbered"],
)
def test_the_way_back_from_suppositions_has_a_name(page: Pages, series: str, number: str, said: str) -> None:
    treaty = make.treaty(series=series, number=number)
    assert page(f"/treaties/{treaty.key}/what-if/").one("p", cls="series").one("a").text == said
    french = page(f"/treaties/{treaty.key}/", lang="fr").all("p", cls="series")[0].text
    assert french == f"{series} {'n° ' if number else ''}{number}".strip()


@pytest.mark.parametrize(
    ("consents", "threshold", "asked", "had", "drawn", "told"),
    [
        (
            2,
            {"measure": "weight_percent", "minimum": 55, "denominator": 100},
            "two consents to be bound, 55 % by weight",
            "one has been deposited, 40 % by weight",
            ["Consents counted", "Percent by weight"],
            "1 of 2 consents to be bound; 40 of 55 percent by weight",
        ),
        (
            None,
            {"minimum": 2},
            "two consents to be bound",
            "one has been deposited",
            ["Consents counted"],
            "1 of 2 consents to be bound",
        ),
    ],
    ids=["by-weight", "of-everyone"],
)
def test_what_a_threshold_without_a_group_is_called(
    page: Pages, consents: int | None, threshold: dict[str, Any], asked: str, had: str, drawn: list[str], told: str
) -> None:
    found = page(f"/treaties/{treaty_that_asks(consents, **threshold).key}/", as_of="2002-01-01")
    answer = found.one("section", cls="verdict").one("p", cls="answer").text
    assert answer.endswith(f"Article 9(2) asks for {asked}; {had}.")
    timeline = found.one("section", id="timeline")
    assert [panel.text for panel in timeline.all("text", cls="lane")][1:] == drawn
    assert [count.text for count in timeline.all("span", cls="count")] == [told]


def test_a_page_that_failed_looks_like_the_others_and_needs_no_style(client: Client, monkeypatch: Any) -> None:
    request = RequestFactory().get("/", {"lang": "fr"})

    def not_collected(path: str) -> str:
        raise ValueError(path)

    styled = read(failed(request, 500).content.decode())
    assert [link.attributes["href"] for link in styled.all("link")] == [static.static("web/pages.css")]
    monkeypatch.setattr("signatories.web.pages.static", not_collected)
    plain = read(failed(request, 500).content.decode())
    assert not plain.all("link")
    assert plain.one("main").text == styled.one("main").text != ""
