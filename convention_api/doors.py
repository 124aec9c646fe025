"""What both doors for servers have in common: settings that cannot be meant stop the start with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from convention_api.environment import give_up, refuse_at_the_servers_door


def opened(make: Callable[[], Any]) -> Any:
    """The application, unless the settings are against it; then the process ends."""
    try:
        from django.conf import settings

        refuse_at_the_servers_door(settings.DEBUG, settings.ALLOWED_HOSTS)
        return make()
    except ImproperlyConfigured as error:
        give_up(error)
