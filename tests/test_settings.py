"""What stops the start: settings that cannot be meant, each with a sentence that says what to do."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.serving import ROOT, environment
from tests.settings import SECRET_KEY as SECRET

POSTGRES, SQLITE = "postgres://app@db/convention", "sqlite:///record.sqlite3"
PRODUCTION = {"DEBUG": "false", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "treaties.example.org", "DATABASE_URL": SQLITE}
DEVELOPMENT = {"DEBUG": "true", "SECRET_KEY": "", "ALLOWED_HOSTS": "", "DATABASE_URL": SQLITE}


def settings_in(monkeypatch: pytest.MonkeyPatch, **given: str) -> dict[str, Any]:
    """The settings as this environment makes them, whatever that of the tests is."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setattr("environ.Env.ENVIRON", os.environ)
    monkeypatch.setattr("environ.Env.read_env", lambda *_, **__: None)
    for name in ("CACHE_URL", "REPLICA_URLS", "BEHIND_PROXY", "ADMIN_HOST", "KEPT_BYTES"):
        os.environ.pop(name, None)
    os.environ.update(given)
    return runpy.run_path(str(ROOT / "convention_api" / "settings.py"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set: give it a long random value"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY can be guessed: give it at least 50 random characters"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY can be guessed"),
        ({"SECRET_KEY": f"django-insecure-{SECRET}"}, "SECRET_KEY can be guessed"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is '*' outside DEBUG"),
        ({"ALLOWED_HOSTS": "treaties.example.org,.org"}, "ALLOWED_HOSTS is '.org' outside DEBUG"),
        ({"ALLOWED_HOSTS": "."}, "ALLOWED_HOSTS is '.' outside DEBUG"),
        ({"ALLOWED_HOSTS": "https://example.org"}, "ALLOWED_HOSTS has 'https://example.org', which is no host"),
        ({"ALLOWED_HOSTS": "*.example.org"}, "or .example.org for all under it"),
        ({"ADMIN_HOST": "*"}, "name the hosts"),
        ({"DEBUG": "flase"}, "DEBUG is neither true nor false"),
        ({"BEHIND_PROXY": "ture"}, "BEHIND_PROXY is neither true nor false"),
        ({"SECURE_SSL_REDIRECT": "of"}, "SECURE_SSL_REDIRECT is neither true nor false"),
        ({"SECURE_HSTS_SECONDS": "a year"}, "SECURE_HSTS_SECONDS is «a year», which is no whole number"),
        ({"SECURE_HSTS_SECONDS": "-1"}, "SECURE_HSTS_SECONDS is less than 0"),
        ({"LOGIN_ATTEMPTS": "0"}, "LOGIN_ATTEMPTS is less than 1"),
        ({"API_TOKEN_DAYS": "0"}, "API_TOKEN_DAYS is less than 1"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is «LOUD»: give one of DEBUG, INFO"),
        ({"DATABASE_URL": "postgres//app@db/convention"}, "DATABASE_URL names no database that is known"),
        ({"DATABASE_URL": "mysql://app@db/convention"}, "DATABASE_URL names no database that is known"),
        ({"DATABASE_URL": "postgres://app@db"}, "DATABASE_URL does not say which database"),
        ({"DATABASE_URL": "postgres://app:secr[et@db/convention"}, "DATABASE_URL cannot be read as an address"),
        ({"DATABASE_URL": "postgres://app:sec/ret@db/convention"}, "DATABASE_URL cannot be read as an address"),
        ({"DATABASE_URL": "postgres://app:secret@db:port/convention"}, "DATABASE_URL cannot be read as an address"),
        ({"DATABASE_URL": "postgres://app:x@db/convention#secret"}, "DATABASE_URL has a «#»"),
        ({"DATABASE_URL": POSTGRES, "REPLICA_URLS": f"{POSTGRES},nonsense"}, "REPLICA_URLS names no database"),
        ({"REPLICA_URLS": POSTGRES}, "only PostgreSQL has them"),
        ({"DATABASE_URL": POSTGRES, "REPLICA_URLS": f"{POSTGRES}, {SQLITE}"}, "only PostgreSQL has them"),
        ({"DATABASE_URL": POSTGRES, "REPLICA_MAX_LAG": "0"}, "REPLICA_MAX_LAG is less than 1"),
        ({"CACHE_URL": "localhost:6379"}, "CACHE_URL names no Redis or Valkey server"),
        ({"CACHE_URL": "redis://:secret@cache:port/0"}, "CACHE_URL cannot be read as an address"),
    ],
    ids=lambda part: " ".join(f"{name}={value[:45]}" for name, value in part.items()) if isinstance(part, dict) else "",
)
def test_what_cannot_be_meant_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as stopped:
        settings_in(monkeypatch, **(PRODUCTION | given))
    assert sentence in str(stopped.value)
    assert "SECRET_KEY" in given or "secret" not in str(stopped.value), "A password would be shown."


def test_a_proxy_and_development_exclude_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="DEBUG and BEHIND_PROXY are both true"):
        settings_in(monkeypatch, **DEVELOPMENT, BEHIND_PROXY="true")


def test_production_is_safe_with_nothing_but_what_it_must_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_in(monkeypatch, **PRODUCTION)
    assert settings["DEBUG"] is False
    assert all(settings[name] for name in settings if name.endswith("_COOKIE_SECURE"))
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert "SECURE_PROXY_SSL_HEADER" not in settings


def test_development_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_in(monkeypatch, **DEVELOPMENT)
    assert (settings["DEBUG"], settings["SECURE_SSL_REDIRECT"], settings["SECURE_HSTS_SECONDS"]) == (True, False, 0)


def test_what_is_well_said_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    replicas = f"{POSTGRES}, postgresql://app:p%23%2Fw@replica:5433/convention"
    settings = settings_in(
        monkeypatch,
        **PRODUCTION | {"DATABASE_URL": POSTGRES, "REPLICA_URLS": replicas, "CACHE_URL": "redis://cache:6379/1"},
        ADMIN_HOST="desk.example.org",
        BEHIND_PROXY="Yes",
    )
    assert list(settings["DATABASES"]) == ["default", "replica_1", "replica_2"]
    assert settings["DATABASES"]["replica_2"]["PASSWORD"] == "p#/w"
    assert settings["CACHES"]["shared"]["LOCATION"] == "redis://cache:6379/1"
    assert settings["ALLOWED_HOSTS"] == ["treaties.example.org", "desk.example.org"]
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_each_setting_is_explained() -> None:
    both = [(ROOT / "convention_api" / name).read_text() for name in ("settings.py", "gunicorn.py")]
    read = set(re.findall(r"env(?:iron)?\.\w+\(\s*\"(\w+)\"", "".join(both)))
    explained = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert {"SECRET_KEY", "REPLICA_URLS", "LOG_LEVEL", "REQUIRE_SECOND_FACTOR"} <= read
    assert explained - {"ADMIN_PASSWORD"} == read - {"DJANGO_SETTINGS_MODULE", "PROMETHEUS_MULTIPROC_DIR"}


def test_what_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`([\w/]+\.(?:py|txt))`", (ROOT / "SECURITY.md").read_text())
    assert len(named) > 8
    assert [name for name in named if not any((ROOT / where / name).exists() for where in ("", "signatories"))] == []


SERVE = [sys.executable, "-m", "gunicorn", "-b", "127.0.0.1:0", "convention_api.wsgi"]


@pytest.mark.parametrize(
    ("command", "given", "sentence"),
    [
        ([sys.executable, "manage.py", "check"], {"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ([sys.executable, "-c", "import convention_api.asgi"], {"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
        (SERVE, {"DEBUG": "true"}, "DEBUG is true, which shows settings and source"),
        (SERVE, {"DATABASE_URL": "nonsense"}, "DATABASE_URL names no database"),
    ],
    ids=["manage.py", "asgi", "debug", "wsgi"],
)
def test_one_sentence_and_no_traceback(command: list[str], given: dict[str, str], sentence: str) -> None:
    settings = environment(SQLITE, **given) | {"PYTHONWARNINGS": "ignore"}
    ended = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 3
    assert "Traceback" not in ended.stderr
    told = [line for line in ended.stderr.splitlines() if line.startswith("This cannot start: ")]
    assert len(told) == 1 and sentence in told[0], ended.stderr
