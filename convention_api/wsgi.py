"""The WSGI door, for gunicorn and its like."""

import gc
import os

# What the start makes stays until the end: to look for garbage in it costs a start an eighth, and answers after it.
gc.disable()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import reverse  # noqa: E402

from convention_api.doors import opened  # noqa: E402
from signatories.keeping.release import release  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convention_api.settings")

application = opened(get_wsgi_application)

# What the first request would find missing: every address with its views, and the word for this code.
reverse("healthz")
release()

gc.collect()
gc.freeze()
gc.enable()
