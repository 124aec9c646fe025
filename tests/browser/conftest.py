"""A real browser for tests: headless Chromium, that reaches nothing but the server under test.

A page fails its test when the browser's console tells of an error, or when it asks another host for anything.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ALONE = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-features=LocalNetworkAccessChecks",
    # No other host has an address. To stop requests on their way instead would do without the browser's cache.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: install it (apt-get install chromium) or name it in CHROMIUM.")
    # Playwright's own event loop runs in this thread; Django would take it for async code and refuse its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ALONE)
        yield started
        started.close()


@pytest.fixture
def visitor(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Makes pages of fresh visitors, whose addresses begin at the server under test.

    `tolerated` are words in whose presence the console's complaint is none: of pages that are refused on purpose.
    """
    faults: list[str] = []
    contexts: list[Any] = []

    def stay_at_home(request: Request) -> None:
        if not request.url.startswith(live_server.url):
            faults.append(f"asked {request.url}")

    def visit(tolerated: tuple[str, ...] = (), **how: Any) -> Page:
        def told(message: Any) -> None:
            if message.type == "error" and not any(words in message.text for words in tolerated):
                faults.append(f"{message.text} ({message.location.get('url')})")

        ordinary = {"viewport": {"width": 1400, "height": 1000}, "locale": "en-GB"}
        context = browser.new_context(base_url=live_server.url, **(ordinary | how))
        contexts.append(context)
        context.on("request", stay_at_home)
        context.on("console", told)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    """A page of one fresh visitor."""
    return visitor()


@pytest.fixture
def officer(page: Page, admin_user: Any) -> Page:
    """A page on which the officer has logged in."""
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="What the record holds")).to_be_visible()
    return page


def shortcomings(page: Page) -> list[str]:
    """What axe-core finds wrong with the page for those who read it otherwise than by eye."""
    page.wait_for_load_state()
    # It need not copy the style sheets into the page, which the security policy would refuse.
    violations = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{page.url} {found['id']}: {found['nodes'][0]['html'][:300]}" for found in violations]
