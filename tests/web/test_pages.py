"""What holds of every page: both languages, the day in the first screen, nothing that a strict policy would refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.browser.public import LANGUAGES, PAGES, address
from tests.web.reading import Element, read

pytestmark = pytest.mark.django_db
STATUSES = {"not-readable": 400, "nothing-here": 404}
LINKED = {"script": "src", "link": "href", "img": "src", "use": "href", "iframe": "src"}
WITHOUT_A_DAY = {"not-readable", "nothing-here"}
NOT_FETCHED = {"canonical", "alternate"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_in_both_languages(client: Client, name: str, language: str) -> None:
    response = client.get(address(PAGES[name], language))
    assert response.status_code == STATUSES.get(name, 200)
    assert response["Content-Language"] == language
    assert not response.cookies
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert ("frame-ancestors *" in policy) is ("X-Frame-Options" not in response) is (name == "embed")
    page = read(response.content.decode())
    assert page.one("html").attributes["lang"] == language
    assert len(page.all("h1")) == 1
    check_the_policy_can_be_kept(page)
    if name not in WITHOUT_A_DAY and name != "embed":
        check_the_first_screen(page)


def check_the_policy_can_be_kept(page: Element) -> None:
    """No style or script in the page itself, nothing fetched from elsewhere."""
    for element in page.all():
        assert "style" not in element.attributes and element.tag != "style"
        assert not any(name.startswith("on") for name in element.attributes), element.attributes
        if element.tag == "script":
            assert element.attributes.get("src") or element.attributes["type"] == "application/ld+json"
        fetched = element.attributes.get(LINKED.get(element.tag, ""), "")
        if element.attributes.get("rel") not in NOT_FETCHED:
            assert not urlsplit(fetched).netloc, fetched


def check_the_first_screen(page: Element) -> None:
    """The day the record speaks as of stands before any table, list or drawing of the page."""
    main = page.one("main")
    order = [
        element
        for element in main.all()
        if element.tag in ("table", "ul", "ol", "svg") or element._is("", {"cls": "speaks"})
    ]
    assert order[0].attributes.get("class") == "speaks", order[0]
    assert main.one(cls="speaks").all("strong")
    assert re.search(r"The record (speaks|last changed)|Le registre (fait état|a changé)", main.one(cls="speaks").text)


def test_the_language_follows_the_browser_and_the_address_wins(client: Client) -> None:
    def language(**asked: Any) -> str:
        return str(client.get("/", **asked)["Content-Language"])

    assert language() == "en"
    assert language(headers={"accept-language": "fr-CH, en;q=0.5"}) == "fr"
    assert language(headers={"accept-language": "de"}) == "en"
    assert language(query_params={"lang": "en"}, headers={"accept-language": "fr"}) == "en"
    assert language(query_params={"lang": "tlh"}, headers={"accept-language": "fr"}) == "fr"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"as_of": "2026-13-01"}, "“2026-13-01” is not a whole day of the calendar"),
        ({"as_of": "2026"}, "“2026” is not a whole day"),
        ({"as_of": "<b>"}, "“<b>” is not a whole day"),
        ({"known_on": "yesterday"}, "“yesterday” is not a moment"),
        ({"known_on": "2999-01-01"}, "lies in the future"),
        ({"as_of": "2026-13-01", "lang": "fr"}, "n’est pas un jour entier"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/treaties/cets-225/", "/participants/GBR/", "/compare/", "/embed/cets-225/"])
def test_what_cannot_be_read_is_told_in_a_sentence(
    page: Callable[..., Element], path: str, asked: dict[str, str], told: str
) -> None:
    assert told in page(path, 400, **asked).one("p", cls="lead").text


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/treaties/cets-255/", "The record holds no treaty under the key “cets-255”. Is it cets-225?"),
        ("/treaties/%00/", "The record holds no treaty under the key"),
        ("/participants/ZZZ/", "The record knows no participant by the code “ZZZ”."),
        ("/organisations/COEE/", "Is it COE?"),
        ("/sources/enoch/", "Is it enoch-2024?"),
        ("/changes/?treaty=cets-999", "The record knows no such treaty or participant."),
        ("/nowhere/", "No page has this address."),
    ],
)
def test_what_is_not_there_is_told_in_the_same_look(page: Callable[..., Element], path: str, told: str) -> None:
    assert told in page(path, 404).one("p", cls="lead").text


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/treaties/CETS-225/", "/treaties/cets-225/"),
        ("/participants/gb/?as_of=2025-01-01", "/participants/GBR/?as_of=2025-01-01"),
        ("/participants/EU/", "/organisations/EU/"),
        ("/organisations/eue/", "/organisations/EU/"),
        ("/organisations/FRA/", "/participants/FRA/"),
        ("/sources/ENOCH-2024/", "/sources/enoch-2024/"),
        ("/embed/CETS-225/?lang=fr", "/embed/cets-225/?lang=fr"),
        ("/treaties/CETS-225/what-if/", "/treaties/cets-225/what-if/"),
        ("/treaties/", "/"),
    ],
)
def test_other_spellings_lead_to_the_key(client: Client, path: str, address: str) -> None:
    assert client.get(path)["Location"] == address


def test_links_take_the_question_along(page: Callable[..., Element]) -> None:
    asked = {"as_of": "2025-01-01", "known_on": "2026-09-20", "lang": "fr"}
    query = "?lang=fr&as_of=2025-01-01&known_on=2026-09-20"
    links = {link.attributes["href"] for link in page("/treaties/cets-225/", **asked).all("a")}
    for path in ("/", "/compare/", "/participants/GBR/", "/sources/enoch-2024/", "/treaties/cets-225/what-if/"):
        assert path + query in links
    assert "/api/v1/treaties/cets-225/status/?as_of=2025-01-01&known_on=2026-09-20" in links


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/"])
def test_what_is_only_read_takes_no_other_method(client: Client, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405


def test_robots_and_sitemap_tell_every_page(client: Client) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    listed = client.get("/sitemap.xml").content.decode()
    for path in ("/", "/treaties/cets-225/", "/participants/GBR/", "/organisations/COE/", "/sources/enoch-2024/"):
        assert f"<loc>http://testserver{path}</loc>" in listed
    assert "/participants/COE/" not in listed
    assert client.get(client.get("/favicon.ico")["Location"]).status_code in (200, 404)


HOSTILE = [
    "as_of=%00", "as_of=0999-01-01", "as_of=9999-12-31", "as_of=2026-09-24&as_of=x", "known_on=0001-01-01T00:00:00Z",
    "known_on=2026-09-24T00:00:00%2B99:99", "lang=%00", "page=-1", "page=x", "page=99999999999999999999", "before=-1",
    "before=999999999999999", "before=%D9%A3", "treaty=%00", "treaty=,,", "participant=%00", "member_of=%00",
    "member_of=%F0%9F%92%A9", "assume=", "assume=:::", "assume=GBR:ratification", "assume=%00:%00:%00",
    "who=%00&on=2026-12-15", "who=GBR&kind=%00", "who=GBR&on=1000-01-01", "who=GBR&kind=accession&on=2999-12-31",
    "%00=%00", "as_of=%ff%fe", "=", "&&&",
]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE)
def test_no_question_breaks_a_page(client: Client, question: str) -> None:
    for path in ("/", "/treaties/cets-225/", "/treaties/cets-225/what-if/", "/changes/", "/compare/", "/sources/"):
        response = client.get(f"{path}?{question}")
        assert response.status_code in (200, 400, 404), (path, question)
        read(response.content.decode())


@pytest.mark.parametrize("moment", ["1999-12-31", "2024-09-05", "2026-09-12"])
@pytest.mark.parametrize("day", ["1000-01-01", "2024-09-05", "2999-12-31"])
def test_every_day_and_moment_has_its_page(page: Callable[..., Element], day: str, moment: str) -> None:
    for path in ("/", "/treaties/cets-225/", "/treaties/cets-185/", "/organisations/COE/", "/compare/", "/changes/"):
        page(path, as_of=day, known_on=moment)
