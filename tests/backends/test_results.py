from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.backends.results import MAX_ENTRY_TEXT, MAX_OPTIONS, grade_entry, question
from desktop.backends.translation import event_from_wire
from desktop.conversation import events
from desktop.conversation.grade import EntryKind, GradeEntry
from desktop.conversation.quiz import Option, Question
from desktop.protocol import attempt


def told(name: str, payload: dict[str, Any]) -> events.Event | None:
    message = attempt.decode_event(name, payload)
    assert not isinstance(message, attempt.UnknownEvent)
    return event_from_wire(message)


def test_a_criterion_is_read_under_the_names_of_each_deployment() -> None:
    ours = {
        "name": "Grammar", "description": "Tenses", "feedback": "Mixed.", "score": 3, "total": 5, "level": "B1",
        "words": "I goes", "replace": "I go", "message_id": "m1",
    }  # fmt: skip
    theirs = {
        "title": "Grammar", "description": "Tenses", "reason": "Mixed.", "score": "3", "max": 5.0, "level": "B1",
        "quote": "I goes", "replacement": "I go", "messageId": "m1",
    }  # fmt: skip
    expected = GradeEntry(EntryKind.FEEDBACK, "Grammar", "Tenses", "Mixed.", 3, 5, "B1", "I goes", "I go", "m1")
    assert grade_entry(EntryKind.FEEDBACK, ours) == grade_entry(EntryKind.FEEDBACK, theirs) == expected


def test_content_is_quoted_in_a_highlight_and_says_why_elsewhere() -> None:
    assert grade_entry(EntryKind.HIGHLIGHT, {"content": "I goes"}) == GradeEntry(EntryKind.HIGHLIGHT, words="I goes")
    both = {"feedback": "Tense.", "content": "I goes"}
    assert grade_entry(EntryKind.FEEDBACK, both) == GradeEntry(EntryKind.FEEDBACK, reason="Tense.", words="I goes")
    assert grade_entry(EntryKind.STRENGTH, {"content": "Clear."}) == GradeEntry(EntryKind.STRENGTH, reason="Clear.")


@pytest.mark.parametrize("name", ["attempt_grading_progress", "attempt_content_progress", "attempt.grade_progress"])
@pytest.mark.parametrize(
    ("resource_type", "kind"),
    [("feedbacks", EntryKind.FEEDBACK), ("replacements", EntryKind.REPLACEMENT), ("poems", EntryKind.OTHER),
     (None, EntryKind.OTHER)],
)  # fmt: skip
def test_a_result_arrives_with_its_kind(name: str, resource_type: str | None, kind: EntryKind) -> None:
    payload = {"chat_id": "c", "grade_id": "g", "resource_type": resource_type, "entry": {"name": "N"}}
    assert told(name, payload) == events.CriterionGraded("c", "g", GradeEntry(kind, "N"))


@pytest.mark.parametrize("entry", [None, {}, {"score": None}, {"name": "  "}, {"name": ["x"]}, {"total": 5}])
def test_a_result_of_which_nothing_can_be_shown_was_recorded_all_the_same(entry: object) -> None:
    payload = {"chat_id": "c", "resource_type": "feedbacks", "entry": entry}
    assert told("attempt_grading_progress", payload) == events.CriterionGraded("c", "", None)


def test_beginning_and_end_of_the_grading_and_of_the_attempt_are_told() -> None:
    assert told("attempt.grade_start", {"chat_id": "c", "grade_id": 5}) == events.GradingStarted("c", "5")
    assert told("attempt_grade_complete", {"chat_id": "c"}) == events.GradingCompleted("c", "")
    ended = {"chat_id": "c", "is_attempt_finished": False, "grade_id": "g"}
    assert told("attempt_chat_ended", ended) == events.ChatEnded("c", False, "g")
    ended = {"attempt_id": "a", "success": True, "message": "x" * 9000, "all_scenarios_complete": False}
    assert told("attempt_ended", ended) == events.AttemptEnded("a", True, "x" * 2000, False)


def test_a_question_is_asked_as_content_and_its_result_is_told() -> None:
    entry = {"question_id": 7, "question": "Which?", "options": [{"id": 1, "text": "in"}, {"id": 2}], "multiple": True}
    asked = Question("7", "c", "Which?", (Option("1", "in"), Option("2", "2")), takes_several=True)
    payload = {"chat_id": "c", "resource_type": "questions", "entry": entry}
    assert told("attempt_content_progress", payload) == events.QuestionAsked(asked)
    result = {"success": True, "is_correct": None, "message": "Noted.", "response_id": "r"}
    assert told("attempt_response_result", result) == events.ResponseJudged(True, None, "Noted.", "r")


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"question_id": "q", "question": "Which?"},
        {"question_id": "q", "question": "Which?", "options": "ab"},
        {"question_id": "q", "question": "Which?", "options": [{"id": "a"}, {"id": "a"}, 5, {"text": "b"}]},
        {"question": "Which?", "options": [{"id": "a"}, {"id": "b"}]},
        {"question_id": "q", "options": [{"id": "a"}, {"id": "b"}]},
    ],
)
def test_a_question_that_cannot_be_answered_is_not_asked(entry: dict[str, Any]) -> None:
    assert told("attempt_content_progress", {"chat_id": "c", "resource_type": "questions", "entry": entry}) is None


NAMES = st.sampled_from(
    ["name", "title", "description", "feedback", "score", "total", "words", "content", "replace", "message_id",
     "question_id", "question", "options", "multiple"]
)  # fmt: skip
ODD = ["nan", "1e999", 10**400, "x" * 9000, "\ud83d", True]
VALUES = st.none() | st.lists(st.integers(), max_size=2) | st.text(max_size=9) | st.sampled_from(ODD)


@given(st.dictionaries(NAMES, VALUES, max_size=8), st.sampled_from(EntryKind))
def test_whatever_a_service_sends_is_bounded_and_can_be_shown(entry: dict[str, Any], kind: EntryKind) -> None:
    read = grade_entry(kind, entry)
    if read is not None:
        texts = [read.name, read.description, read.reason, read.level, read.words, read.replacement, read.message_id]
        assert all(len(text) <= MAX_ENTRY_TEXT and text.encode() is not None for text in texts)
        for number in (read.score, read.total):
            assert number is None or abs(number) < float("inf")
    asked = question("c", entry)
    assert asked is None or (asked.id and asked.text and 2 <= len(asked.options) <= MAX_OPTIONS)
