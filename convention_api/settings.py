"""Settings, top to bottom. Every value comes from the environment or from `.env`; `.env.example` explains each."""

import datetime as dt
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from signatories.api.description import API_DESCRIPTION, API_PARTS

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# Safety first: without a word from the environment this is production, and production needs its secrets.

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set: give it a long random value in the environment or in .env, or set DEBUG=true for"
        " development. `make serve` writes a .env for development by itself."
    )
if not DEBUG and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is '*' outside DEBUG: name the hosts this service answers for, separated by commas."
    )

# What it is made of

INSTALLED_APPS = [
    "signatories",
    "signatories.tokens",
    "signatories.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "corsheaders",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "knox",
    "rest_framework",
]

MIDDLEWARE = [
    "signatories.api.problems.ProblemsUnderAPI",
    "signatories.keeping.middleware.KeptAnswers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "signatories.api.language.EnglishUnderAPI",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "signatories.admin.refusing.NoEmptyToField",
]

ROOT_URLCONF = "convention_api.urls"
WSGI_APPLICATION = "convention_api.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Where the record lives

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)

# Its replicas, from which public answers are read as long as they keep up

REPLICA_URLS = [url.strip() for url in env.list("REPLICA_URLS", default=[])]
REPLICA_MAX_LAG = env.int("REPLICA_MAX_LAG", default=5)
REPLICAS = [f"replica_{number}" for number in range(1, len(REPLICA_URLS) + 1)]
if REPLICAS:
    PATIENCE = {"connect_timeout": 2, "tcp_user_timeout": 5000}
    DATABASE_ROUTERS = ["signatories.keeping.routing.OneDatabaseAnAnswer"]
    DATABASES |= {
        alias: env.db_url_config(url) | {"CONN_MAX_AGE": DATABASES["default"].get("CONN_MAX_AGE", 0)}
        for alias, url in zip(REPLICAS, REPLICA_URLS, strict=True)
    }
    for alias in REPLICAS:
        DATABASES[alias] |= {
            "OPTIONS": PATIENCE | DATABASES[alias].get("OPTIONS", {}),
            "TEST": {"MIRROR": "default"},
        }
    DATABASES["default"]["OPTIONS"] = PATIENCE | DATABASES["default"].get("OPTIONS", {})
    if any(database["ENGINE"] != "django.db.backends.postgresql" for database in DATABASES.values()):
        raise ImproperlyConfigured(
            "REPLICA_URLS names replicas, and only PostgreSQL has them: let DATABASE_URL and each of REPLICA_URLS be"
            " postgres://…, or leave REPLICA_URLS empty."
        )
    if REPLICA_MAX_LAG < 1:
        raise ImproperlyConfigured("REPLICA_MAX_LAG is less than 1: give the seconds that a replica may be behind.")

FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Answers kept for as long as the record is the same: in each process, or in the cache server that all share

KEPT_PATHS = r"/(api/v1/|treaties/|participants/|organisations/|sources/|changes/|compare/|embed/|sitemap\.xml$|$)"
KEPT_BYTES = env.int("KEPT_BYTES", default=64 * 1024 * 1024)
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", default=0)
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if env.str("CACHE_URL", default=""):
    in_time = {"socket_connect_timeout": 0.25, "socket_timeout": 0.25}
    CACHES["shared"] = {"OPTIONS": in_time, "KEY_PREFIX": "convention-api"} | env.cache("CACHE_URL")

# Words, days and hours

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
# The language an officer chooses is the admin's alone: an address of the API answers everybody alike.
LANGUAGE_COOKIE_PATH = "/admin/"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files served beside the answers

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Who may come in

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Tokens of the API: ours take the place of knox's own, which are given no table.

API_TOKEN_DAYS = env.int("API_TOKEN_DAYS", default=365)
if API_TOKEN_DAYS < 1:
    raise ImproperlyConfigured("API_TOKEN_DAYS is less than 1: give the days after which a new API token expires.")
KNOX_TOKEN_MODEL = "tokens.APIToken"
MIGRATION_MODULES = {"knox": None}
REST_KNOX = {"TOKEN_TTL": dt.timedelta(days=API_TOKEN_DAYS), "TOKEN_PREFIX": "treaty_"}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_HSTS_PRELOAD = not DEBUG
SESSION_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_SECURE = not DEBUG
LANGUAGE_COOKIE_SECURE = not DEBUG
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_URLS_REGEX = r"^/api/"
CORS_EXPOSE_HEADERS = ["ETag", "Last-Modified", "Link", "Retry-After"]

# Whom it tells of changes

WEBHOOKS_MAY_REACH_PRIVATE_ADDRESSES = env.bool("WEBHOOKS_MAY_REACH_PRIVATE_ADDRESSES", default=False)

# The API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["signatories.api.rendering.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "signatories.api.rendering.JSONOrCSVNegotiation",
    "DEFAULT_SCHEMA_CLASS": "signatories.api.schema.RecordSchema",
    "EXCEPTION_HANDLER": "signatories.api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Convention API",
    "DESCRIPTION": API_DESCRIPTION,
    "TAGS": API_PARTS,
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "MIT"},
    "SCHEMA_PATH_PREFIX": r"/api/v[0-9]+",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "displayRequestDuration": True, "docExpansion": "list"},
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
