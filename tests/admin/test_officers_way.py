"""An officer's way through a day: what a page offers next, what it remembers, and what it tells of what was done."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from signatories.models import Declaration, Draft, ImplementingMeasure, Source, Treaty, TreatyAction
from signatories.models.fields import read_day
from signatories.querysets import declared_on
from tests.admin.conftest import address, entered, errors_of, messages_of, posted, versions
from tests.models import builders as make

CHART = "coe-chart-225-transcript-a"


@pytest.fixture
def act(admin_client: Client) -> Any:
    """Sends a new act; columns as keywords."""

    def send(**columns: Any) -> Any:
        usual = {"treaty": "cets-225", "confidence": "high", "source": CHART, "locator": "row 1"}
        return admin_client.post(address(TreatyAction, "add"), usual | columns)

    return send


@pytest.fixture
def reservation(db: None) -> Declaration:
    return make.declaration(treaty=make.open_treaty(), kind="reservation", made_on="2012-11-30")


def steps(client: Client, row: Any) -> dict[str, str]:
    """What the row's page offers to be recorded next, and where."""
    return {str(label): where for label, where in client.get(address(row)).context["next_steps"]}


def begins_with(client: Client, where: str) -> dict[str, Any]:
    """What the boxes of a new row's form hold when it is opened."""
    return {bound.name: bound.value() for bound in client.get(where).context["adminform"].form if bound.value()}


def viewer() -> Client:
    user = User.objects.create_user("viewer", is_staff=True)
    user.groups.add(Group.objects.get(name="viewer"))
    client = Client()
    client.force_login(user)
    return client


def test_a_treatys_page_offers_what_may_be_recorded_of_it(admin_client: Client) -> None:
    treaty = Treaty.objects.get(pk="cets-225")
    offered = steps(admin_client, treaty)
    assert list(offered) == ["Record an act", "Record a declaration", "Record a measure"]
    for where in offered.values():
        assert begins_with(admin_client, where)["treaty"] == "cets-225"
    assert steps(viewer(), treaty) == {}


def test_an_invitation_leads_to_the_accession_and_the_accession_tells_what_it_makes_of_it(
    act: Any, admin_client: Client
) -> None:
    answer = act(treaty="cets-185", participant="AUS", kind="invitation_to_accede", done_on="2010-09-30")
    invitation = TreatyAction.objects.get(treaty="cets-185", participant="AUS")
    assert answer["Location"] == address(invitation)
    assert f'<a href="{address(invitation)}">Australia, Invitation to accede, 2010-09-30</a>' in messages_of(answer)
    assert "Invited since 2010-09-30." in messages_of(answer)
    form = begins_with(admin_client, steps(admin_client, invitation)["Record the accession"])
    known = {"treaty": "cets-185", "participant": "AUS", "kind": "accession", "source": CHART, "confidence": "high"}
    assert form == known
    answer = act(**known | {"done_on": "2012-11-30"})
    assert "Budapest Convention</a>: Party since 2013-03-01." in messages_of(answer)
    assert steps(admin_client, invitation) == {}


def test_what_moves_entry_into_force_is_told_whichever_way_it_comes(act: Any, admin_client: Client) -> None:
    for participant in ("GBR", "NOR", "CHE"):
        told = messages_of(act(participant=participant, kind="ratification", done_on="2026-10-05"))
        assert "Contracting since 2026-10-05." in told and "enters into force" not in told
    told = messages_of(act(participant="UKR", kind="ratification", done_on="2026-10-06"))
    assert "AI Convention</a>: enters into force on 2027-02-01." in told
    assert "Contracting since 2026-10-06, in force for it from 2027-02-01." in told
    last = TreatyAction.objects.get(participant="UKR", kind="ratification")
    told = messages_of(
        admin_client.post(address(last), entered(admin_client, last, done_on="2026-11-02", reason="Misread."))
    )
    assert "enters into force on 2027-03-01" in told
    held = TreatyAction.objects.held().get(key=last.key)
    told = messages_of(admin_client.post(address(held, "retract"), {"reason": "Never so."}))
    assert "Ukraine" in told and "Signatory since 2025-05-15." in told
    assert "no longer enters into force" in told


def test_acts_of_one_day_are_entered_one_after_another(act: Any, admin_client: Client) -> None:
    answer = act(participant="MEX", kind="signature", done_on="2026-10-20", _addanother="1")
    kept = {"treaty": "cets-225", "kind": "signature", "done_on": read_day("2026-10-20"), "source": CHART}
    form = begins_with(admin_client, answer["Location"])
    assert {name: str(form[name]) for name in kept} == {name: str(value) for name, value in kept.items()}
    assert "participant" not in form


def test_the_source_cited_last_is_begun_with_and_said_to_be(act: Any, admin_client: Client) -> None:
    source = lambda where: admin_client.get(where).context["adminform"].form["source"]  # noqa: E731
    assert source(address(TreatyAction, "add")).value() is None
    act(participant="MEX", kind="signature", done_on="2026-10-20")
    begun = source(address(ImplementingMeasure, "add"))
    assert begun.value() == CHART and "Kept from your last entry" in begun.help_text
    held = TreatyAction.objects.get(key="cets-225.EU.approval.1")
    assert "Kept from" not in source(address(held)).help_text
    page = admin_client.get(address(Treaty.objects.get(pk="cets-225")))
    forms = [inline.formset.empty_form for inline in page.context["inline_admin_formsets"]]
    assert {form["source"].value() for form in forms} == {CHART}


def test_a_new_facts_page_is_left_for_its_treaty_and_told_there(admin_client: Client) -> None:
    treaty = Treaty.objects.get(pk="cets-225")
    sent = posted(admin_client.get(address(treaty))) | {
        "actions-TOTAL_FORMS": 1, "actions-0-participant": "MEX", "actions-0-kind": "signature",
        "actions-0-done_on": "2026-10-20", "actions-0-source": CHART, "actions-0-locator": "row Mexico",
        "actions-0-confidence": "high",
    }  # fmt: skip
    answer = admin_client.post(address(treaty), sent)
    assert answer["Location"] == address(treaty)
    assert "Mexico, Signature, 2026-10-20</a>. Mexico, " in messages_of(answer)


def test_a_withdrawal_is_two_days_and_its_own_place_and_ends_the_reservation(
    admin_client: Client, reservation: Declaration
) -> None:
    offered = steps(admin_client, reservation)
    objecting = begins_with(admin_client, offered["Record an objection"])
    assert (objecting["kind"], int(objecting["refers_to"])) == ("objection", reservation.pk)
    assert "participant" not in objecting
    where = offered["Record its withdrawal"]
    early = {"withdrawn_on": "2011", "source": CHART, "locator": "paragraph 1"}
    assert "withdrawn before" in str(admin_client.post(where, early).context["form"].errors)
    lacking = admin_client.post(where, {"withdrawn_on": "2020-01-15"}).context["form"].errors
    assert set(lacking) == {"source", "locator"} and "names its source" in str(lacking)
    answer = admin_client.post(where, early | {"withdrawn_on": "2020-01-15"})
    first, held = versions(reservation)
    assert answer["Location"] == address(held)
    assert (str(held.withdrawn_on), str(held.until)) == ("2020-01-15", "2020-01-15")
    assert [str(place) for place in held.also_cited.all()] == [f"{CHART}: paragraph 1"]
    assert (held.source_id, held.locator) == (first.source_id, first.locator)
    assert steps(admin_client, held) == {}
    assert holds(held, "2020-01-14") and not holds(held, "2020-01-15")
    assert viewer().post(where, early).status_code == 403


def holds(row: Declaration, day: str) -> bool:
    """Whether a chart of that day counts it."""
    return Declaration.objects.held().filter(declared_on(read_day(day).earliest), key=row.key).exists()


def test_a_declaration_is_not_withdrawn_and_held_for_ever(admin_client: Client, reservation: Declaration) -> None:
    sent = entered(admin_client, reservation, withdrawn_on="2020-01-15", reason="It was withdrawn.")
    refused = errors_of(admin_client.post(address(reservation), sent))
    assert set(refused) == {"until"} and "unless the treaty provides otherwise (VCLT 22(3))" in refused["until"][0]
    assert errors_of(admin_client.post(address(reservation), sent | {"until": "2020-04-15"})) == {}
    assert str(versions(reservation)[1].until) == "2020-04-15"


def test_what_is_typed_as_no_day_is_shown_whole(act: Any, admin_client: Client) -> None:
    page = act(participant="MEX", kind="signature", done_on="5 June 2018")
    assert "'5 June 2018' is not a day: give a day such as" in errors_of(page)["done_on"][0]
    assert "maxlength" not in str(page.context["adminform"].form["done_on"])


def test_a_draft_is_published_from_its_own_page(act: Any, admin_client: Client) -> None:
    act(participant="MEX", kind="signature", done_on="2026-10-20", _draft="1")
    draft = Draft.objects.get()
    page = admin_client.get(address(draft))
    assert 'name="_publish"' in page.content.decode()
    cells = {bound.html_name: bound.value() for bound in page.context["adminform"].form}
    shown = admin_client.post(address(draft), cells | {"locator": "row Mexico", "_publish": "1"})
    assert shown.context["title"] == "Publish drafts" and not TreatyAction.objects.filter(participant="MEX").exists()
    sent = {"action": "publish_together", "_selected_action": [draft.pk], "publish": "1", "reason": ""}
    answer = admin_client.post(address(Draft, "changelist"), sent)
    assert "Published as one change: <a href=" in messages_of(answer)
    assert "Mexico, Signature, 2026-10-20</a>. Mexico, " in messages_of(answer)
    assert TreatyAction.objects.get(participant="MEX").locator == "row Mexico"


def test_a_new_source_is_read_today_and_its_key_made_of_its_title(admin_client: Client) -> None:
    page = admin_client.get(address(Source, "add"))
    assert "retrieved_on" in {bound.name for bound in page.context["adminform"].form if bound.value()}
    assert page.context["adminform"].model_admin.get_prepopulated_fields(page.wsgi_request) == {"key": ("title",)}
    assert admin_client.get(address(Source.objects.first())).status_code == 200


def test_the_sidebar_is_in_the_order_of_the_work(admin_client: Client) -> None:
    page = admin_client.get(address(Treaty, "changelist")).content.decode()
    sidebar = page[page.index('id="nav-sidebar"') :]
    places = [sidebar.index(f"model-{noun}") for noun in ("treaty", "treatyaction", "declaration", "source", "user")]
    assert places == sorted(places)
