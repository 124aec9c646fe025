"""Ways to change the record in tests through its own doors, each in a change that is then over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from signatories.record.changing import Changing, change
from tests.models import builders as make

Act = Callable[[Changing], Any]


def new(model: Any, **given: Any) -> Any:
    """A row of the model that is not stored, nor says which change brings it."""
    return make.unsaved(model, **{"source_id": "x-chart", "brought_by": None} | given)


def done(act: Act, **how: Any) -> Any:
    """What the act gives, done in a change of its own."""
    with change(**how) as record:
        return act(record)


def recorded(model: Any, **given: Any) -> Any:
    """A row of the model that the record holds, recorded in a change of its own."""
    return done(lambda record: record.record(new(model, **given)))
