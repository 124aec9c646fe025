"""The ASGI door, for servers that speak it."""

import os

from django.core.asgi import get_asgi_application

from convention_api.doors import opened

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convention_api.settings")

application = opened(get_asgi_application)
