"""Members on a day, told by the database as treaty law tells them."""

from __future__ import annotations

import datetime as dt

import pytest

from signatories.models.case_files import read_memberships
from signatories.models.memberships import members_on
from tests.models import builders as make

pytestmark = pytest.mark.django_db
STRETCHES = [
    (None, None), (None, "2010"), ("2001", "2010-06"), ("2001-05", "2010-06-15"), ("2001-05-15", None), ("2010", None),
]  # fmt: skip
DAYS = """
    1999-12-31 2000-12-31 2001-01-01 2001-05-01 2001-05-14 2001-05-15 2009-12-31 2010-01-01 2010-05-31 2010-06-01
    2010-06-14 2010-06-15 2999-12-31
""".split()


def test_members_on_a_day_whatever_is_known_of_the_days() -> None:
    organisation = make.organisation()
    for start, until in STRETCHES:
        make.membership(organisation=organisation, valid_from=start, valid_until=until)
    make.membership(organisation=organisation, role="observer")
    make.membership(organisation=organisation, known_until=dt.datetime(2025, 6, 1, tzinfo=dt.UTC))
    law, sizes = read_memberships(), set()
    for day in map(dt.date.fromisoformat, DAYS):
        found = members_on(organisation.key, day)
        assert found == law.members_on(organisation.key, day), day
        sizes.add(len(found))
    assert len(sizes) > 2
