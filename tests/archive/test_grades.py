import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.archive.grade_rows import from_row, to_row
from desktop.archive.store import ArchiveStore
from desktop.conversation import events
from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus

GRAMMAR = GradeEntry(EntryKind.FEEDBACK, "Grammar", score=3, total=5, words="I goes", message_id="m1")
GRADED = Grade("chat-1", GradeStatus.GRADED, (GRAMMAR,), "g1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArchiveStore]:
    store = ArchiveStore(tmp_path / "archive.sqlite")
    store.open().result(5)
    yield store
    store.close()


def test_grades_come_back_in_the_order_of_the_chats(store: ArchiveStore) -> None:
    second = Grade("chat-2", GradeStatus.FAILED, note="asleep")
    store.keep_grades(7, 2000, [Grade("chat-3", GradeStatus.GRADED)])
    store.keep_grades(7, 1000, [GRADED, second])
    assert [grade.chat_id for grade in store.grades(7).result(5)] == ["chat-1", "chat-2", "chat-3"]
    assert store.grades(7).result(5)[:2] == (GRADED, second)
    assert store.grades(8).result(5) == ()


def test_a_grade_is_replaced_as_it_grows_and_keeps_its_place(store: ArchiveStore) -> None:
    store.keep_grades(7, 1000, [Grade("chat-1", GradeStatus.GRADING), Grade("chat-2", GradeStatus.GRADED)])
    store.keep_grades(7, 1000, [GRADED])
    assert store.grades(7).result(5) == (GRADED, Grade("chat-2", GradeStatus.GRADED))


@pytest.mark.parametrize("status", [GradeStatus.AWAITED, GradeStatus.GRADING])
def test_a_grade_that_was_still_awaited_when_the_talk_was_left_reads_as_given_up(
    store: ArchiveStore, status: GradeStatus
) -> None:
    store.keep_grades(7, 1000, [Grade("chat-1", status, (GRAMMAR,), "g1")])
    assert store.grades(7).result(5) == (Grade("chat-1", GradeStatus.FAILED, (GRAMMAR,), "g1"),)


@pytest.mark.parametrize("named", [("chat-1", ""), ("", "g1"), ("chat-1", "g1")])
def test_a_result_that_comes_when_the_talk_is_long_over_is_added_to_its_grade(
    store: ArchiveStore, named: tuple[str, str]
) -> None:
    store.keep_grades(7, 1000, [Grade("chat-1", GradeStatus.AWAITED, grade_id="g1")])
    for _ in range(2):
        store.file_result(events.CriterionGraded(*named, GRAMMAR))
    assert store.grades(7).result(5) == (Grade("chat-1", GradeStatus.FAILED, (GRAMMAR,), "g1"),)
    store.file_result(events.GradingCompleted(*named))
    assert store.grades(7).result(5) == (GRADED,)
    assert store.results_dropped == 0


def test_a_result_of_a_chat_that_is_unknown_here_is_dropped_and_counted(store: ArchiveStore) -> None:
    store.keep_grades(7, 1000, [Grade("", GradeStatus.AWAITED)])
    store.file_result(events.CriterionGraded("chat-9", "", GRAMMAR))
    store.file_result(events.CriterionGraded("", "", GRAMMAR))
    assert store.grades(7).result(5)[0].entries == ()
    assert store.results_dropped == 2


def test_corrections_are_kept_by_the_key_of_the_turn_and_can_be_taken_back(store: ArchiveStore) -> None:
    store.correct(7, "1000-learner-1", "Ice cream.")
    store.correct(7, "1000-learner-3", "Yes.")
    store.correct(7, "1000-learner-3", "Yes!")
    store.correct(8, "1000-learner-1", "Elsewhere.")
    assert store.corrections(7).result(5) == {"1000-learner-1": "Ice cream.", "1000-learner-3": "Yes!"}
    store.correct(7, "1000-learner-1", "")
    assert store.corrections(7).result(5) == {"1000-learner-3": "Yes!"}


def test_an_archive_from_before_there_were_grades_opens(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    first = ArchiveStore(path)
    first.open().result(5)
    first.begin(7, "Cafe order", "cafe", 1.0)
    first.close()
    link = sqlite3.connect(path)
    link.executescript("DROP TABLE grade; DROP TABLE correction;")
    link.close()
    store = ArchiveStore(path)
    store.open().result(5)
    store.keep_grades(7, 1000, [GRADED])
    assert store.grades(7).result(5) == (GRADED,)
    assert store.corrections(7).result(5) == {}
    store.close()


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
entries = st.builds(
    GradeEntry, st.sampled_from(EntryKind), name=texts, reason=texts, score=st.none() | st.floats(0, 100), words=texts
)


@given(st.builds(Grade, texts, st.sampled_from(GradeStatus), st.lists(entries, max_size=3).map(tuple), texts, texts))
def test_a_grade_is_read_as_it_was_written(grade: Grade) -> None:
    assert from_row(to_row(7, 1000, grade)[2:]) == grade  # type: ignore[arg-type]


def test_what_a_newer_version_wrote_is_read_as_far_as_it_is_known() -> None:
    newer = '[{"kind": "medals", "name": "Grammar", "score": 3, "colour": "gold"}]'
    (entry,) = from_row(("chat-1", "graded", "g1", "", newer)).entries
    assert entry == GradeEntry(EntryKind.OTHER, "Grammar", score=3)
