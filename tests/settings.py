"""Settings for tests: as in production, but over plain HTTP, on whichever database DATABASE_URL names."""

import os

os.environ.update(DEBUG="false", ALLOWED_HOSTS="testserver,localhost,127.0.0.1")
os.environ["SECRET_KEY"] = "only-for-tests-but-as-long-and-as-odd-as-one-of-production-0123456789"
os.environ.update(KEPT_BYTES="0", LOG_LEVEL="WARNING", RATE_LIMIT="")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from convention_api.settings import *  # noqa: F403
from convention_api.settings import BASE_DIR, STORAGES

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Where files were collected, WhiteNoise would look through them anew for each client.
STATIC_ROOT = BASE_DIR / "never-collected"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
