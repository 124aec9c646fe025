"""The treaty's page: every fact about it, held now, and new ones entered with their source."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from signatories.models import FACTS, Declaration, Milestone, Participant, Rule, Treaty, TreatyAction
from tests.admin.conftest import address, posted
from tests.models import builders as make

ABOUT_TREATIES = [fact for fact in FACTS if any(field.name == "treaty" for field in fact._meta.fields)]


def inlines(client: Client, row: Any) -> dict[Any, Any]:
    """The formsets of the page by the kind of fact."""
    page = client.get(address(row))
    return {inline.formset.model: inline.formset for inline in page.context["inline_admin_formsets"]}


def test_every_fact_about_a_treaty_is_on_its_page(admin_client: Client) -> None:
    assert set(inlines(admin_client, make.treaty())) == set(ABOUT_TREATIES)


def test_inlines_are_light(admin_client: Client) -> None:
    page = admin_client.get(address(make.treaty()))
    for inline in page.context["inline_admin_formsets"]:
        assert inline.opts.extra == 0
        assert inline.opts.show_change_link
        assert "collapse" in inline.opts.classes
        names = {field.name for field in inline.opts.model._meta.fields if field.related_model and field.editable}
        choosable = set(inline.opts.get_autocomplete_fields(page.wsgi_request))
        assert names <= choosable, inline.opts


def test_rows_held_now_are_listed_by_name_and_day_with_links(admin_client: Client) -> None:
    treaty = make.open_treaty()
    croatia, eire = make.participant(name_en="Croatia"), make.participant(name_en="Éire")
    second = make.action(treaty=treaty, key="x-a", participant=eire)
    first = make.action(treaty=treaty, key="x-b", participant=croatia)
    make.action(treaty=treaty, key="x-c", known_until=timezone.now())
    make.action()
    held = inlines(admin_client, treaty)[TreatyAction].held
    assert [where for where, _ in held.rows] == [address(first), address(second)]


@pytest.mark.parametrize("fact", ABOUT_TREATIES, ids=lambda fact: fact._meta.model_name)
def test_a_row_is_shown_by_what_it_says(fact: Any, admin_client: Client) -> None:
    row = make.saved(fact)
    table = inlines(admin_client, row.treaty)[fact].held
    cells = dict(table.rows)[address(row)]
    assert len(cells) == len(table.headings) > 1
    assert row.source_id in str(cells[-1])


def test_the_page_costs_the_same_for_one_row_of_each_and_for_twenty(queries: Callable[..., int]) -> None:
    treaty = make.treaty()
    for fact in ABOUT_TREATIES:
        make.saved(fact, treaty=treaty)
    one = queries(address(treaty))
    for number in range(19):
        for fact in ABOUT_TREATIES:
            further = {"alternative": f"a{number}"} if fact is Rule else {}
            make.saved(fact, treaty=treaty, **further)
    assert queries(address(treaty)) == one <= 35


def test_an_organisations_page_costs_the_same_for_one_member_and_for_twenty(queries: Callable[..., int]) -> None:
    organisation = make.organisation()
    make.membership(organisation=organisation)
    one = queries(address(organisation))
    for _ in range(19):
        make.membership(organisation=organisation)
    assert queries(address(organisation)) == one


class Inputs(HTMLParser):
    """Counts what a page would post."""

    number = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.number += tag in ("input", "select", "textarea")


def test_a_treaty_of_hundreds_of_acts_can_still_be_saved(admin_client: Client) -> None:
    treaty, source, participant = make.open_treaty(), make.source(), make.participant()
    TreatyAction.objects.bulk_create(
        make.unsaved(TreatyAction, treaty=treaty, source=source, participant=participant, key=f"x-act-{number}")
        for number in range(400)
    )
    page = admin_client.get(address(treaty))
    assert page.content.decode().count("/treatyaction/") > 400
    counted = Inputs()
    counted.feed(page.content.decode())
    assert counted.number < 300, "Django refuses a form of more than 1,000 fields"


@pytest.fixture
def post(admin_client: Client) -> Callable[..., Any]:
    """Saves a treaty's page with new facts of one kind, acts unless another is named."""

    def send(treaty: Treaty, *facts: dict[str, Any], kind: str = "actions") -> Any:
        sent = posted(admin_client.get(address(treaty)))
        sent[f"{kind}-TOTAL_FORMS"] = len(facts)
        for number, fact in enumerate(facts):
            columns = fact | {"treaty": treaty.key, "confidence": "high"}
            sent |= {f"{kind}-{number}-{name}": value for name, value in columns.items()}
        return admin_client.post(address(treaty), sent)

    return send


def refusals(response: Any, prefix: str) -> list[dict[str, list[str]]]:
    """What each new form of a kind was refused for."""
    inlines_shown = response.context["inline_admin_formsets"]
    (formset,) = [inline.formset for inline in inlines_shown if inline.formset.prefix == prefix]
    return [dict(form.errors) for form in formset.forms]


def test_a_new_act_is_entered_on_the_treatys_page(post: Callable[..., Any]) -> None:
    treaty, participant = make.open_treaty(), make.participant()
    act = {"participant": participant.key, "kind": "signature", "done_on": "2010-05-20"}
    (refused,) = refusals(post(treaty, act), "actions")
    assert refused["source"][0].startswith("Every fact names its source")
    assert not TreatyAction.objects.filter(treaty=treaty).exists()

    saved = post(treaty, act | {"source": make.source().key, "locator": "row 1"})
    assert saved.status_code == 302
    assert TreatyAction.objects.get(treaty=treaty).key == f"{treaty.key}.{participant.key}.signature.1"


def test_the_law_speaks_on_the_treatys_page_too(post: Callable[..., Any]) -> None:
    act = {"participant": make.participant().key, "kind": "ratification", "done_on": "2010-05-20"}
    (refused,) = refusals(post(make.open_treaty(), act | {"source": make.source().key, "locator": "row 1"}), "actions")
    assert "VCLT 14" in " ".join(refused["kind"])


def test_two_new_facts_are_given_two_keys(post: Callable[..., Any]) -> None:
    treaty, participant = make.treaty(), make.participant()
    said = {"participant": participant.key, "kind": "declaration", "made_on": "2010", "summary_en": "Will apply it."}
    said |= {"source": make.source().key, "locator": "row 1"}
    assert post(treaty, said, said, kind="declarations").status_code == 302
    keys = Declaration.objects.filter(treaty=treaty).values_list("key", flat=True)
    assert sorted(keys) == [f"{treaty.key}.{participant.key}.declaration.{number}" for number in (1, 2)]


def test_new_facts_must_stand_beside_each_other(post: Callable[..., Any]) -> None:
    treaty, cited = make.treaty(), {"source": make.source().key, "locator": "row 1"}
    opened = {"kind": "opened", "occurred_on": "2010-05-20", "title": "Opened", **cited}
    first, second = refusals(post(treaty, opened, opened, kind="milestones"), "milestones")
    assert first == {}
    assert "once each" in " ".join(second["__all__"])
    assert not Milestone.objects.filter(treaty=treaty).exists()

    treaty = make.open_treaty()
    signed = {"participant": make.participant().key, "kind": "signature", "done_on": "2010-05-20", **cited}
    first, second = refusals(post(treaty, signed, signed), "actions")
    assert first == {}
    assert "VCLT 12" in str(second)


def test_a_treaty_is_kept_before_facts_about_it(admin_client: Client) -> None:
    assert admin_client.get(address(Treaty, "add")).context["inline_admin_formsets"] == []
    assert admin_client.get(address(Participant, "add")).context["inline_admin_formsets"] == []


def test_how_the_treaty_stands_comes_first_and_is_only_read(admin_client: Client) -> None:
    page = admin_client.get(address(Treaty.objects.get(key="cets-185")))
    first = next(iter(page.context["adminform"]))
    assert first.name == "How it stands"
    assert set(first.fields) >= {"depositary_in_force_on", "speaks_as_of"}
    assert "2004-07-01" in page.content.decode()


def test_every_inline_uses_its_nouns_own_form() -> None:
    kept = admin.site._registry
    for inline in kept[Treaty].get_inlines(None, Treaty(key="x")):  # type: ignore[arg-type]
        assert inline(Treaty, admin.site).kept_by is kept[inline.model]
