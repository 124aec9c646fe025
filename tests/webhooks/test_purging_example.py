"""`examples/purge_caches.py`, told by the product's own webhooks, tells a cache what each change may have altered."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from signatories.models import Declaration, Source, Treaty, TreatyAction, Webhook
from signatories.record.changing import Changing
from signatories.webhooks import working
from tests.models import builders as make
from tests.record.doors import done, new
from tests.webhooks.conftest import Receiver, answers, webhook

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "examples" / "purge_caches.py"
TREATY = "treaty-cets-225"


@pytest.fixture
def cache(receiver: Callable[..., Receiver]) -> Receiver:
    """What stands for the cache: it notes what it is told to forget."""
    return receiver()


@pytest.fixture
def hook(cache: Receiver, monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    """The example, running, as a registered receiver that purges the cache."""
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    spec: Any = importlib.util.spec_from_file_location("purge_caches", EXAMPLE)
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    monkeypatch.setattr(example.Receiver, "log_message", lambda *_: None)
    server = ThreadingHTTPServer(("127.0.0.1", 0), example.Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    hook = webhook(f"http://127.0.0.1:{server.server_port}/")
    for name, value in {
        "WEBHOOK_SECRET": hook.secret,
        "PURGE_URL": cache.address,
        "PURGE_METHOD": "POST",
        "PURGE_HEADERS": "Fastly-Key: abc\nX-Second: d",
        "AGAIN_AFTER": "0.1",
    }.items():
        monkeypatch.setenv(name, value)
    yield hook
    server.shutdown()
    server.server_close()


def delivered() -> str:
    out = StringIO()
    call_command("deliver_webhooks", "--once", stdout=out)
    return out.getvalue()


def declares(record: Changing) -> None:
    record.record(new(Declaration, treaty_id="cets-225", participant_id="GBR", source_id="enoch-2024"))


def retracts(record: Changing) -> None:
    record.retract(TreatyAction.objects.held().get(key="cets-225.GBR.signature.1"), reason="Not so.")


def renames(record: Changing) -> None:
    treaty = Treaty.objects.get(key="cets-225")
    treaty.title_en += " (renamed)"
    record.keep(treaty)


def cites(record: Changing) -> None:
    record.keep(make.unsaved(Source, key="one-more"))


@pytest.mark.parametrize(
    ("act", "keys"),
    [(declares, f"{TREATY} all"), (retracts, f"{TREATY} all"), (renames, f"{TREATY} all"), (cites, "record")],
)
def test_a_change_is_forgotten_at_once_and_once_more(
    act: Callable[[Changing], None], keys: str, hook: Webhook, cache: Receiver, client: Client
) -> None:
    done(act)
    assert "204 No Content" in delivered()
    cache.wait_for(2)
    assert [headers["surrogate-key"] for _, headers, _ in cache.got] == [keys, keys]
    assert (cache.got[0][1]["fastly-key"], cache.got[0][1]["x-second"]) == ("abc", "d")
    for address in ("treaties/cets-225/status/", "actions/?treaty=cets-225&fields=key", "actions/", "log/"):
        of_the_answer = client.get(f"/api/v1/{address}")["Surrogate-Key"].split()
        assert set(of_the_answer) & set(keys.split()), address


def test_what_the_cache_did_not_take_is_told_again(hook: Webhook, cache: Receiver) -> None:
    cache.behaviour = answers(503)
    done(declares)
    assert "It will be tried again." in delivered()
    assert hook.deliveries.undone().exists()


def test_who_does_not_know_the_secret_purges_nothing(
    hook: Webhook, cache: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBHOOK_SECRET", "whsec_" + "A" * 32)
    done(declares)
    assert "401" in delivered()
    assert cache.got == []
