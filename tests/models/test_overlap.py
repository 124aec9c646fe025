"""Memberships of one State in one organisation do not overlap while the record holds both.

Said three times (by the database on inserting, on changing, and by `full_clean()`), and each time alike.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from signatories.models import Membership
from tests.models import builders as make

pytestmark = pytest.mark.django_db

# From, until, and since and until which month of 2026 the record held the row; None is open.
Span = tuple[str | None, str | None] | tuple[str | None, str | None, int, int | None]

APART: dict[str, tuple[Span, Span]] = {
    "touching": (("2001-01-01", "2005-01-01"), ("2005-01-01", None)),
    "touching, later first": (("2005-01-01", None), ("2001-01-01", "2005-01-01")),
    "years between": (("2001", "2003"), ("2010-05-20", "2011")),
    "unknown beginning, then known": ((None, "1990-03-01"), ("1990-03-01", None)),
    "month ends where its day begins": (("2001-01-01", "2025-09"), ("2025-09-01", None)),
    "ended some day of the month another began in": (("2001-01-01", "2025-09"), ("2025-09-15", None)),
    "begun and ended within a month": (("2025-09-15", "2025-09"), ("2001-01-01", None)),
    "begun and ended within a year": (("2001-01-01", None), ("2025-09-15", "2025")),
    "no longer held": (("2001-01-01", None, 1, 6), ("2001-01-01", None, 6, None)),
    "not held yet": (("2001-01-01", None, 6, None), ("2001-01-01", "2009-01-01", 1, 6)),
}
OVERLAPPING: dict[str, tuple[Span, Span]] = {
    "the same": (("2001-01-01", "2005-01-01"), ("2001-01-01", "2005-01-01")),
    "by a day": (("2001-01-01", "2005-01-02"), ("2005-01-01", None)),
    "within": (("2001-01-01", None), ("2002-01-01", "2003-01-01")),
    "around": (("2002-01-01", "2003-01-01"), ("2001-01-01", None)),
    "both still held": (("2001-01-01", None), ("2020-01-01", None)),
    "unknown beginning": ((None, "1990-03-01"), ("1990-02-28", None)),
    "nothing known": ((None, None), ("2001-01-01", "2002-01-01")),
    "nothing known of the second": (("2001-01-01", "2002-01-01"), (None, None)),
    "a month before its days": (("2025-09", None), ("2025-09-15", None)),
    "year and month": (("2025", None), ("2001-01-01", "2025-02")),
    "held at the same time for a month": (("2001-01-01", None, 1, 6), ("2001-01-01", None, 5, None)),
    "held at the same time in the past": (("2001-01-01", None, 1, 6), ("2003-01-01", None, 2, 3)),
    "held within": (("2001-01-01", None, 1, None), ("2001-01-01", None, 2, 3)),
}
both = pytest.mark.parametrize(("first", "second"), (APART | OVERLAPPING).values(), ids=(APART | OVERLAPPING).keys())


@both
def test_on_storing(first: Span, second: Span) -> None:
    stored = membership(first)
    stored.save()
    assert refused(membership(second, like=stored).save) == ((first, second) in OVERLAPPING.values())


@both
def test_on_changing(first: Span, second: Span) -> None:
    stored = membership(first)
    stored.save()
    other = make.membership()
    become = membership(second, like=stored)
    change = {name: getattr(become, name) for name in ("member", "organisation", "closed_by", *SPAN)}
    overlap = refused(lambda: Membership.objects.filter(pk=other.pk).update(**change))
    assert overlap == ((first, second) in OVERLAPPING.values())


@both
def test_in_words(first: Span, second: Span) -> None:
    stored = membership(first)
    stored.save()
    try:
        membership(second, like=stored).full_clean()
    except ValidationError as error:
        assert (first, second) in OVERLAPPING.values()
        assert "end the earlier membership on the day the new one begins" in error.messages[0]
    else:
        assert (first, second) in APART.values()


def test_another_role_is_a_place_as_well() -> None:
    observer = make.membership(role="observer")
    assert refused(membership(("2005-01-01", None), like=observer).save)


@pytest.mark.parametrize("alike", ["member", "organisation"])
def test_another_state_or_organisation_is_another_matter(alike: str) -> None:
    first = make.membership()
    make.membership(**{alike: getattr(first, alike)}).full_clean()


def test_a_row_does_not_overlap_itself() -> None:
    stored = make.membership()
    stored.valid_from = "1999-01-01"
    stored.full_clean()
    stored.save()


SPAN = ("valid_from", "valid_until", "known_from", "known_until")


def membership(span: Span, like: Membership | None = None) -> Membership:
    """A membership of that span, not stored; of the same State in the same organisation as another, if given."""
    valid_from, valid_until, *known = span
    known_from, known_until = (month and dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in known or (1, None))
    days = dict(zip(SPAN, (valid_from, valid_until, known_from, known_until), strict=True))
    same = {"member": like.member, "organisation": like.organisation} if like else {}
    return make.unsaved(Membership, **days, **same)


def refused(act: Any) -> bool:
    """Whether the database refuses."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError as error:
        assert "membership_does_not_overlap" in str(error)
        return True
    return False
