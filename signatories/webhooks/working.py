"""The worker: takes what is due, sends it in threads, settles each as it comes back.

Threads only send. All that concerns the database is done here, by one thread, between two waits; so a receiver that
hangs holds one place of many and nothing else, and any number of workers may run beside each other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from signatories.models.webhooks import DeliveryState
from signatories.webhooks.queue import Taken, make_deliveries, settle, take
from signatories.webhooks.sending import Outcome, send

IDLE_SECONDS = 1.0
RECOVERY_SECONDS = 5.0

log = logging.getLogger(__name__)


class Worker:
    """Sends with so many places; tells each outcome in a line. `stop` lets what is under way end, and no more begin."""

    def __init__(self, places: int, tell: Callable[[str], object]) -> None:
        self.places = places
        self.tell = tell
        self.stop = Event()
        self._under_way: dict[Future[Outcome], Taken] = {}

    def run(self, *, once: bool = False) -> None:
        """Until stopped; with `once`, until nothing is due. A database that is away is waited for, unless `once`."""
        with ThreadPoolExecutor(self.places, thread_name_prefix="webhook") as threads:
            while True:
                try:
                    self._turn(threads)
                except (OperationalError, InterfaceError) as error:
                    if once or self.stop.is_set():
                        raise
                    log.warning("the database does not answer, and is asked again: %s", error)
                    connection.close()
                    self.stop.wait(RECOVERY_SECONDS)
                    continue
                if not self._under_way and (once or self.stop.is_set()):
                    return
                self._rest()

    def _turn(self, threads: ThreadPoolExecutor) -> None:
        close_old_connections()
        self._settle_what_came_back()
        if not self.stop.is_set():
            self._begin(threads)

    def _begin(self, threads: ThreadPoolExecutor) -> None:
        moment = timezone.now()
        make_deliveries(moment)
        retries = sum(taken.is_retry for taken in self._under_way.values())
        free = self.places - len(self._under_way)
        for taken in take(moment, free, most_retries=max(1, self.places // 2) - retries):
            self._under_way[threads.submit(send, taken.message)] = taken

    def _rest(self) -> None:
        if self._under_way:
            wait(self._under_way, IDLE_SECONDS, FIRST_COMPLETED)
        else:
            self.stop.wait(IDLE_SECONDS)

    def _settle_what_came_back(self) -> None:
        for future in [future for future in self._under_way if future.done()]:
            taken, outcome = self._under_way[future], future.result()
            state = settle(taken, outcome, timezone.now())
            del self._under_way[future]
            self.tell(line_about(taken, outcome, state))


def line_about(taken: Taken, outcome: Outcome, state: DeliveryState | None) -> str:
    """One line for one attempt: who, which message, what it held, what became of it."""
    follows = {
        DeliveryState.DELIVERED: "",
        DeliveryState.WAITING: " It will be tried again.",
        DeliveryState.GIVEN_UP: " Given up.",
        None: " Another worker has it now.",
    }[state]
    return f"{taken.webhook} {taken.message.key} ({taken.contents}): {outcome.sentence}{follows}"
