"""The faults, one after another at random, and how long the service took to be itself again after each."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from random import Random

import psycopg

from tests.replicas.pair import Server
from tests.soak.stage import Stage
from tests.soak.tally import Tally

SOONEST, LATEST = 6.0, 14.0
"""Seconds of quiet between two faults."""
LONGEST_RECOVERY = 40.0


class Disturber(threading.Thread):
    """Disturbs until it is stopped."""

    def __init__(self, stage: Stage, tally: Tally, dice: Random) -> None:
        super().__init__(name="disturber")
        self.stage, self.tally, self.dice = stage, tally, dice
        self.over = threading.Event()
        self.faults: list[Callable[[], None]] = [
            self.primary_stopped,
            self.primary_frozen,
            self.replica_stopped,
            self.replica_frozen,
            self.replica_behind,
            self.replica_cut_off,
            self.cache_server_stopped,
            self.cache_server_frozen,
            self.worker_killed,
            self.connections_exhausted,
            self.clock_stepped_back,
        ]

    def run(self) -> None:
        coming: list[Callable[[], None]] = []
        while not self.over.wait(self.dice.uniform(SOONEST, LATEST)):
            coming = coming or self.dice.sample(self.faults, len(self.faults))
            self.play(coming.pop())

    def play(self, fault: Callable[[], None]) -> None:
        """The fault, its end, and the time from there until readers and writers are answered as before."""
        name = fault.__name__.replace("_", " ")
        print(f"{time.monotonic() - self.tally.began:6.1f} s  {name}", flush=True)
        try:
            with self.tally.fault():
                fault()
                ended = time.monotonic()
                while not self._is_well() and time.monotonic() < ended + LONGEST_RECOVERY:
                    time.sleep(0.05)
        except Exception as error:
            self.tally.is_wrong(f"{name} could not be played: {error!r}")
            return
        took = time.monotonic() - ended
        self.tally.recoveries.append((name, took))
        if took >= LONGEST_RECOVERY:
            self.tally.is_wrong(f"{name}: not well again within {LONGEST_RECOVERY:g} s")

    def _is_well(self) -> bool:
        """Whether both workers are there, and some requests in a row are answered by primary and by whoever reads."""
        product = self.stage.product
        try:
            asked = [product.get("sources/?limit=3", known=bool(number % 2)).status == 200 for number in range(6)]
        except (OSError, HTTPException):
            return False
        return all(asked) and len(product.workers()) == 2

    def _a_while(self, shortest: float = 1.0, longest: float = 4.0) -> None:
        time.sleep(self.dice.uniform(shortest, longest))

    def _stopped(self, server: Server) -> None:
        server.kill()
        self._a_while()
        server.start()

    def _frozen(self, server: Server) -> None:
        server.signal(signal.SIGSTOP)
        try:
            self._a_while()
        finally:
            server.signal(signal.SIGCONT)

    def primary_stopped(self) -> None:
        self._stopped(self.stage.pair.primary)

    def primary_frozen(self) -> None:
        self._frozen(self.stage.pair.primary)

    def replica_stopped(self) -> None:
        self._stopped(self.stage.pair.replica)

    def replica_frozen(self) -> None:
        self._frozen(self.stage.pair.replica)

    def replica_behind(self) -> None:
        self.stage.pair.replica.pause()
        self._a_while(3, 10)
        self.stage.pair.replica.resume()

    def replica_cut_off(self) -> None:
        self.stage.pair.replica.cut()
        self._a_while(3, 10)
        self.stage.pair.replica.mend()

    def cache_server_stopped(self) -> None:
        self.stage.valkey.terminate()
        self._a_while()
        self.stage.valkey.start()

    def cache_server_frozen(self) -> None:
        assert self.stage.valkey._process is not None
        self.stage.valkey._process.send_signal(signal.SIGSTOP)
        try:
            self._a_while()
        finally:
            self.stage.valkey._process.send_signal(signal.SIGCONT)

    def worker_killed(self) -> None:
        """The one that began last, so that the other's memory can be watched to the end."""
        os.kill(max(self.stage.product.workers()), signal.SIGKILL)

    def connections_exhausted(self) -> None:
        sockets, taken = str(self.stage.pair.primary.sockets), []
        ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'soak'"
        self.stage.pair.primary.tell(ours)
        try:
            while True:
                taken.append(psycopg.connect(host=sockets, user="postgres", dbname="postgres"))
        except psycopg.OperationalError:
            self._a_while()
        finally:
            for connection in taken:
                connection.close()

    def clock_stepped_back(self) -> None:
        """By up to an hour, and then right again."""
        self._set_clock(f"-{self.dice.randrange(2, 3600)}")
        self._a_while(3, 10)
        self._set_clock("0")

    def _set_clock(self, by: str) -> None:
        written = self.stage.clock.with_suffix(".new")
        written.write_text(by)
        written.replace(self.stage.clock)
