"""Settings, top to bottom. Every value comes from the environment or from `.env`; `.env.example` explains each.

Long because it is one file: whoever asks what a setting is reads it here, in the order in which it takes effect.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from convention_api.environment import Environment, refuse_open_hosts, refuse_weak_secret
from signatories.api.description import API_DESCRIPTION, API_PARTS
from signatories.observation.logs import logging_of

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
env.read_env(BASE_DIR / ".env")

# Safety first: without a word from the environment this is production, and production needs its secrets.

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
ADMIN_HOST = env.str("ADMIN_HOST", default="").strip().lower()

if not DEBUG:
    refuse_weak_secret(SECRET_KEY)
    refuse_open_hosts([*ALLOWED_HOSTS, ADMIN_HOST])
elif BEHIND_PROXY:
    raise ImproperlyConfigured(
        "DEBUG and BEHIND_PROXY are both true: a proxy brings strangers, and DEBUG shows them settings and source. Set"
        " DEBUG=false."
    )
if ADMIN_HOST and ADMIN_HOST not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(ADMIN_HOST)

# What it is made of

INSTALLED_APPS = [
    "signatories",
    "signatories.tokens",
    "signatories.web",
    "signatories.entrance.apps.AdminWithAnEntrance",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "axes",
    "corsheaders",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "knox",
    "rest_framework",
    "signatories.entrance",
]

MIDDLEWARE = [
    "signatories.observation.middleware.Observed",
    "convention_api.headers.OutermostHeaders",
    "signatories.api.problems.ProblemsUnderAPI",
    "signatories.limits.middleware.Limits",
    "signatories.keeping.middleware.KeptAnswers",
    # Once more, so that what is kept is kept with them.
    "convention_api.headers.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "convention_api.admin_host.OnlyOnItsHost",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "signatories.api.language.EnglishUnderAPI",
    "django.middleware.common.CommonMiddleware",
    "convention_api.reading_only.ReadingOnly",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "signatories.admin.refusing.RefusedByTheAdmin",
]

WRITTEN_PATHS = r"/(admin|api)/"

ROOT_URLCONF = "convention_api.urls"

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

DATABASES = {"default": env.databases("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")[0]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A server that is there and silent is given up soon: after seconds, and after milliseconds in the middle of an answer.
PATIENCE = {"connect_timeout": 2, "tcp_user_timeout": 5000}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = PATIENCE | DATABASES["default"].get("OPTIONS", {})
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)

# Its replicas, from which public answers are read as long as they keep up

REPLICATED = env.databases("REPLICA_URLS")
REPLICA_MAX_LAG = env.int("REPLICA_MAX_LAG", default=5, least=1)
REPLICAS = [f"replica_{number}" for number in range(1, len(REPLICATED) + 1)]
if REPLICAS:
    DATABASE_ROUTERS = ["signatories.keeping.routing.OneDatabaseAnAnswer"]
    DATABASES |= {
        alias: database | {"CONN_MAX_AGE": DATABASES["default"].get("CONN_MAX_AGE", 0)}
        for alias, database in zip(REPLICAS, REPLICATED, strict=True)
    }
    for alias in REPLICAS:
        DATABASES[alias] |= {
            "OPTIONS": PATIENCE | DATABASES[alias].get("OPTIONS", {}),
            "TEST": {"MIRROR": "default"},
        }
    if any(database["ENGINE"] != "django.db.backends.postgresql" for database in DATABASES.values()):
        raise ImproperlyConfigured(
            "REPLICA_URLS names replicas, and only PostgreSQL has them: let DATABASE_URL and each of REPLICA_URLS be"
            " postgres://…, or leave REPLICA_URLS empty."
        )

# Where its backups are put

BACKUP_DIR = Path(env.str("BACKUP_DIR", default="") or BASE_DIR / "backups")

FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Answers kept for as long as the record is the same: in each process, or in the cache server that all share

KEPT_PATHS = r"/(api/v1/|treaties/|participants/|organisations/|sources/|changes/|compare/|embed/|sitemap\.xml$|$)"
KEPT_BYTES = env.int("KEPT_BYTES", default=64 * 1024 * 1024)
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", default=0)
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
for server in env.caches("CACHE_URL"):
    in_time = {"socket_connect_timeout": 0.25, "socket_timeout": 0.25}
    CACHES["shared"] = {"OPTIONS": in_time, "KEY_PREFIX": "convention-api"} | server

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

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12, least=1) * 3600
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=False)
OTP_TOTP_ISSUER = "Convention API"

# Who fails to log in so often, by one name from one address, waits. What is noted of an attempt is no secret.

AXES_FAILURE_LIMIT = env.int("LOGIN_ATTEMPTS", default=5, least=1)
AXES_COOLOFF_TIME = dt.timedelta(minutes=env.int("LOGIN_LOCK_MINUTES", default=30, least=1))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "signatories.limits.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "signatories.entrance.lockout.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

# Tokens of the API: ours take the place of knox's own, which are given no table.

API_TOKEN_DAYS = env.int("API_TOKEN_DAYS", default=365, least=1)
KNOX_TOKEN_MODEL = "tokens.APIToken"
MIGRATION_MODULES = {"knox": None}
REST_KNOX = {"TOKEN_TTL": dt.timedelta(days=API_TOKEN_DAYS), "TOKEN_PREFIX": "treaty_"}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_HSTS_PRELOAD = not DEBUG
SESSION_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_SECURE = not DEBUG
LANGUAGE_COOKIE_SECURE = not DEBUG
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What a browser may do with an answer. `convention_api/headers.py` puts these on every one; a page that needs another
# policy says so itself, with django-csp's `csp_replace`.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
NOT_NEEDED = ("browsing-topics", "camera", "display-capture", "geolocation", "microphone", "payment", "usb")
PERMISSIONS_POLICY: dict[str, Any] = {feature: [] for feature in NOT_NEEDED}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_URLS_REGEX = r"^/api/"
CORS_EXPOSE_HEADERS = ["ETag", "Last-Modified", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"]

# How much may be asked: how often, by an address or with a token; how large; for how long

RATE_LIMIT = env.rates("RATE_LIMIT", default="" if DEBUG else "600/minute")
RATE_LIMIT_TOKENS = env.rates("RATE_LIMIT_TOKENS", default="3000/minute")
UNLIMITED_PATHS = r"/(static/|healthz$|readyz$|metrics$)"
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1 if BEHIND_PROXY else 0)
ANSWER_SECONDS = env.int("ANSWER_SECONDS", default=10, least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

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
    "POSTPROCESSING_HOOKS": [
        "signatories.api.schema_of_refusals.may_refuse",
        "signatories.api.schema_words.vocabularies_named",
    ],
}

# What is logged, and who may read the metrics

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = logging_of(env.one_of("LOG_LEVEL", LOG_LEVELS, default="INFO"), readable=DEBUG)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
BACKUP_DONE_FILE = env.str("BACKUP_DONE_FILE", default="")
