"""What pages cost: queries that do not grow, one look at the version where nothing changed, few bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signatories.keeping.store import store
from tests.asking import headers_but_its_id
from tests.browser.public import PAGES
from tests.models import builders as make

pytestmark = pytest.mark.django_db
AT_MOST = 55
MOST_BYTES = 50_000
KEPT = [path for name, path in PAGES.items() if name not in ("not-readable", "nothing-here")] + ["/sitemap.xml"]


@pytest.fixture
def keeping(settings: Any) -> Iterator[None]:
    """Answers are kept, in a store that begins empty."""
    settings.KEPT_BYTES = 16 * 1024 * 1024
    store.cache_clear()
    yield
    store.cache_clear()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_fixed_number_of_queries(client: Client) -> None:
    source, organisation, participant = make.source(), make.organisation(), make.participant()
    make.membership(member=participant, organisation=organisation)
    treaty = make.open_treaty()
    make.entitlement(treaty=treaty, way="sign", all_states=False, members_of=organisation)
    make.rule(treaty=treaty)
    make.threshold(treaty=treaty, members_of=organisation)

    def further() -> None:
        act = make.action(treaty=treaty, source=source, participant=make.participant())
        act.also_cited.add(make.citation())
        make.action(treaty=make.open_treaty(), participant=participant, source=source)
        make.declaration(treaty=treaty, participant=act.participant, source=source)
        make.measure(treaty=treaty, participant=act.participant, source=source)
        make.membership(member=act.participant, organisation=organisation, source=source)
        make.milestone(treaty=treaty, source=source)
        make.claim(treaty=treaty, source=source)

    further()
    addresses = [
        "/", f"/treaties/{treaty.key}/", f"/treaties/{treaty.key}/what-if/", f"/participants/{participant.key}/",
        f"/organisations/{organisation.key}/", f"/sources/{source.key}/", "/sources/", "/changes/", "/compare/",
        f"/embed/{treaty.key}/", "/participants/",
    ]  # fmt: skip
    few = {address: queries(client, address) for address in addresses}
    for _ in range(12):
        further()
    assert {address: queries(client, address) for address in addresses} == few
    assert max(few.values()) <= AT_MOST, few


@pytest.mark.parametrize("address", KEPT)
def test_an_unchanged_record_is_asked_once(client: Client, keeping: None, address: str) -> None:
    made = client.get(address)
    assert made.status_code == 200
    with CaptureQueriesContext(connection) as asked:
        kept = client.get(address)
    assert len(asked) == 1
    assert (kept.content, headers_but_its_id(kept)) == (made.content, headers_but_its_id(made))
    french = client.get(address, headers={"accept-language": "fr"})
    assert address == "/sitemap.xml" or french["Content-Language"] == "fr"


def test_who_is_logged_in_is_answered_anew(client: Client, keeping: None) -> None:
    client.force_login(User.objects.create_user("officer"))
    assert client.get("/")["Cache-Control"] == "private, no-cache"
    client.logout()
    assert client.get("/")["Cache-Control"] == "public, max-age=0, must-revalidate"
    fixed = client.get("/treaties/cets-225/?as_of=2026-09-24&known_on=2026-09-24")["Cache-Control"]
    assert fixed == "public, max-age=86400, immutable"


def test_pages_are_light(client: Client) -> None:
    found = finders.find("web/pages.css")
    assert isinstance(found, str)
    style = Path(found).stat().st_size
    assert len(client.get("/").content) + style < MOST_BYTES
    sent = client.get("/treaties/cets-225/", headers={"accept-encoding": "br"})
    assert sent["Content-Encoding"] == "br" and len(sent.content) + style < MOST_BYTES
    world = finders.find("web/world.svg")
    assert isinstance(world, str) and Path(world).stat().st_size < 150_000
