"""The WSGI door, for gunicorn and its like."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from convention_api.doors import opened
from signatories.keeping.release import release

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convention_api.settings")

application = opened(get_wsgi_application)

# What the first request would find missing: every address with its views, and the word for this code.
reverse("healthz")
release()

# What the start has made stays until the end: looking through all of it again for garbage is time that answers lack.
gc.collect()
gc.freeze()
