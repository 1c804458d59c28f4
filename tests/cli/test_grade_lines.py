from typing import Any

import pytest

from desktop.cli.grade_lines import GradeLines, facts, line
from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus

GRAMMAR = GradeEntry(EntryKind.FEEDBACK, "Grammar", reason="Mixed tenses.", score=3, total=5, level="fair")


def told(*stages: Grade) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    reader = GradeLines(lambda event, **known: lines.append({"event": event, **known}))
    for grade in stages:
        reader.read([grade])
        reader.read([grade])
    return lines


def test_each_result_is_told_once_as_it_arrives_and_then_the_end() -> None:
    entry = GradeEntry(EntryKind.HIGHLIGHT, words="could I have")
    stages = [
        Grade("c", GradeStatus.AWAITED),
        Grade("c", GradeStatus.GRADING, (GRAMMAR,)),
        Grade("c", GradeStatus.GRADED, (GRAMMAR, entry)),
    ]
    assert told(*stages) == [
        {"event": "grade", "kind": "feedbacks", "criterion": "Grammar", "score": 3, "total": 5, "level": "fair",
         "reason": "Mixed tenses."},
        {"event": "grade", "kind": "highlights", "words": "could I have"},
        {"event": "graded", "results": 2},
    ]  # fmt: skip


def test_a_grade_that_fails_is_told_with_its_reason() -> None:
    assert told(Grade("c", GradeStatus.FAILED, note="asleep")) == [{"event": "grade_failed", "reason": "asleep"}]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (GRAMMAR, "Grammar, 3 of 5, fair: Mixed tenses."),
        (GradeEntry(EntryKind.FEEDBACK, "Pace", score=2.5), "Pace, 2.5"),
        (GradeEntry(EntryKind.FEEDBACK, "Task", description="Order a drink."), "Task: Order a drink."),
        (
            GradeEntry(EntryKind.REPLACEMENT, "Verbs", words="I goes", replacement="I go"),
            'Better, Verbs: "I goes" -> "I go"',
        ),
        (GradeEntry(EntryKind.STRENGTH, reason="Clear."), "Strength: Clear."),
        (GradeEntry(EntryKind.OTHER), "A result was recorded."),
    ],
)
def test_a_result_reads_as_a_line(entry: GradeEntry, expected: str) -> None:
    assert line(facts(entry)) == expected
