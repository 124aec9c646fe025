"""Tries the law's tests on one mutant, in this very process, which is fit for nothing else afterwards.

It is forked with pytest at hand and treaty law not yet imported, and is given the mutant in place of what is on disk:
so a mutant costs its import and its tests, and nothing has to be put back.
"""

from __future__ import annotations

import resource
import signal
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn

import hypothesis
import pytest

LAW = Path("tests/treaty_law")
DEADLY = ("participants", "entry_into_force")
SLOW = ("timelines", "properties", "oracle", "judging_many", "stretches")
SECONDS_OF_CPU = 30  # for a group of tests; the longest takes a third of it
MOST_MEMORY = 4 * 2**30
LEFT_OUT = ("terminal", "logging", "unraisableexception", "threadexception", "faulthandler", "junitxml", "warnings")
OPTIONS = ("-x", "--noconftest", "--assert=plain", *(f"-pno:{name}" for name in LEFT_OUT))

# The same made-up records for every mutant, and none made smaller: that one fails is all that is asked.
hypothesis.settings.register_profile(
    "mutants",
    derandomize=True,
    database=None,
    deadline=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)


class Mutated(MetaPathFinder, SourceFileLoader):
    """Finds and loads one module from other source than that on disk."""

    def __init__(self, module: Path, source: str) -> None:
        super().__init__(".".join(module.with_suffix("").parts), str(module))
        self.source = source

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return spec_from_loader(fullname, self) if fullname == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec")


class Killer:
    """Remembers the first test that failed."""

    name: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.name = self.name or report.nodeid


def killed_by(module: Path, source: str) -> str | None:
    """The test that fails on the mutated module, or what else became of it; None where every test passes."""
    sys.meta_path.insert(0, Mutated(module, source))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.signal(signal.SIGVTALRM, _stop)
    hypothesis.settings.load_profile("mutants")
    return next(filter(None, map(_failed, groups_of_tests(module))), None)


def groups_of_tests(module: Path) -> list[list[Path]]:
    """The law's tests in the order they are tried: the module's own, the deadliest, all others, the slow ones."""
    own, deadly, slow = ([LAW / f"test_{name}.py" for name in names] for names in ((module.stem,), DEADLY, SLOW))
    others = [path for path in sorted(LAW.glob("test_*.py")) if path not in (*own, *deadly, *slow)]
    return [[path for path in own if path.exists()], deadly, [*others, module.parent], *([path] for path in slow)]


def _failed(tests: list[Path]) -> str | None:
    if not tests:
        return None
    killer = Killer()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_OF_CPU)
    result = pytest.main([*OPTIONS, *map(str, tests)], plugins=[killer])
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    if result is pytest.ExitCode.OK:
        return None
    return killer.name or "it cannot be imported, or takes too long"


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt
