"""The security policy in a real browser: every sort of page works under it.

What the browser refuses it writes on its console as an error, and an error there fails the test (conftest).
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import shortcomings
from tests.entering.conftest import code_of

pytestmark = pytest.mark.browser

PATIENCE = 60_000
ADMIN_PAGES = [
    "/admin/",
    "/admin/signatories/treaty/cets-225/change/",
    "/admin/signatories/treatyaction/import/",
    "/admin/signatories/webhook/add/",
    "/admin/auth/user/1/change/",
    "/admin/tokens/apitoken/add/",
    "/admin/entrance/failedlogin/",
    "/admin/entrance/secondfactor/",
    "/admin/password_change/",
    "/admin/second-factor/",
]


def test_the_admin(officer: Page, admin_user: Any) -> None:
    for address in ADMIN_PAGES:
        answer = officer.goto(address.replace("/user/1/", f"/user/{admin_user.pk}/"))
        assert answer and answer.status == 200, address
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    officer.goto("/admin/tokens/apitoken/add/")
    officer.get_by_role("link", name="Today").click()
    officer.get_by_role("link", name="Choose a Date").click()
    expect(officer.locator("#calendarin0")).to_be_visible()
    officer.get_by_role("button", name="Toggle theme").first.click()


def test_the_documentation_reads_the_document_and_is_drawn(page: Page) -> None:
    page.goto("/api/docs/")
    expect(page.locator("#operations-treaties-treaties_list")).to_be_visible(timeout=PATIENCE)


def test_a_script_that_got_into_a_page_does_not_run(visitor: Callable[..., Page]) -> None:
    page = visitor(tolerated=("Content Security Policy",))
    page.goto("/admin/login/")
    refused = page.evaluate("""() => new Promise(tell => {
        addEventListener("securitypolicyviolation", event => tell(event.violatedDirective));
        const script = document.createElement("script");
        script.textContent = "window.stolen = true";
        document.body.append(script);
    })""")
    assert refused == "script-src-elem"
    assert page.evaluate("window.stolen") is None


def test_a_second_factor_is_enrolled_and_asked_for(officer: Page) -> None:
    officer.get_by_role("link", name="Second factor", exact=True).click()
    assert shortcomings(officer) == []
    key = base64.b32decode(officer.locator("code.key").inner_text().replace(" ", ""))
    officer.get_by_label("Give the six digits").fill(code_of(key.hex()))
    officer.get_by_role("button", name="Confirm").click()
    recovery = officer.locator(".recovery-codes code").first.inner_text()
    assert shortcomings(officer) == []
    officer.get_by_role("link", name="I have kept them").click()
    officer.get_by_role("button", name="Log out").click()
    officer.goto("/admin/signatories/treaty/")
    officer.get_by_label("Username").fill("admin")
    officer.get_by_label("Password").fill("password")
    officer.get_by_role("button", name="Log in").click()
    assert shortcomings(officer) == []
    officer.get_by_label("Code").fill(recovery)
    officer.get_by_role("button", name="Log in", exact=True).click()
    officer.wait_for_url("**/admin/signatories/treaty/")
