"""The public pages in a real browser: by eye, by keyboard, by screen reader, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import shortcomings
from tests.browser.public import LANGUAGES, PAGES, WIDTHS, address

pytestmark = pytest.mark.browser
TREATY = "/treaties/cets-225/"
REFUSED = ("status of 400", "status of 404")
FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"


def test_every_page_in_both_languages_and_widths(visitor: Callable[..., Page]) -> None:
    """Nothing axe finds, nothing wider than the screen; no console error and nothing from elsewhere (the fixture's)."""
    found: list[str] = []
    for size, language in zip(WIDTHS, LANGUAGES, strict=True):
        scheme = {"wide": "light", "phone": "dark"}[size]
        page = visitor(tolerated=REFUSED, color_scheme=scheme)
        for path in PAGES.values():
            page.set_viewport_size({"width": WIDTHS[size], "height": 900})
            page.goto(address(path, language))
            expect(page.locator("html")).to_have_attribute("lang", language)
            found += shortcomings(page)
            for width in WIDTHS.values():
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{page.url} is wider than {width}")
    assert found == [], "\n".join(found)


def test_the_day_changes_the_answer_and_tables_obey(
    visitor: Callable[..., Page], browser: Browser, live_server: Any
) -> None:
    plain = visitor(java_script_enabled=False)
    plain.goto("/treaties/cets-185/")
    expect(plain.locator(".verdict .answer")).to_contain_text("Yes.")
    plain.get_by_label("On another day").fill("2004-05-01")
    plain.get_by_role("button", name="Show").click()
    expect(plain.locator(".verdict .answer")).to_contain_text("Not yet. On 1 May 2004")
    plain.get_by_role("link", name="Français").click()
    expect(plain.locator(".verdict .answer")).to_contain_text("Pas encore. Au 1er mai 2004")
    plain.goto("/treaties/cets-225/what-if/")
    plain.get_by_label("Norway").check()
    plain.get_by_label("on", exact=True).fill("2026-12-15")
    plain.get_by_role("button", name="Suppose it").click()
    expect(plain.locator(".supposed li")).to_contain_text("Norway, ratification, 15 Dec 2026")

    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto(TREATY)
    page.evaluate("window.untouched = true")
    page.get_by_role("slider", name="Slide through the days").press("Home")
    expect(page.locator(".speaks")).to_contain_text("As of 5 September 2024")
    expect(page.locator("tr[data-participant]")).to_have_count(10)
    assert page.url.endswith("?as_of=2024-09-05") and page.evaluate("window.untouched")
    page.get_by_role("slider", name="Slide through the days").press("End")
    expect(page.locator("tr[data-participant]")).to_have_count(21)
    page.get_by_role("button", name="Signature").click()
    first = page.locator("tr[data-participant]").first
    expect(first).to_have_attribute("data-participant", "AND")
    page.get_by_role("button", name="Signature").click()
    expect(first).to_have_attribute("data-participant", "ALB")
    page.get_by_role("searchbox", name="Find in the chart").fill("zerlánd swi")
    expect(page.locator("tr[data-participant]:visible")).to_have_count(1)
    page.get_by_text("Show it on your own page").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe src=")
    check_only_the_card_is_framed(browser, live_server.url)


def check_only_the_card_is_framed(browser: Browser, root: str) -> None:
    """In a page of another host the card shows, and the page it leads to does not."""
    context = browser.new_context()
    page = context.new_page()
    frames = "".join(f'<iframe src="{root}{path}" title="x"></iframe>' for path in ("/embed/cets-225/", TREATY))
    page.route("http://elsewhere.example/", lambda route: route.fulfill(body=frames, content_type="text/html"))
    page.goto("http://elsewhere.example/")
    card, refused = (page.frame_locator("iframe").nth(place).locator("h1") for place in (0, 1))
    expect(card).to_have_text("AI Convention")
    expect(refused).not_to_contain_text("Framework Convention")
    context.close()


def test_the_keyboard_alone_reaches_everything(page: Page) -> None:
    page.goto(TREATY)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.evaluate("document.querySelectorAll('details').forEach((details) => details.open = true)")
    there = page.evaluate(
        "(what) => [...document.querySelectorAll(what)].map((one, place) => (one.dataset.place = place)).length",
        FOCUSABLE,
    )
    page.locator("a.skip").focus()
    reached: dict[str, str] = {}
    for _press in range(there + 40):
        place, outline = page.evaluate(
            "[document.activeElement.dataset.place, getComputedStyle(document.activeElement).outlineStyle]"
        )
        if place is not None:
            reached.setdefault(place, outline)
        if len(reached) == there:
            break
        page.keyboard.press("Tab")
    missed = {str(place) for place in range(there)} - reached.keys()
    assert not missed, [outlined(page, place) for place in missed]
    unseen = [outlined(page, place) for place, outline in reached.items() if outline == "none"]
    assert not unseen, unseen


def outlined(page: Page, place: str) -> str:
    """The element with that number, as it stands in the page."""
    return str(page.locator(f"[data-place='{place}']").evaluate("(one) => one.outerHTML.slice(0, 200)"))
