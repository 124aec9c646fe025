"""The WSGI door, for gunicorn and its like."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from convention_api.doors import opened

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convention_api.settings")

application = opened(get_wsgi_application)

# What the start has made stays until the end: looking through all of it again for garbage is time that answers lack.
gc.collect()
gc.freeze()
