"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class SignatoriesConfig(AppConfig):
    name = "signatories"
    verbose_name = _("Treaty record")

    def ready(self) -> None:
        from signatories.chart.events import follow
        from signatories.models.naming import give_names
        from signatories.models.roles import make_roles
        from signatories.models.triggers import install_triggers, make_way
        from signatories.record.changing import followers
        from signatories.record.rules_applied import keep_by_new_rules

        pre_migrate.connect(make_way, sender=self)
        post_migrate.connect(install_triggers, sender=self)
        post_migrate.connect(make_roles, sender=self)
        post_migrate.connect(keep_by_new_rules, sender=self)
        followers.append(follow)
        give_names(self)
