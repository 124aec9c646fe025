"""Requests to write that were carried out, so that one sent again is answered again and not carried out twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from signatories.models.constraints import well_formed

IDEMPOTENCY_KEY_SHAPE = r"^[!-~]{1,200}\Z"


class AnsweredRequest(models.Model):
    """A request that was carried out under an idempotency key of its sender, and what it was answered."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text=_("Who sent it."))
    key = models.CharField(max_length=200, help_text=_("The `Idempotency-Key` it was sent with."))
    fingerprint = models.CharField(max_length=64, help_text=_("SHA-256 of its method, address and body."))
    status = models.PositiveSmallIntegerField(help_text=_("The status it was answered with."))
    headers = models.JSONField(default=dict, help_text=_("The headers of the answer that tell of the row."))
    body = models.BinaryField(help_text=_("The body of the answer."))
    at = models.DateTimeField(auto_now_add=True, help_text=_("Instant at which it was carried out."))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "by",
                "key",
                name="answered_request_key_is_used_once",
                violation_error_message=_("This idempotency key was used before: take another for another request."),
            ),
            well_formed(
                "answered_request",
                "key",
                IDEMPOTENCY_KEY_SHAPE,
                _("An idempotency key is 1 to 200 visible ASCII characters."),
            ),
        ]
        indexes = [models.Index(fields=["at"], name="answered_request_by_age")]

    def __str__(self) -> str:
        return self.key
