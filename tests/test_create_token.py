"""`manage.py create_token`: the token alone on its line, everything else in sentences on the other stream."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from signatories.tokens.models import APIToken

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, str]:
    """What it prints on each stream."""
    out, err = StringIO(), StringIO()
    call_command("create_token", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def ada(db: None) -> User:
    user = User.objects.create_user("ada", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=["editor", "viewer"]))
    return user


def test_it_prints_the_token_and_nothing_else(ada: User) -> None:
    out, err = run("ada", "--name", "import")
    token = APIToken.objects.get(user=ada, name="import")
    assert out.startswith(f"{token.token_key}")
    assert out.count("\n") == 1 and " " not in out
    assert "with all rights of its user" in err
    assert out.strip() not in err


def test_the_token_lets_its_user_write(ada: User) -> None:
    words = run("ada", "--name", "import")[0].strip()
    answer = Client().post("/api/v1/actions/", {}, "application/json", headers={"Authorization": f"Token {words}"})
    assert answer.status_code not in (401, 403), answer.content


def test_it_takes_days_and_roles(ada: User) -> None:
    _, err = run("ada", "--name", "import", "--expires", "7", "--role", "editor", "--role", "viewer")
    token = APIToken.objects.get(name="import")
    assert token.limits == ["editor", "viewer"]
    assert dt.timedelta(days=6, hours=23) < token.expiry - timezone.now() < dt.timedelta(days=7)
    assert "editor, viewer" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nobody", "--name", "x"], "There is no user 'nobody': give the user name of a member of staff."),
        (["reader", "--name", "x"], "reader is not an active member of staff"),
        (["ada", "--name", "x", "--role", "publisher"], "ada does not have the role publisher"),
        (["ada", "--name", "x", "--role", "king"], "There is no role 'king': give administrator, editor"),
        (["ada", "--name", "x", "--expires", "0"], "0 days are not accepted for --expires: give 1 to 3650."),
        (["ada", "--name", "taken"], "This user has a token of that name"),
        (["ada", "--name", " "], "Give the token a name|cannot be blank"),
    ],
)
def test_what_is_refused(ada: User, arguments: list[str], sentence: Any) -> None:
    User.objects.create_user("reader")
    run("ada", "--name", "taken")
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)
    assert APIToken.objects.count() == 1
