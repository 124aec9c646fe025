"""People who log in, and the codes that their apps show."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from signatories.entrance.second_factor import new_recovery_codes

PASSWORD = "a-sentence-of-sorts-42"
CODE, FACTOR = "/admin/second-factor/code/", "/admin/second-factor/"


def code_of(key: str, later: int = 0) -> str:
    """What an app that has the key shows, so many times thirty seconds from now."""
    shown = TOTP(bytes.fromhex(key))
    shown.time = time.time() + 30 * later
    return f"{shown.token():06d}"


def login(client: Client, name: str = "ada", password: str = PASSWORD, **sent: Any) -> Any:
    """The answer to the login form."""
    return client.post("/admin/login/?next=/admin/", {"username": name, "password": password}, **sent)


@pytest.fixture
def ada(db: None) -> User:
    """An editor with a password and no second factor."""
    user = User.objects.create_user("ada", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    return user


@pytest.fixture
def key(ada: User) -> str:
    """The key of the app that Ada has enrolled."""
    return TOTPDevice.objects.create(user=ada, name="app").key


@pytest.fixture
def recovery(ada: User, key: str) -> list[str]:
    """Ada's recovery codes."""
    return new_recovery_codes(ada)
