"""A treaty's timeline on its page: what happened, by day and year, and how far the count had come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from signatories.admin import timeline as timelines
from signatories.models import Milestone, Treaty, TreatyAction
from tests.admin.conftest import address
from tests.models import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(rf: Any, admin_user: User) -> Callable[[Treaty], list[timelines.Year]]:
    """A treaty's timeline as a superuser sees it."""

    def ask(treaty: Treaty) -> list[timelines.Year]:
        request = rf.get("/")
        request.user = admin_user
        return timelines.timeline(Treaty.objects.get(pk=treaty.pk), request)

    return ask


def lines(years: list[timelines.Year]) -> list[timelines.Line]:
    return [line for year in years for line in year.lines]


def consent(treaty: Treaty, on: str, **given: Any) -> TreatyAction:
    act = make.action(treaty=treaty, kind="definitive_signature", done_on=on, **given)
    assert isinstance(act, TreatyAction)
    return act


def treaty_of_two(**rule: Any) -> tuple[Treaty, Any]:
    """A treaty that asks for two consents, one of them by a member of an organisation, which is given too."""
    treaty, organisation = make.open_treaty(), make.organisation()
    make.rule(treaty=treaty, **{"consents_required": 2, "delay_months": 1, "article": "9(2)", **rule})
    make.threshold(treaty=treaty, members_of=organisation, minimum=1)
    return treaty, organisation


def test_everything_is_told_in_the_order_of_days(told: Callable[..., Any]) -> None:
    treaty = make.open_treaty("2001-05-01")
    act = make.action(treaty=treaty, done_on="2003-02-01")
    statement = make.declaration(treaty=treaty, made_on="2002-07", withdrawn_on="2004-01-01", kind="reservation")
    make.action(treaty=treaty, done_on="2002-01-01", known_until=timezone.now())
    make.action(done_on="2002-01-01")
    opened = Milestone.objects.get(treaty=treaty)
    years = told(treaty)
    assert [year.year for year in years] == ["2001", "2002", "2003", "2004"]
    assert [(str(line.day), line.what, line.address) for line in lines(years)] == [
        ("2001-05-01", opened.title, address(opened)),
        ("2002-07", "Reservation", address(statement)),
        ("2003-02-01", "Signature", address(act)),
        ("2004-01-01", "Reservation withdrawn", address(statement)),
    ]
    assert lines(years)[2].who == str(act.participant)


def test_the_count_runs_to_the_threshold_and_no_further(told: Callable[..., Any]) -> None:
    treaty, organisation = treaty_of_two()
    member = make.participant()
    make.membership(organisation=organisation, member=member, valid_from="2000-01-01")
    make.action(treaty=treaty, done_on="2009-01-01")
    for day in ("2010-01-01", "2010-02-01"):
        consent(treaty, day)
    consent(treaty, "2010-03-01", participant=member)
    consent(treaty, "2010-04-01")
    found = [(str(line.day), line.counts, line.mark) for line in lines(told(treaty)) if line.counts or line.mark]
    of = f"members of {organisation.key}"
    assert found == [
        ("2010-01-01", (f"1 of 2 consents, 0 of 1 {of}",), ""),
        ("2010-02-01", (f"2 of 2 consents, 0 of 1 {of}",), ""),
        ("2010-03-01", (f"3 of 2 consents, 1 of 1 {of}",), "threshold reached"),
        ("2010-04-01", (), "in force, as the facts held make it"),
    ]


def test_consents_of_one_day_are_counted_together(told: Callable[..., Any]) -> None:
    treaty, _ = treaty_of_two(consents_required=5)
    for _number in range(3):
        consent(treaty, "2010-01-01")
    counts = [line.counts for line in lines(told(treaty)) if str(line.day) == "2010-01-01"]
    assert [bool(found) for found in counts] == [False, False, True]
    assert counts[-1][0].startswith("3 of 5 consents")


def test_a_consent_taken_back_is_counted_no_longer(told: Callable[..., Any]) -> None:
    treaty, _ = treaty_of_two(consents_required=3)
    first = consent(treaty, "2010-01-01")
    consent(treaty, "2010-02-01")
    make.action(treaty=treaty, participant=first.participant, kind="withdrawal_of_consent", done_on="2010-03-01")
    *_, last = lines(told(treaty))
    assert (str(last.day), last.address) == ("2010-03-01", "")
    assert last.counts[0].startswith("1 of 3 consents")


def test_alternatives_are_counted_beside_each_other(told: Callable[..., Any]) -> None:
    treaty = make.open_treaty()
    make.rule(treaty=treaty, consents_required=2)
    make.rule(treaty=treaty, consents_required=9, alternative="many")
    consent(treaty, "2010-01-01")
    (counted,) = [line.counts for line in lines(told(treaty)) if line.counts]
    assert counted == ("main: 1 of 2 consents", "many: 1 of 9 consents")


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        ({"measure": "weight_percent", "minimum": 55, "denominator": 200}, "6.25 of 55 percent by weight"),
        ({"minimum": 1}, "1 of 1 of those named"),
    ],
)
def test_other_thresholds_are_counted_as_they_measure(
    threshold: dict[str, Any], words: str, told: Callable[..., Any]
) -> None:
    treaty, participant = make.open_treaty(), make.participant()
    make.rule(treaty=treaty, consents_required=5)
    make.threshold(treaty=treaty, members_of=None, participants=[participant], **threshold)
    make.weight(treaty=treaty, participant=participant, weight="12.5")
    consent(treaty, "2010-01-01", participant=participant)
    (counted,) = [line.counts for line in lines(told(treaty)) if line.counts]
    assert counted == (f"1 of 5 consents, {words}",)


@pytest.mark.parametrize(("stated", "warns"), [("2010-06-20", False), ("2010-07-01", True)])
def test_the_computed_day_and_the_depositarys_are_marked(stated: str, warns: bool, told: Callable[..., Any]) -> None:
    treaty = make.open_treaty()
    make.rule(treaty=treaty, consents_required=1, delay_months=1)
    consent(treaty, "2010-05-20")
    milestone = make.milestone(treaty=treaty, kind="in_force", occurred_on=stated)
    computed, depositarys = [line for line in lines(told(treaty)) if line.mark.startswith("in force")]
    assert (str(computed.day), computed.warns) == ("2010-06-20", warns)
    assert computed.what == "Enters into force by Article 30(3)"
    assert (str(depositarys.day), depositarys.address) == (stated, address(milestone))


def test_of_a_long_story_only_the_newest_year_is_open(told: Callable[..., Any]) -> None:
    treaty = make.open_treaty("2001-01-01")
    make.milestone(treaty=treaty, occurred_on="2003")
    assert [year.is_open for year in told(treaty)] == [True, True]
    for number in range(timelines.ALL_OPEN):
        make.milestone(treaty=treaty, occurred_on=f"2002-01-{number + 1:02}")
    assert [(year.year, year.is_open) for year in told(treaty)] == [("2001", False), ("2002", False), ("2003", True)]


def test_it_is_on_the_treatys_page_and_no_other(admin_client: Client) -> None:
    shown = " ".join(admin_client.get("/admin/signatories/treaty/cets-185/change/").content.decode().split())
    assert "3 of 5 consents, 3 of 3 members of COE" in shown
    assert "5 of 5 consents" in shown
    assert "in force, as the depositary states it" in shown
    assert "in force, as the facts held make it" in shown
    assert 'id="timeline-heading"' in shown
    assert 'id="timeline-heading"' not in admin_client.get(address(Treaty, "add")).content.decode()
    popup = admin_client.get(address(Treaty.objects.get(key="cets-185")), {"_popup": "1"})
    assert 'id="timeline-heading"' not in popup.content.decode()


def test_a_treaty_of_which_nothing_is_known_says_so(admin_client: Client) -> None:
    assert "nothing that happened to this treaty" in admin_client.get(address(make.treaty())).content.decode()


def test_only_rows_that_one_may_view_are_told(client: Client) -> None:
    treaty = make.open_treaty()
    act, statement = make.action(treaty=treaty), make.declaration(treaty=treaty)
    reader = User.objects.create_user("reader", password="x", is_staff=True)
    for model in ("treaty", "declaration"):
        reader.user_permissions.add(Permission.objects.get(codename=f"view_{model}"))
    client.force_login(reader)
    shown = client.get(address(treaty)).content.decode()
    assert address(statement) in shown
    assert address(act) not in shown
    assert address(Milestone.objects.get(treaty=treaty)) not in shown
