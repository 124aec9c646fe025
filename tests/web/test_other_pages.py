"""The pages beside a treaty's own: participants, organisations, sources, changes, the comparison, suppositions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from signatories.models import TreatyAction
from tests.record.doors import done
from tests.web.reading import Element

pytestmark = pytest.mark.django_db
Pages = Callable[..., Element]
WHAT_IF = "/treaties/cets-225/what-if/"


def links(element: Element) -> list[str]:
    return [link.attributes["href"] for link in element.all("a")]


def test_home_says_where_each_treaty_stands(page: Pages) -> None:
    told = page("/", as_of="2026-09-24")
    answers = {card.one("h2").text: card.one("p", cls="answer").text for card in told.all("article")}
    assert answers["Convention on Cybercrime"].startswith("Yes. This treaty has been in force since 1 July 2004")
    (flagship,) = [card for card in told.all("article") if "Artificial" in card.text]
    counts = {line.one("dt").text: line.one("dd").text for line in flagship.one("dl", cls="counts").all("div")}
    assert counts == {
        "signatures": "21", "consents to be bound": "1", "party": "0", "contracting": "1", "signatory": "20",
        "entitled, no action": "37",
    }  # fmt: skip


def test_a_states_page(page: Pages) -> None:
    told = page("/participants/GBR/", as_of="2026-09-24")
    (row,) = told.one("section", id="treaties").all("tr", data_treaty="cets-225")
    assert [cell.text for cell in row.all("td")] == ["signatory", "5 Sep 2024", "5 Sep 2024", "–", "–", "no"]
    assert "the record does not tell" in told.one("section", id="treaties").one("tr", data_treaty="cets-185").text
    assert "5 Sep 2024 signature, AI Convention" in told.one("section", id="acts").text
    assert "European Union, member since 1 Jan 1973 until 1 Feb 2020" in told.one("section", id="organisations").text
    assert "Undertaking given at the signature" in told.one("section", id="measures").text
    assert not page("/participants/GBR/", as_of="2024-09-04").all("section", id="acts")


def test_an_organisations_page(page: Pages) -> None:
    told = page("/organisations/COE/", as_of="2026-09-24")
    assert told.one("section", id="members").one("h2").text == "46 members"
    assert "AI Convention – signatory 15, entitled, no action 31" in told.one("section", id="standing").text
    before = page("/organisations/COE/", as_of="2022-03-15").one("section", id="members")
    assert before.one("h2").text == "47 members"
    assert "the Council of Europe had 46 members, not 47" in told.one("section", id="claims").text
    union = (
        page("/organisations/EU/", as_of="2026-09-24").one("section", id="treaties").one("tr", data_treaty="cets-225")
    )
    assert "contracting" in union.text and "15 May 2026 approval" in union.text


def test_lists_of_participants_and_sources(page: Pages) -> None:
    states = page("/participants/", as_of="2026-09-24")
    there, gone = states.all("ul", cls="names")
    assert "/participants/GBR/?as_of=2026-09-24" in links(there) and "/participants/CSK/?as_of=2026-09-24" in links(
        gone
    )
    assert [path.split("?")[0] for path in links(page("/organisations/").one("ul", cls="names"))] == [
        "/organisations/COE/", "/organisations/EU/",
    ]  # fmt: skip
    assert "/sources/enoch-2024/" in links(page("/sources/").one("ul", cls="sources"))


def test_a_source_tells_all_that_rests_on_it(page: Pages, client: Client) -> None:
    told = page("/sources/enoch-2024/")
    for resource in ("actions", "milestones", "claims"):
        rows = client.get(f"/api/v1/{resource}/?source=enoch-2024&limit=1000").json()["results"]
        assert rows
        for row in rows:
            line = told.one("li", id=row["key"])
            assert all(
                place["locator"] in line.text for place in row.get("sources", []) if place["key"] == "enoch-2024"
            )
    earlier = page("/sources/enoch-2024/", as_of="2024-05-16")
    assert not earlier.all("li", id="cets-225.GBR.signature.1")


def test_changes_are_told_newest_first_and_page_by_page(page: Pages) -> None:
    signature = TreatyAction.objects.held().get(key="cets-225.GBR.signature.1")
    done(lambda record: record.correct(signature, {"done_on": "2024-09-06"}, reason="Misread."))
    told = page("/changes/", treaty="cets-225", participant="GBR")
    lines = told.one("ol", cls="changes").all("li")
    assert "The record now contradicts a claim. United Kingdom" in lines[0].text
    corrected = next(line for line in lines if line.attributes["class"] == "corrected")
    assert "Corrected United Kingdom, signature, 6 Sep 2024 · AI Convention" in corrected.text
    assert "Misread." in corrected.text
    assert "Corrigé" in page("/changes/", lang="fr").one("ol", cls="changes").text
    seen: list[str] = []
    address = "/changes/"
    while address:
        told = page(address)
        seen += [line.one("a", cls="code").attributes["href"] for line in told.one("ol", cls="changes").all("li")]
        address = next((link.attributes["href"] for link in told.all("a", rel="next")), "")
    assert len(seen) == len(set(seen)) > 300
    page("/changes/", 400, before="x")


def test_the_comparison_says_what_the_matrix_says(page: Pages, client: Client) -> None:
    told = page("/compare/", as_of="2004-07-01")
    answer = client.get("/api/v1/matrix/?as_of=2004-07-01&limit=1000").json()
    said = {
        row.attributes["data-participant"]: {
            cell.attributes["data-treaty"]: cell.attributes["data-status"] or None for cell in row.all("td")
        }
        for row in told.one("table").all("tr")
        if "data-participant" in row.attributes
    }
    assert said == {row["participant"]: row["statuses"] for row in answer["results"]}
    narrow = page("/compare/", treaty="cets-225", member_of="EU", as_of="2026-09-24")
    assert len(narrow.one("tbody").all("tr")) == 27
    data = next(path for path in links(narrow) if path.startswith("/api/v1/matrix/"))
    assert client.get(data).json()["count"] == 27
    page("/compare/", 400, treaty="cets-999")
    page("/compare/", 400, member_of="FRA")


def test_suppositions_are_answered_and_kept_in_the_address(page: Pages, client: Client) -> None:
    told = page(WHAT_IF, who=["GBR", "NOR", "CHE"], on="2026-12-15")
    assert "On 15 December 2026 this treaty is not in force" in told.one("div", cls="verdict").text
    assert "Still missing: one consent to be bound." in told.one("div", cls="verdict").text
    kept = [field.attributes["value"] for field in told.one("form", cls="what-if").all("input", name="assume")]
    assert kept == ["GBR:ratification:2026-12-15", "NOR:ratification:2026-12-15", "CHE:ratification:2026-12-15"]
    told = page(WHAT_IF, assume=kept, who="FRA", on="2027-01-31")
    assert "It enters into force on 1 May 2027" in told.one("div", cls="verdict").text
    supposed = [line.text for line in told.one("section", cls="supposed").one("ul").all("li")]
    assert supposed[3].startswith("France, signature, 31 Jan 2027")
    assert supposed[4].startswith("France, ratification, 31 Jan 2027")
    (data,) = [path for path in links(told) if "projection" in path]
    assert client.get(data).json()["in_force_on"] == "2027-05-01"
    left_out = links(told.one("section", cls="supposed").one("ul"))[1]
    assert "GBR" not in left_out and page(left_out)
    assert TreatyAction.objects.filter(done_on__gte="2026-12").count() == 0


def test_what_the_law_does_not_allow_is_told_with_the_rule(page: Pages) -> None:
    told = page(WHAT_IF, assume="FRA:ratification:2026-12-15")
    assert "VCLT 14" in told.one("p", cls="refusal").text
    for wrong in ("FRA", "FRA:ratification:soon", "ZZZ:ratification:2026-12-15", "FRA:marriage:2026-12-15"):
        assert page(WHAT_IF, 400, assume=wrong).one("p", cls="lead").text
    many = [f"{who}:signature:20{year}-12-15" for who in ("NOR", "GBR") for year in range(27, 99)]
    assert "At most 100" in page(WHAT_IF, 400, assume=many).one("p", cls="lead").text


@pytest.mark.parametrize("path", ["/", WHAT_IF, "/treaties/", "/embed/cets-225/", "/robots.txt", "/healthz"])
def test_what_is_only_read_offers_nothing_else_to_anybody(path: str) -> None:
    stranger = Client(enforce_csrf_checks=True)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        refused = stranger.generic(method, path)
        assert refused.status_code == 405
    offered = refused["Allow"].split(", ")
    assert "GET" in offered and {stranger.generic(method, path).status_code for method in offered} <= {200, 302}


def test_where_one_writes_another_sites_form_is_refused(admin_client: Client) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = admin_client.cookies
    for path in ("/admin/logout/", "/admin/signatories/treaty/add/", "/api/v1/sources/"):
        assert forged.post(path, "{}", content_type="application/json").status_code == 403
