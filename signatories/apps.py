"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SignatoriesConfig(AppConfig):
    name = "signatories"
    verbose_name = "Treaty record"

    def ready(self) -> None:
        from signatories.models.triggers import install_triggers

        post_migrate.connect(install_triggers, sender=self)
