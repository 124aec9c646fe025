"""A treaty officer at work in the admin, in a real browser."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import shortcomings

pytestmark = pytest.mark.browser

NO_SIGNATURE = "VCLT 14"
PATIENCE = 30_000


def choose(page: Page, box: Locator, typed: str, choice: str) -> None:
    """Types into a box and takes one of its choices."""
    box.locator("xpath=following-sibling::span[contains(@class, 'select2')]").first.click()
    page.locator(".select2-search__field:focus").fill(typed)
    page.get_by_role("option", name=choice).click()


def test_an_act_is_added_refused_corrected_and_found_in_the_api(officer: Page) -> None:
    officer.goto("/admin/signatories/treatyaction/add/")
    choose(officer, officer.locator("#id_treaty"), "ai conv", "AI Convention (cets-225)")
    choose(officer, officer.locator("#id_participant"), "turkiye", "Türkiye (TUR)")
    officer.get_by_label("Kind").select_option("Ratification")
    officer.get_by_label("Done on").fill("2026-10-05")

    officer.get_by_role("button", name="Save", exact=True).click()
    expect(officer.get_by_text("Every fact names its source")).to_be_visible()

    with officer.expect_popup() as opened:
        officer.locator("#add_id_source").click()
    popup = opened.value
    popup.get_by_label("Key").fill("notification-2026-10")
    popup.get_by_label("Kind").select_option("Depositary")
    popup.get_by_label("Title").fill("Notification of October 2026")
    popup.get_by_role("button", name="Save", exact=True).click()
    expect(officer.locator("#id_source option:checked")).to_contain_text("notification-2026-10", timeout=PATIENCE)
    officer.get_by_label("Locator").fill("paragraph 1")

    officer.get_by_role("button", name="Save", exact=True).click()
    expect(officer.locator(".field-kind .errorlist")).to_contain_text(NO_SIGNATURE)
    expect(officer.get_by_label("Kind")).to_be_focused()

    officer.get_by_label("Kind").select_option("Signature")
    officer.get_by_role("button", name="Save", exact=True).click()
    expect(officer.locator(".messagelist .success")).to_contain_text("Türkiye, Signature, 2026-10-05")

    answer = officer.request.get("/api/v1/actions/?treaty=cets-225&participant=TUR").json()
    (act,) = answer["results"]
    assert (act["kind"], act["done_on"]) == ("signature", "2026-10-05")
    assert [source["key"] for source in act["sources"]] == ["notification-2026-10"]


def test_an_act_is_added_on_its_treatys_page(officer: Page) -> None:
    officer.goto("/admin/signatories/treaty/cets-225/change/")
    acts = officer.locator("#actions-group")
    expect(acts.get_by_role("link", name="European Union (EU)")).to_have_count(2)
    acts.get_by_role("button", name="Add another Treaty action").click()
    choose(officer, officer.locator("#id_actions-0-participant"), "monac", "Monaco (MCO)")
    acts.get_by_label("Kind").first.select_option("Signature")
    acts.get_by_label("Done on").first.fill("2026-10-05")
    officer.get_by_role("button", name="Save and continue editing").click()
    expect(acts.get_by_text("Every fact names its source")).to_be_in_viewport()
    expect(acts.get_by_role("combobox", name="Source")).to_be_focused()
    choose(officer, officer.locator("#id_actions-0-source"), "coe-chart-225", "(coe-chart-225-transcript-a)")
    acts.get_by_label("Locator").first.fill("row Monaco, column Signature")
    officer.get_by_role("button", name="Save and continue editing").click()
    expect(officer.locator(".messagelist .success")).to_be_visible()
    expect(acts.get_by_role("link", name="Monaco (MCO)")).to_be_visible()


def test_the_list_of_acts_is_narrowed(officer: Page) -> None:
    officer.goto("/admin/signatories/treatyaction/")
    expect(officer.get_by_role("textbox", name="Search")).to_be_visible()
    expect(officer.get_by_role("combobox", name="By participant", exact=True)).to_be_visible()
    choose(officer, officer.locator("#filter-treaty"), "ai conv", "AI Convention (cets-225)")
    officer.wait_for_url("**/?treaty__exact=cets-225")
    officer.get_by_role("link", name="2025", exact=True).click()
    expect(officer.locator(".paginator")).to_contain_text("7 treaty actions")
    officer.get_by_role("link", name="February 2025").click()
    expect(officer.locator(".paginator")).to_contain_text("3 treaty actions")
    choose(officer, officer.locator("#filter-participant"), "lie", "Liechtenstein (LIE)")
    expect(officer.locator("#result_list tbody tr")).to_have_count(1)


def test_a_signature_is_corrected_read_about_and_retracted(officer: Page) -> None:
    officer.goto("/admin/signatories/treatyaction/?q=cets-225.GBR.signature.1")
    officer.get_by_role("link", name="United Kingdom (GBR)").first.click()
    first = officer.url.split("?")[0]
    officer.get_by_label("Done on").fill("2024-09-06")
    officer.get_by_role("button", name="Save").click()
    expect(officer.locator(".field-reason .errorlist")).to_contain_text("A correction has a reason")
    officer.get_by_label("Reason").fill("The chart says the 6th.")
    officer.get_by_role("button", name="Save").click()
    expect(officer.locator(".messagelist .success")).to_contain_text("Corrected: cets-225.GBR.signature.1")
    expect(officer.get_by_label("Done on")).to_have_value("2024-09-06")
    held = officer.url
    assert held != first

    officer.get_by_role("link", name="History").click()
    correction = officer.get_by_role("region", name="Corrected")
    expect(correction).to_contain_text("By admin")
    expect(correction).to_contain_text("“The chart says the 6th.”")
    expect(correction.get_by_role("row", name="Done on 2024-09-05 2024-09-06")).to_be_visible()
    assert shortcomings(officer) == []
    correction.get_by_role("link", name="change").click()
    expect(officer.get_by_text("Corrected: treaty action cets-225.GBR.signature.1")).to_be_visible()
    assert shortcomings(officer) == []

    officer.goto(first)
    expect(officer.get_by_text("No longer held since")).to_be_visible()
    assert shortcomings(officer) == []
    officer.get_by_role("link", name="What took its place").click()
    officer.wait_for_url(held)

    officer.get_by_role("link", name="Retract…").click()
    expect(officer.get_by_role("heading", name="Retract cets-225.GBR.signature.1")).to_be_visible()
    assert shortcomings(officer) == []
    officer.get_by_label("Why is it retracted?").fill("It was recorded twice.")
    officer.get_by_role("button", name="Retract it").click()
    expect(officer.locator(".messagelist .success")).to_contain_text("Retracted: cets-225.GBR.signature.1")
    expect(officer.get_by_text("Nothing is held in its place.")).to_be_visible()
    answer = officer.request.get("/api/v1/actions/?treaty=cets-225&participant=GBR").json()
    assert answer["results"] == []


def test_a_treaty_is_read_again_in_one_click(officer: Page) -> None:
    today = timezone.now().date().isoformat()
    officer.goto("/admin/")
    officer.get_by_role("link", name="AI Convention (cets-225)").click()
    expect(officer.get_by_text("It is time to read the depositary again")).to_be_visible()
    officer.get_by_role("button", name="Read again, nothing new").click()
    expect(officer.locator(".messagelist .success")).to_contain_text(f"The record speaks as of {today}")
    expect(officer.get_by_text(f"The record speaks as of {today}.", exact=True)).to_be_visible()
    officer.get_by_role("button", name="Read again, nothing new").click()
    expect(officer.locator(".messagelist .warning")).to_contain_text("was already read")
    answer = officer.request.get("/api/v1/treaties/cets-225/entry-into-force/").json()
    assert answer["record_speaks_as_of"] == today
    officer.goto("/admin/")
    expect(officer.get_by_role("heading", name="What the record holds")).to_be_visible()
    assert shortcomings(officer) == []


def test_an_officer_changes_the_language(officer: Page) -> None:
    officer.get_by_role("button", name="Français").click()
    expect(officer.get_by_role("heading", name="Contenu du registre")).to_be_visible()
    assert shortcomings(officer) == []
    officer.get_by_role("link", name="Convention sur l'IA (cets-225)").click()
    expect(officer.get_by_text("Il est temps de relire le dépositaire")).to_be_visible()
    assert officer.request.get("/api/v1/states/GBR/?fields=name").json() == {"name": "United Kingdom"}
    officer.get_by_role("button", name="English").click()
    expect(officer.get_by_text("It is time to read the depositary again")).to_be_visible()
