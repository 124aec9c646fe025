"""The app's entry in Django's registry, and the admin's, whose door it keeps."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class EntranceConfig(AppConfig):
    name = "signatories.entrance"
    verbose_name = _("Logging in")
    default = True


class AdminWithAnEntrance(admin.AdminConfig):
    """Django's admin, to be installed in its place, into which a session comes once its second factor was asked for."""

    default = False
    default_site = "signatories.entrance.site.AdminSiteWithAnEntrance"
