"""What an administrator keeps of the entrance: the libraries' rows, under our names and with rights of their own."""

from __future__ import annotations

from axes.models import AccessAttempt
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice


class SecondFactor(TOTPDevice):
    """The app a member of staff has enrolled."""

    class Meta:
        proxy = True
        app_label = "entrance"
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return str(self.user)


class FailedLogin(AccessAttempt):
    """Failed logins by one name from one address with one browser."""

    class Meta:
        proxy = True
        app_label = "entrance"
        verbose_name = _("failed login")
        verbose_name_plural = _("failed logins")

    def __str__(self) -> str:
        return f"{self.username}, {self.ip_address}"
