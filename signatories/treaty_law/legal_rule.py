"""A rule of law as a named thing: its docstring is the rule, and is said wherever the rule is.

The same sentence explains an answer (`Step`) and refuses an act (`Objection`),
so the rule is written once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of an explanation, the rule it rests on and the article of that rule."""

    rule: str
    text: str
    article: str | None


class LegalRule(Generic[P, R]):
    """A function that applies a rule, with the rule's ``name``, ``text`` and ``article``."""

    def __init__(self, function: Callable[P, R], article: str | None) -> None:
        self.function = function
        self.article = article
        self.name = function.__name__
        self.text = " ".join((function.__doc__ or "").split())
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Applies the rule."""
        return self.function(*args, **kwargs)

    def step(self, finding: str = "", article: str | None = None) -> Step:
        """The rule and what it found here; a treaty's own article goes before the general one."""
        return Step(self.name, f"{self.text} {finding}".strip(), article or self.article)


def legal_rule(article: str | None = None) -> Callable[[Callable[P, R]], LegalRule[P, R]]:
    """Makes a function a `LegalRule` resting on that article."""

    def named(function: Callable[P, R]) -> LegalRule[P, R]:
        return LegalRule(function, article)

    return named
