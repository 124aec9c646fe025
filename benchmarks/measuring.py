"""Measures of several subjects in turn, round after round, so that a noisy moment is nobody's alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.loader import Seen, load
from benchmarks.serving import Served


@dataclass(frozen=True)
class Subject:
    """Something that is measured: a server, and what it is asked in turn."""

    name: str
    served: Served
    paths: Sequence[str]
    connections: int = 4
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Measured:
    """What was seen of one subject, round by round and in all."""

    seen: Seen = field(default_factory=Seen)
    rounds: list[Seen] = field(default_factory=list)
    busy: float = 0.0
    """Seconds of a core that the worker took."""
    database_busy: float = 0.0
    """And its database beside it, where that is a server."""
    memory: float = 0.0

    @property
    def cpu(self) -> float:
        """Milliseconds of a core that a request took, the database's among them."""
        return self.of_the_worker + self.of_the_database

    @property
    def of_the_worker(self) -> float:
        """Milliseconds of a core that a request took of the worker."""
        return 1000 * self.busy / max(1, len(self.seen.seconds))

    @property
    def of_the_database(self) -> float:
        """Milliseconds of a core that a request took of its database."""
        return 1000 * self.database_busy / max(1, len(self.seen.seconds))

    @property
    def client(self) -> float:
        """The part of its core that the client was busy."""
        return self.seen.busy / self.seen.wall

    def milliseconds(self, part: float) -> float:
        """The time within which so large a part was answered."""
        return 1000 * self.seen.quantile(part)


@dataclass(frozen=True)
class Pace:
    """How long is measured: so many rounds, so many seconds of each subject in each."""

    rounds: int
    seconds: float
    answers: int = 30
    """Answers asked of each question where time is compared, not throughput."""


FULL, QUICK = Pace(rounds=7, seconds=2.0), Pace(rounds=3, seconds=0.7, answers=9)


def interleaved(subjects: Sequence[Subject], pace: Pace) -> dict[str, Measured]:
    """What is seen of each subject, by name; each is asked for a round before anything counts."""
    found = {subject.name: Measured() for subject in subjects}
    for subject in subjects:
        load(subject.served.port, subject.paths, connections=1, seconds=pace.seconds)
    for _ in range(pace.rounds):
        for subject in subjects:
            measured = found[subject.name]
            before = subject.served.taken()
            seen = load(
                subject.served.port,
                subject.paths,
                connections=subject.connections,
                seconds=pace.seconds,
                headers=subject.headers,
            )
            worker, database = map(_since, before, subject.served.taken())
            measured.busy += worker
            measured.database_busy += database
            measured.rounds.append(seen)
            measured.seen += seen
            measured.memory = max(measured.memory, subject.served.memory)
    return found


def _since(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    """The seconds taken between the two looks by the processes that there are at the second."""
    return sum(seconds - before.get(process, 0.0) for process, seconds in after.items())


def throughput_ratio(ours: Measured, theirs: Measured) -> float:
    """How many times as many requests a second, in the median of the rounds."""
    return median(one.rate / other.rate for one, other in zip(ours.rounds, theirs.rounds, strict=True))


def work_ratio(ours: Measured, theirs: Measured) -> float:
    """How many times as much of a core a request of theirs takes: the same, but for who else used the machine."""
    return theirs.cpu / ours.cpu


def time_ratio(ours: Measured, theirs: Measured) -> float:
    """How many times as long half of the answers take at most, in the median of the rounds."""
    pairs = zip(ours.rounds, theirs.rounds, strict=True)
    return median(one.quantile(0.5) / other.quantile(0.5) for one, other in pairs)
