"""The second factor of a member of staff: an app that shows codes (TOTP, RFC 6238), and recovery codes beside it.

Codes are judged by django-otp, which lets a user wait twice as long after each wrong one. A recovery code is kept as a
keyed digest; the key of the app is kept as it is, since codes are worked out from it.
"""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django_otp import login as let_in
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

DIGITS, RECOVERY_CODES = 6, 10
LETTERS, TOGETHER = 12, 4


class Wait(Exception):
    """That codes were wrong too often: none is looked at until then."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until


def device_of(user: Any) -> TOTPDevice | None:
    """The app the user has confirmed, if any."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_let_in(request: HttpRequest) -> bool:
    """Whether nothing more is asked of the logged-in user than was given. The database is asked once for a request."""
    asked: Any = request
    if getattr(request.user, "otp_device", None):
        return True
    if not hasattr(asked, "owes_second_factor"):
        asked.owes_second_factor = settings.REQUIRE_SECOND_FACTOR or device_of(request.user) is not None
    return not asked.owes_second_factor


def accept(request: HttpRequest, code: str) -> bool:
    """Lets the session in if the code is one of the user's; a recovery code is used up. Wait where too many failed."""
    code = "".join(letter for letter in code.lower() if letter.isalnum())
    is_the_apps = code.isdecimal() and len(code) == DIGITS
    with transaction.atomic():
        kind: Any = TOTPDevice if is_the_apps else StaticDevice
        device = kind.objects.select_for_update().filter(user=request.user, confirmed=True).first()
        if device is None:
            return False
        is_allowed, told = device.verify_is_allowed()
        if not is_allowed:
            raise Wait(told["locked_until"])
        if not device.verify_token(code if is_the_apps else _digest(code)):
            return False
    _enter(request, device)
    return True


def new_key() -> str:
    """A key for an app, in hexadecimal, as django-otp keeps it."""
    return secrets.token_hex(20)


def enrol(request: HttpRequest, key: str, code: str) -> list[str]:
    """Confirms the app that has the key, if it shows this code, and lets the session in: recovery codes, else none."""
    user: Any = request.user
    code = "".join(code.split())
    if not _shows(key, code):
        return []
    with transaction.atomic():
        get_user_model()._default_manager.select_for_update().get(pk=user.pk)
        if device_of(user):
            return []
        device = TOTPDevice(user_id=user.pk, key=key, name="app")
        device.save()
        device.verify_token(code)  # So that the same code does not let anybody in again.
        codes = new_recovery_codes(user)
        note(user, user, "Enrolled a second factor.")
    _enter(request, device)
    return codes


def new_recovery_codes(user: Any) -> list[str]:
    """Codes that each let the user in once, in place of those there were. Nobody can be told them again."""
    codes = [base64.b32encode(secrets.token_bytes(10)).decode().lower()[:LETTERS] for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user_id=user.pk, name="recovery codes")
        StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(code)) for code in codes)
    return ["-".join(code[start : start + TOGETHER] for start in range(0, LETTERS, TOGETHER)) for code in codes]


def recovery_codes_left(user: Any) -> int:
    """How many the user has not used."""
    return StaticToken.objects.filter(device__user=user).count()


def remove(user: Any) -> bool:
    """Takes the user's second factor away, recovery codes as well. False where there was none."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        return bool(TOTPDevice.objects.filter(user=user).delete()[0])


def note(by: Any, user: Any, words: str) -> None:
    """Enters in the admin's own log what was done about the user's second factor."""
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, change_message=words, single_object=True)


def _shows(key: str, code: str) -> bool:
    """Whether an app with the key shows the code, give or take half a minute."""
    shown = TOTP(bytes.fromhex(key))
    return code.isdecimal() and len(code) == DIGITS and bool(shown.verify(int(code), tolerance=1))


def _enter(request: HttpRequest, device: Device) -> None:
    request.session.cycle_key()
    let_in(request, device)


def _digest(code: str) -> str:
    """Of the length that django-otp has room for: 64 bits, of 60 that are random."""
    return salted_hmac("signatories.entrance.recovery", code, algorithm="sha256").hexdigest()[:16]
