"""The environment, read strictly: what cannot be meant stops the start with a sentence that says what to do.

django-environ reads a boolean it does not know as false, and a database of a kind nobody has as nothing to speak of.
What is said here never repeats a value that may hold a password.
"""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from limits import parse_many

YES, NO = {"true", "on", "yes", "y", "1"}, {"false", "off", "no", "n", "0", ""}
POSTGRES = ("postgres", "postgresql")
DATABASES = {"sqlite": "sqlite:///path/to/file", "postgres": "postgres://user:password@host:5432/name"}
CACHES = ("redis", "rediss", "valkey", "valkeys")
SHORTEST_SECRET, FEWEST_CHARACTERS = 50, 5
WON_T_BOOT = 3
"""The code by which gunicorn knows that starting the worker again would not help."""


class Environment(environ.Env):
    """`environ.Env` that raises ImproperlyConfigured, naming the setting and what it accepts, where it would guess."""

    def bool(self, var: Any, default: Any = environ.Env.NOTSET) -> Any:
        given = self.str(var, default="" if default is self.NOTSET else str(default)).strip().lower()
        if given in YES | NO:
            return given in YES
        raise ImproperlyConfigured(f"{var} is neither true nor false: give one of these two.")

    def int(self, var: Any, default: Any = environ.Env.NOTSET, least: int = 0) -> Any:
        """A whole number, no less than the least that makes sense."""
        given = str(self.str(var, default=default if default is self.NOTSET else str(default))).strip()
        try:
            number = int(given)
        except ValueError:
            raise ImproperlyConfigured(f"{var} is «{given}», which is no whole number: give one.") from None
        if number < least:
            raise ImproperlyConfigured(f"{var} is less than {least}: give a whole number from {least} on.")
        return number

    def one_of(self, var: str, choices: tuple[str, ...], default: str) -> str:
        """One of the words, in capitals however it was written."""
        given = str(self.str(var, default=default)).strip().upper()
        if given not in choices:
            raise ImproperlyConfigured(f"{var} is «{given}»: give one of {', '.join(choices)}.")
        return given

    def rates(self, var: str, default: str) -> str:
        """How often may be asked, in the words of the `limits` library; empty for no limit."""
        given = str(self.str(var, default=default))
        try:
            is_meant = all(rate.amount > 0 for rate in parse_many(given)) if given else True
        except ValueError:
            is_meant = False
        if not is_meant:
            raise ImproperlyConfigured(
                f"{var} is {given!r}: give how often may be asked, such as 600/minute, several joined by semicolons, or"
                " leave it empty for no limit."
            )
        return given

    def databases(self, var: str, default: str = "") -> list[dict[str, Any]]:
        """What Django needs to know of each database named, in their order."""
        urls = [url.strip() for url in self.str(var, default=default).split(",")]
        return [dict(self.db_url_config(_checked(var, url))) for url in urls if url]

    def caches(self, var: str) -> list[dict[str, Any]]:
        """What Django needs to know of the cache server, in a list that is empty where none is named."""
        if not (url := self.str(var, default="").strip()):
            return []
        if _parts(var, url).scheme not in CACHES:
            raise ImproperlyConfigured(f"{var} names no Redis or Valkey server: give redis://host:6379/0.")
        return [dict(self.cache_url_config(url))]


def _parts(var: str, url: str) -> Any:
    """The parts of the address. A sentence where it has none, without the address, which may hold a password."""
    try:
        parts = urlsplit(url)
        _ = parts.scheme == "sqlite" or parts.port  # The port is read when it is asked for.
    except ValueError:
        raise ImproperlyConfigured(
            f"{var} cannot be read as an address: «[», «/», «#» and «@» in a password are written %5B, %2F, %23, %40,"
            " and a port is a number."
        ) from None
    return parts


def _checked(var: str, url: str) -> str:
    """The database's address, if it is one."""
    parts = _parts(var, url)
    kind = "postgres" if parts.scheme in POSTGRES else parts.scheme
    if kind not in DATABASES:
        raise ImproperlyConfigured(f"{var} names no database that is known: give {' or '.join(DATABASES.values())}.")
    if kind == "postgres" and parts.fragment:
        raise ImproperlyConfigured(f"{var} has a «#», after which nothing would be read: write it %23.")
    if kind == "postgres" and not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{var} does not say which database: give {DATABASES[kind]}.")
    return url


def refuse_weak_secret(secret: str) -> None:
    """Stops the start where signatures could be guessed, by the measure of Django's own deployment check."""
    if not secret:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set: give it a long random value in the environment or in .env, or set DEBUG=true for"
            " development. `make serve` writes a .env for development by itself."
        )
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS or secret.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            f"SECRET_KEY can be guessed: give it at least {SHORTEST_SECRET} random characters, such as"
            " `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'` prints."
        )


def refuse_open_hosts(hosts: list[str]) -> None:
    """Stops the start where any host, or any under a top-level domain, would be answered for."""
    for host in hosts:
        if host == "*" or (host.startswith(".") and "." not in host.strip(".")):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS is '{host}' outside DEBUG: name the hosts that this service answers for."
            )
        if "/" in host or "*" in host:
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS has '{host}', which is no host: give names alone, such as treaties.example.org, or"
                " .example.org for all under it."
            )


def refuse_at_the_servers_door(debug: bool, hosts: list[str]) -> None:
    """Stops a server that would show its insides to strangers, or answer nobody. `manage.py runserver` does not ask."""
    if debug:
        raise ImproperlyConfigured(
            "DEBUG is true, which shows settings and source to whoever meets an error, and this is a server:"
            " set DEBUG=false, or use `manage.py runserver` on your own machine."
        )
    if not hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is not set, so every request would be refused: name the hosts this service answers for."
        )


def give_up(error: ImproperlyConfigured) -> None:
    """Ends the process with the sentence alone."""
    print(f"This cannot start: {error}", file=sys.stderr, flush=True)
    sys.exit(WON_T_BOOT)
