"""The app's entry in Django's registry."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "signatories.tokens"
    verbose_name = "API tokens"
    default_auto_field = "django.db.models.BigAutoField"
