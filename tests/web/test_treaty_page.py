"""The flagship's page, read: its answer, its chart with the source behind each cell, what is missing, and the rest."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from signatories.models import Declaration, Treaty, TreatyAction
from tests.models import builders as make
from tests.record.doors import done
from tests.web.reading import Element

pytestmark = pytest.mark.django_db
TREATY = "/treaties/cets-225/"
Pages = Callable[..., Element]


def statuses(page: Element) -> dict[str, str]:
    """The status of each participant in the chart."""
    rows = page.one("section", id="chart").all("tr")
    told = {
        row.attributes["data-participant"]: row.attributes["data-status"]
        for row in rows
        if "data-participant" in row.attributes
    }
    return told


def test_one_sentence_answers_in_both_languages(page: Pages) -> None:
    def answer(**asked: str) -> str:
        return page(TREATY, as_of="2026-09-24", **asked).one("section", cls="verdict").one("p", cls="answer").text

    assert answer() == (
        "No. On 24 September 2026 this treaty is not in force: Article 30(3) asks for five consents to be bound,"
        " at least three of them by members of the Council of Europe; one has been deposited,"
        " none of them by such members."
    )
    assert answer(lang="fr").replace("\u00a0", " ") == (
        "Non. Au 24 septembre 2026, ce traité n’est pas en vigueur : l’article 30(3) exige cinq consentements à être"
        " lié, dont au moins trois par des membres (Conseil de l'Europe) ; un a été déposé, dont aucun par de tels"
        " membres."
    )


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ("2004-03-17", "No. On 17 March 2004 this treaty is not in force"),
        (
            "2004-03-18",
            "Not yet. On 18 March 2004 this treaty is not yet in force. It enters into force on 1 July 2004",
        ),
        ("2004-06-30", "Not yet. On 30 June 2004"),
        ("2004-07-01", "Yes. This treaty has been in force since 1 July 2004: Article 36(3) asks for"),
    ],
)
def test_the_answer_turns_on_the_day(page: Pages, day: str, begins: str) -> None:
    told = page("/treaties/cets-185/", as_of=day)
    assert told.one("section", cls="verdict").one("p", cls="answer").text.startswith(begins)
    assert "only a part of this treaty’s acts" in told.one("section", cls="verdict").text
    assert not told.all("dl", cls="counts") and not told.all("section", id="missing")


def test_the_chart_has_the_depositarys_groups_and_the_api_says_the_same(page: Pages, client: Client) -> None:
    told = page(TREATY, as_of="2026-09-24")
    groups = [row.text for row in told.one("section", id="chart").all("tr", cls="group")]
    assert groups == [
        "Members of the Council of Europe 15",
        "Non-members of the Council of Europe 5",
        "International organisations 1",
    ]
    answer = client.get("/api/v1/treaties/cets-225/status/?as_of=2026-09-24").json()
    assert statuses(told) == {row["participant"]: row["status"] for group in answer["groups"] for row in group["rows"]}
    assert len(told.one("details", cls="idle").all("li")) == 37


def test_each_cell_leads_to_its_sources(page: Pages, client: Client) -> None:
    told = page(TREATY)
    sources = {
        line.attributes["id"]: line.one("a").attributes["href"] for line in told.one("section", id="sources").all("li")
    }
    (row,) = told.one("section", id="chart").all("tr", data_participant="EU")
    signature, consent = (cell for cell in row.all("td") if cell.all("sup"))
    for kind, cell in {"signature": signature, "approval": consent}.items():
        cited = [link.attributes["href"].removeprefix("#") for link in cell.all("a")]
        act = client.get(f"/api/v1/actions/cets-225.EU.{kind}.1/").json()
        assert {sources[number] for number in cited} == {f"/sources/{one['key']}/" for one in act["sources"]}
    place = page(sources[cited[0]]).one("li", id="cets-225.EU.approval.1")
    assert place.one("span", cls="place").text == act["sources"][0]["locator"]


def test_what_is_missing_and_who_could_supply_it(page: Pages, client: Client) -> None:
    told = page(TREATY, as_of="2026-09-24").one("section", id="missing")
    assert (
        "Missing: four consents to be bound, at least three of them by members of the Council of Europe." in told.text
    )
    answer = client.get("/api/v1/treaties/cets-225/entry-into-force/?as_of=2026-09-24").json()
    named = {link.attributes["href"].split("/")[2].split("?")[0] for link in told.all("a")} - {"cets-225"}
    assert named == {one["participant"] for one in answer["missing"]["could_supply"]}
    assert len(told.all("abbr")) == sum(bool(one["counts_in"]) for one in answer["missing"]["could_supply"])
    assert len(told.one("ol", cls="steps").all("li")) == len(answer["steps"])


def test_the_map_draws_states_and_leaves_organisations_beside_it(page: Pages) -> None:
    drawn = page(TREATY).one("section", id="map")
    outlines = [use.attributes["href"].partition("#")[2] for use in drawn.one("g", id="world-map").all("use")]
    assert outlines[0] == "world" and {"GBR", "UKR", "MCO", "FRA"} <= set(outlines)
    assert "EU" not in outlines and "European Union (contracting)" in drawn.one("figcaption").text
    spots = [spot.all("title")[0].children[0] for spot in drawn.all(cls="spot")]
    assert {"Andorra, signatory", "Liechtenstein, signatory", "Monaco, entitled, no action"} <= set(spots)
    small = drawn.one("figcaption").all("p")[0].text
    assert small.startswith("Small on the map: Andorra (signatory), ") and "Monaco (entitled, no action)" in small
    assert [item.text for item in drawn.one("ul", cls="legend").all("li")] == ["entitled, no action 37", "signatory 20"]


def test_the_timeline_runs_to_the_line_it_must_reach(page: Pages) -> None:
    told = page("/treaties/cets-185/", as_of="2004-05-01").one("section", id="timeline")
    assert [text.text for text in told.all("text", cls="needed")] == ["asked for: 5", "asked for: 3"]
    assert [text.text for text in told.all("text", cls="have")] == ["there: 5", "there: 5"]
    assert told.one("text", cls="in-force").text == "in force 1 Jul 2004"
    events = [line.text for line in told.one("ol", cls="events").all("li")]
    assert events[0].startswith("1 Jul 2004 Entry into force, as computed")
    assert events[1] == (
        "18 Mar 2004 Lithuania, ratification5 of 5 consents to be bound; 5 of 3 by members of the Council of Europe"
    )


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"takes_effect_on": "2027-05-01"}, ("takes effect on 1 May 2027", "prend effet le 1er mai 2027")),
        (
            {},
            (
                "by the treaty’s rule, takes effect on 1 Jun 2027",
                "selon la règle du traité, prend effet le 1er juin 2027",
            ),
        ),
    ],
    ids=["stated", "computed"],
)
def test_a_territory_named_later_is_bound_from_a_day(
    page: Pages, stated: dict[str, str], told: tuple[str, str]
) -> None:
    in_force = {"consents_required": 1, "delay_months": 1, "later_from": "trigger", "rounding": "none"}
    treaty = make.open_treaty(key="x-extended")
    make.rule(treaty=treaty, **in_force)
    make.rule(treaty=treaty, applies_to="territory", delay_months=3, rounding="first_of_next_month")
    make.action(treaty=treaty, participant_id="NOR", kind="accession", done_on="2020-01-10")
    row = {"kind": "territorial_application", "made_on": "2027-02-11", "territories": ["Svalbard"]}
    make.saved(Declaration, treaty=treaty, participant_id="NOR", **row, **stated)
    for language, words in zip(("en", "fr"), told, strict=True):
        for path in ("/treaties/x-extended/", "/participants/NOR/"):
            said = page(path, as_of="2027-03-01", lang=language).one("section", id="declarations").text
            assert words in said.replace("\u00a0", " ")


def test_declarations_measures_and_contradicted_claims(page: Pages, client: Client) -> None:
    told = page(TREATY, lang="fr")
    assert len(told.one("section", id="declarations").all("article")) == 5
    assert "L'Union appliquera les chapitres II à VI" in told.one("section", id="declarations").text
    assert len(told.one("section", id="measures").all("article")) == 15
    answer = client.get("/api/v1/claims/?treaty=cets-225&assessment=contradicts&limit=1000").json()
    assert len(told.one("section", id="claims").one("tbody").all("tr")) == answer["count"] > 5


def test_machines_are_told_too(page: Pages) -> None:
    told = page(TREATY)
    (block,) = told.all("script", type="application/ld+json")
    said = json.loads(str(block.children[0]))
    assert (said["@type"], said["legislationIdentifier"], said["legislationLegalForce"]) == (
        "Legislation", "CETS 225", "NotInForce",
    )  # fmt: skip
    assert said["legislationDate"] == "2024-05-17"
    properties = {
        meta.attributes["property"]: meta.attributes["content"]
        for meta in told.all("meta")
        if "property" in meta.attributes
    }
    assert properties["og:url"] == "http://testserver/treaties/cets-225/"
    assert properties["og:description"].startswith("No. On ")
    assert told.one("link", rel="canonical").attributes["href"] == "http://testserver/treaties/cets-225/"


def test_a_title_cannot_end_the_block_of_data(page: Pages) -> None:
    treaty = Treaty.objects.get(key="cets-225")
    treaty.title_en = "</script><script>alert(1)"
    done(lambda record: record.keep(treaty))
    (block,) = page(TREATY).all("script", type="application/ld+json")
    assert json.loads(str(block.children[0]))["name"][0]["@value"] == "</script><script>alert(1)"


def test_a_permalink_says_the_same_after_a_correction(page: Pages) -> None:
    link = page(TREATY, as_of="2026-09-24").one("section", id="cite").one("a", rel="bookmark").attributes["href"]
    before = statuses(page(link))
    assert before["GBR"] == "signatory"
    signature = TreatyAction.objects.held().get(key="cets-225.GBR.signature.1")
    done(lambda record: record.retract(signature, reason="Not so."))
    assert statuses(page(link)) == before
    assert "GBR" not in statuses(page(TREATY, as_of="2026-09-24"))


def test_the_card_can_be_copied_and_says_the_same(page: Pages) -> None:
    told = page(TREATY, as_of="2026-09-24")
    snippet = told.one("textarea", id="snippet").text
    assert snippet.startswith('<iframe src="http://testserver/embed/cets-225/?lang=en" title="AI Convention"')
    card = page("/embed/cets-225/", as_of="2026-09-24")
    assert card.one("p", cls="answer").text == told.one("section", cls="verdict").one("p", cls="answer").text
    assert "As of 24 September 2026. The record speaks as of 1 October 2026." in card.text


def test_before_it_is_opened_nobody_is_anything(page: Pages) -> None:
    told = page(TREATY, as_of="2024-09-04")
    assert told.one("section", cls="verdict").text.endswith(
        "On 4 September 2024 this treaty is not open for signature."
    )
    assert not statuses(told)


def test_what_a_reader_may_not_believe_is_told(page: Pages) -> None:
    assert "what happened since then it does not know" in page(TREATY, as_of="2026-10-02").one("p", cls="speaks").text
    assert "does not know" not in page(TREATY, as_of="2026-10-01").one("p", cls="speaks").text
