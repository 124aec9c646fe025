"""`make screenshots`: a picture of each public page, wide and narrow, light and dark, in both languages; and in print.

Not a test: pictures are looked at by people. They are written to `screenshots/`, which is not kept in the repository.
"""

from __future__ import annotations

import os
import sys
from itertools import product
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FOLDER = Path("screenshots")


def main(chosen: list[str]) -> None:
    """Takes the pictures of the pages named, or of all."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.runner import DiscoverRunner
    from pytest_django.live_server_helper import LiveServer

    from signatories.management.commands.seed import FIXTURES

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    call_command("loaddata", *FIXTURES, verbosity=0)
    server = LiveServer("127.0.0.1")
    try:
        take_all(server.url, chosen)
    finally:
        server.stop()
        runner.teardown_databases(databases)


def take_all(root: str, chosen: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import ALONE, CHROMIUM
    from tests.browser.public import LANGUAGES, PAGES, WIDTHS

    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ALONE)
        for (size, width), scheme in product(WIDTHS.items(), ("light", "dark")):
            about: Any = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
            page = browser.new_context(base_url=root, **about).new_page()
            for (name, path), language in product(PAGES.items(), LANGUAGES):
                if not chosen or name in chosen:
                    take(page, name, path, language, f"{size}-{scheme}")
        page = browser.new_context(base_url=root).new_page()
        page.goto(PAGES["treaty"])
        page.pdf(
            path=FOLDER / "treaty-print.pdf",
            format="A4",
            margin=dict.fromkeys(("top", "bottom", "left", "right"), "2cm"),
        )
        browser.close()


def take(page: Any, name: str, path: str, language: str, how: str) -> None:
    from tests.browser.public import address

    page.goto(address(path, language))
    page.screenshot(path=FOLDER / f"{name}-{language}-{how}.png", full_page=True)


if __name__ == "__main__":
    main(sys.argv[1:])
