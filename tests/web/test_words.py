"""Each word of a vocabulary is said on the pages in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest

from signatories.chart import status_chart
from signatories.models.claims import Question
from signatories.models.measures import MeasureKind, MeasureRelation, MeasureStage
from signatories.models.memberships import MembershipRole
from signatories.models.milestones import MilestoneKind
from signatories.models.sources import SourceKind
from signatories.treaty_law.acts import ActKind, DeclarationKind, EntitlementWay, ExitReason, RuleScope, Status
from signatories.web import words

SAID = [
    *((words.STATUSES, Status), (words.MEANINGS, Status), (words.KINDS, ActKind), (words.REASONS, ExitReason)),
    *((words.DECLARATIONS, DeclarationKind), (words.RELATIONS, MeasureRelation), (words.MEASURES, MeasureKind)),
    *((words.STAGES, MeasureStage), (words.ROLES, MembershipRole), (words.SOURCES, SourceKind)),
    *((words.QUESTIONS, Question), (words.EVERY_KIND, EntitlementWay), (words.EVERY_KIND, MilestoneKind)),
    (status_chart.FLAGS, DeclarationKind),
    (words.EVERY_KIND, [scope for scope in RuleScope if scope != RuleScope.DENUNCIATION]),
]


@pytest.mark.parametrize(("said", "vocabulary"), SAID, ids=lambda value: getattr(value, "__name__", ""))
def test_every_word_is_said(said: words.Words, vocabulary: Any) -> None:
    assert [word.value for word in vocabulary if word.value not in said] == []


def test_every_flag_of_the_chart_has_its_letter_and_its_name() -> None:
    assert words.FLAGS.keys() == words.FLAG_NAMES.keys() == set(status_chart.FLAGS.values())
