"""The pages' entry in Django's registry: an app of its own, so that its templates, styles and French are found."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "signatories.web"
    verbose_name = "Public pages"
