"""The fixtures load as the contract says, and hold the facts they were made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count

from signatories.management.commands.seed import FIXTURES
from signatories.models import (
    FACTS,
    Check,
    Citation,
    Declaration,
    Entitlement,
    ImplementingMeasure,
    Membership,
    Milestone,
    Participant,
    Rule,
    Source,
    Threshold,
    Treaty,
    TreatyAction,
)

SIGNED_ON = {
    "AND": "2024-09-05",
    "EU": "2024-09-05",
    "GBR": "2024-09-05",
    "GEO": "2024-09-05",
    "ISL": "2024-09-05",
    "ISR": "2024-09-05",
    "MDA": "2024-09-05",
    "NOR": "2024-09-05",
    "SMR": "2024-09-05",
    "USA": "2024-09-05",
    "MNE": "2024-11-05",
    "CAN": "2025-02-11",
    "JPN": "2025-02-11",
    "LIE": "2025-02-27",
    "CHE": "2025-03-27",
    "UKR": "2025-05-15",
    "URY": "2025-09-02",
    "BIH": "2025-12-09",
    "ARM": "2026-01-27",
    "MKD": "2026-05-08",
    "ALB": "2026-06-15",
}
FIRST_FIVE = {"ALB": "2002-06-20", "HRV": "2002-10-17", "EST": "2003-05-12", "HUN": "2003-12-04", "LTU": "2004-03-18"}
NON_MEMBERS = set("ARG AUS CAN CRI ISR JPN MEX PER URY USA VAT".split())
LAST_CHECK = dt.date(2026, 10, 1)

WAYS_TO_LOAD = {
    "in one command": [tuple(FIXTURES)],
    "one after another": [(name,) for name in FIXTURES],
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("commands", WAYS_TO_LOAD.values(), ids=WAYS_TO_LOAD.keys())
def test_they_load_into_an_empty_record(
    commands: list[tuple[str, ...]], dump: Callable[..., Any], load: Callable[..., None], request: Any
) -> None:
    shipped = dump()
    request.getfixturevalue("empty_record")
    assert dump() == []
    for names in commands:
        load(*names)
    assert dump() == shipped


def test_loading_again_changes_nothing(dump: Callable[..., Any], load: Callable[..., None]) -> None:
    before = dump(ids=True)
    load("cets-185")
    load("reference", "cets-225")
    assert dump(ids=True) == before


@pytest.mark.parametrize("model", [Source, Citation, Participant, Treaty, *FACTS], ids=lambda model: model.__name__)
def test_every_row_is_in_order(model: Any) -> None:
    for row in model.objects.all():
        row.full_clean()


def test_the_signatures_of_the_convention() -> None:
    signed = TreatyAction.objects.filter(treaty="cets-225", kind="signature").values_list("participant", "done_on")
    assert {participant: day.text for participant, day in signed} == SIGNED_ON
    assert len(SIGNED_ON) == 21


def test_the_one_consent_to_the_convention() -> None:
    (consent,) = TreatyAction.objects.filter(treaty="cets-225").exclude(kind="signature")
    assert (consent.participant_id, consent.kind, consent.done_on.text) == ("EU", "approval", "2026-05-15")


def test_the_first_five_of_budapest() -> None:
    acts = TreatyAction.objects.filter(treaty="cets-185")
    assert _days(acts.filter(kind="ratification")) == FIRST_FIVE
    assert _days(acts.filter(kind="signature")) == dict.fromkeys(FIRST_FIVE, "2001-11-23") | {"LTU": "2003-06-23"}
    treaty = Treaty.objects.get(key="cets-185")
    assert not treaty.complete and treaty.scope_note
    assert Milestone.objects.get(treaty=treaty, kind="in_force").occurred_on.text == "2004-07-01"


def _days(acts: Any) -> dict[str, str]:
    return {participant: day.text for participant, day in acts.values_list("participant", "done_on")}


@pytest.mark.parametrize(
    ("organisation", "day", "members"),
    [
        ("COE", "2022-03-15", 47),
        ("COE", "2022-03-16", 46),
        ("COE", "2024-05-17", 46),
        ("COE", "2024-09-05", 46),
        ("EU", "2020-01-31", 28),
        ("EU", "2020-02-01", 27),
        ("EU", "2024-09-05", 27),
    ],
)
def test_members_on_a_day(organisation: str, day: str, members: int) -> None:
    assert len(_members(organisation, day)) == members


def _members(organisation: str, day: str) -> set[str]:
    rows = Membership.objects.filter(organisation=organisation, role="member").holding_on(dt.date.fromisoformat(day))
    return set(rows.values_list("member", flat=True))


def test_those_who_negotiated() -> None:
    rows = Entitlement.objects.filter(treaty="cets-225", way="negotiated")
    named = {row.participant_id for row in rows if row.participant_id}
    states = {key for key in named if Participant.objects.get(key=key).type == "state"}
    assert states == NON_MEMBERS
    organisations = {row.members_of_id for row in rows if row.members_of_id}
    members = set().union(*(_members(key, "2024-05-17") for key in organisations))
    assert (organisations, len(members), len(members | states)) == ({"COE"}, 46, 57)


def test_what_else_there_is_about_the_convention() -> None:
    counts = {model: model.objects.filter(treaty="cets-225").count() for model in (Declaration, Rule, Threshold, Check)}
    assert counts == {Declaration: 5, Rule: 5, Threshold: 1, Check: 3}
    unverified = Rule.objects.filter(treaty="cets-225", verified=False).values_list("applies_to", flat=True)
    assert set(unverified) == {"later_party", "accession", "territory", "denunciation"}
    assert ImplementingMeasure.objects.filter(treaty="cets-225").count() == 15


def test_nothing_was_known_before_it_was_done() -> None:
    days = {TreatyAction: "done_on", Declaration: "made_on", Milestone: "occurred_on", Check: "speaks_as_of"}
    for model, day in days.items():
        for row in model.objects.all():
            assert getattr(row, day).earliest <= row.known_from.date(), f"{row.key} was known before its day."


def test_nothing_speaks_of_a_later_day_than_the_last_check() -> None:
    assert max(Check.objects.values_list("speaks_as_of", flat=True)).latest == LAST_CHECK
    for model in FACTS:
        for row in model.objects.all():
            assert row.known_from.date() <= LAST_CHECK, f"{row.key} was known after the last check."
    for model, day in {TreatyAction: "done_on", Declaration: "made_on", Milestone: "occurred_on"}.items():
        latest = max(model.objects.values_list(day, flat=True))
        assert latest.earliest <= LAST_CHECK, f"{model.__name__} speaks of {latest}."


def test_every_fact_is_held_and_cited() -> None:
    for model in FACTS:
        for row in model.objects.select_related("source").prefetch_related("also_cited"):
            assert row.known_until is None and row.key and row.source.title and row.locator.strip()
            cited = [(row.source_id, row.locator), *row.also_cited.values_list("source", "locator")]
            assert len(cited) == len(set(cited)), f"{row.key} cites one place twice."


def test_every_source_supports_a_fact_or_says_why_it_is_here() -> None:
    cited = {key for model in FACTS for key in model.objects.values_list("source", flat=True)}
    cited |= {key for model in FACTS for key in model.objects.values_list("also_cited__source", flat=True)}
    idle = Source.objects.exclude(key__in=cited - {None}).filter(note="")
    assert not idle, f"Nothing rests on {', '.join(source.key for source in idle)}, and no note says why it is here."


def test_every_citation_is_used() -> None:
    used = {pk for model in FACTS for pk in model.objects.values_list("also_cited", flat=True)}
    unused = Citation.objects.exclude(pk__in=used - {None})
    assert not unused, f"Nothing cites {', '.join(map(str, unused))}."


def test_keys_are_what_the_program_would_give() -> None:
    for model in FACTS:
        for row in model.objects.all():
            stem = row.key_stem
            numbered = row.key.removeprefix(f"{stem}.").isdigit() if model.keys_are_numbered else row.key == stem
            assert numbered, f"{row.key} does not follow {stem}."


def test_no_name_stands_for_two() -> None:
    for language in ("name_en", "name_fr"):
        twice = Participant.objects.values(language).annotate(times=Count("pk")).filter(times__gt=1)
        assert not twice, f"{language}: {list(twice)}"
