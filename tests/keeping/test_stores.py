"""The stores: bounded, shared where a cache server is named, and never the reason that an answer fails."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from signatories.keeping.answers import Kept
from signatories.keeping.store import SHARED, CacheServer, OwnMemory, store

LIST = "/api/v1/actions/"
SHARED_IN_MEMORY = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    SHARED: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"},
}
NOBODY_THERE = {
    **SHARED_IN_MEMORY,
    SHARED: {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"},
}


def kept(body: bytes) -> Kept:
    return Kept(day=None, etag='"x"', modified=0, headers=[], body=body)


@dataclass(frozen=True)
class Thing:
    """Something of a size."""

    size: int
    name: str = ""


class TestOwnMemory:
    def test_what_was_used_longest_ago_goes_first(self) -> None:
        memory = OwnMemory(80)
        for name in "abcdefgh":
            memory.keep(name, Thing(10, name))
        assert memory.get("a") == Thing(10, "a")
        memory.keep("i", Thing(10, "i"))
        assert [memory.get(name) for name in "abi"] == [Thing(10, "a"), None, Thing(10, "i")]

    def test_what_takes_too_much_of_it_is_not_kept(self) -> None:
        memory = OwnMemory(80)
        assert not memory.keep("large", Thing(11))
        assert memory.get("large") is None

    def test_a_store_of_no_bytes_keeps_nothing(self) -> None:
        memory = OwnMemory(0)
        assert not memory.keep("a", Thing(1))
        assert memory.get("a") is None

    def test_an_answer_counts_with_its_compressed_forms(self) -> None:
        assert kept(b"x" * 100_000).size > 100_000


class TestCacheServer:
    @pytest.fixture(autouse=True)
    def server(self, settings: Any) -> None:
        settings.CACHES = SHARED_IN_MEMORY
        caches[SHARED].clear()

    def test_what_one_process_keeps_another_finds(self) -> None:
        one, other = CacheServer(OwnMemory(100_000)), CacheServer(OwnMemory(100_000))
        one.keep("name", kept(b"body"))
        assert other.get("name").body == b"body"

    def test_what_was_found_is_in_the_own_memory_from_then_on(self) -> None:
        one, other = CacheServer(OwnMemory(100_000)), CacheServer(OwnMemory(100_000))
        one.keep("name", kept(b"body"))
        other.get("name")
        caches[SHARED].clear()
        assert other.get("name").body == b"body"

    def test_what_is_too_large_is_kept_nowhere(self) -> None:
        CacheServer(OwnMemory(100)).keep("name", kept(b"body"))
        assert caches[SHARED].get("name") is None

    def test_an_answer_survives_the_way_there_and_back(self) -> None:
        there_and_back = pickle.loads(pickle.dumps(kept(b"body")))
        assert there_and_back == kept(b"body")


@pytest.mark.django_db
def test_a_cache_server_that_is_gone_costs_time_alone(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    expected = client.get(LIST).content
    settings.CACHES = NOBODY_THERE
    store.cache_clear()
    assert [client.get(LIST).content for _ in range(2)] == [expected, expected]
    assert "The cache server does not answer" in caplog.text


@pytest.mark.django_db
def test_two_processes_share_what_is_kept(client: Client, settings: Any) -> None:
    settings.CACHES = SHARED_IN_MEMORY
    store.cache_clear()
    made = client.get(LIST)
    store.cache_clear()
    again = client.get(LIST)
    assert (again.content, again["ETag"]) == (made.content, made["ETag"])
