from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop.conversation import events
from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.conversation.grading import MAX_ENTRIES, UNSHOWABLE, failed, with_entry, with_result
from tests.conversation.streams import grade_entries

GRAMMAR = GradeEntry(EntryKind.FEEDBACK, "Grammar", reason="Mixed tenses.", score=3, total=5)
NEW = Grade("c", GradeStatus.AWAITED)


def test_a_grade_fills_as_its_results_arrive_and_ends_with_the_last() -> None:
    grade = with_result(NEW, events.GradingStarted("c", "g"))
    assert (grade.status, grade.grade_id) == (GradeStatus.GRADING, "g")
    grade = with_result(grade, events.CriterionGraded("c", "g", GRAMMAR))
    assert (grade.status, grade.entries) == (GradeStatus.GRADING, (GRAMMAR,))
    grade = with_result(grade, events.GradingCompleted("c", "g"))
    assert (grade.status, grade.entries) == (GradeStatus.GRADED, (GRAMMAR,))


def test_a_result_that_comes_after_the_last_is_kept_and_the_grade_stays_complete() -> None:
    grade = with_result(NEW, events.GradingCompleted("c", "g"))
    grade = with_result(grade, events.CriterionGraded("c", "", GRAMMAR))
    assert (grade.status, grade.entries) == (GradeStatus.GRADED, (GRAMMAR,))
    assert with_result(grade, events.GradingStarted("c", "g")) is grade


def test_another_grading_of_the_chat_begins_anew_and_corrects_the_scores_in_place() -> None:
    clear = GradeEntry(EntryKind.STRENGTH, reason="Clear voice.")
    grade = Grade("c", GradeStatus.GRADED, (GRAMMAR, clear), "g")
    grade = with_result(grade, events.GradingStarted("c", "g2"))
    assert grade.status is GradeStatus.GRADING
    better = replace(GRAMMAR, score=4, reason="Better.")
    assert with_result(grade, events.CriterionGraded("c", "g2", better)).entries == (better, clear)


def test_a_grade_given_up_keeps_what_had_arrived_and_goes_on_when_more_comes() -> None:
    grade = failed(Grade("c", GradeStatus.GRADING, (GRAMMAR,)), "no time")
    assert (grade.status, grade.entries, grade.note) == (GradeStatus.FAILED, (GRAMMAR,), "no time")
    grade = with_result(grade, events.CriterionGraded("c", "", GRAMMAR))
    assert (grade.status, grade.note) == (GradeStatus.GRADING, "")


def test_what_cannot_be_shown_is_noted_once() -> None:
    grade = with_result(with_result(NEW, events.CriterionGraded("c")), events.CriterionGraded("c"))
    assert grade.entries == (UNSHOWABLE,)
    assert with_entry((GradeEntry(EntryKind.OTHER, "Pace"),), UNSHOWABLE) == (GradeEntry(EntryKind.OTHER, "Pace"),)


def test_a_criterion_of_which_more_is_known_takes_the_place_of_its_name() -> None:
    named = GradeEntry(EntryKind.FEEDBACK, "Grammar")
    other = GradeEntry(EntryKind.FEEDBACK, "Vocabulary")
    assert with_entry((named, other), GRAMMAR) == (GRAMMAR, other)
    assert with_entry((GRAMMAR, other), named) == (GRAMMAR, other)


def test_one_criterion_shown_by_two_quotes_is_two_results() -> None:
    first, second = replace(GRAMMAR, words="I goes"), replace(GRAMMAR, words="he go")
    assert with_entry((first,), second) == (first, second)
    remark = GradeEntry(EntryKind.IMPROVEMENT, "Tip", reason="Slow down.")
    assert len(with_entry((remark,), replace(remark, reason="Ask back."))) == 2


def test_no_more_than_200_results_are_kept() -> None:
    entries: tuple[GradeEntry, ...] = ()
    for number in range(MAX_ENTRIES + 5):
        entries = with_entry(entries, GradeEntry(EntryKind.ANALYSIS, reason=f"{number}"))
    assert len(entries) == MAX_ENTRIES


@given(st.lists(grade_entries, max_size=12), st.data())
def test_results_that_come_twice_are_kept_once_and_none_is_lost(told: list[GradeEntry], data: st.DataObject) -> None:
    once: tuple[GradeEntry, ...] = ()
    twice: tuple[GradeEntry, ...] = ()
    for entry in told:
        once = with_entry(once, entry)
        twice = with_entry(with_entry(twice, entry), entry)
        assert any(_holds(kept, entry) for kept in once)
    assert twice == once
    assert len(set(once)) == len(once)
    unscored = [replace(entry, score=None) for entry in told]
    first: tuple[GradeEntry, ...] = ()
    second: tuple[GradeEntry, ...] = ()
    for entry in unscored:
        first = with_entry(first, entry)
    for entry in data.draw(st.permutations(unscored)):
        second = with_entry(second, entry)
    for entry in unscored:
        assert any(_holds(kept, entry) for kept in first)
        assert any(_holds(kept, entry) for kept in second)


def _holds(kept: GradeEntry, told: GradeEntry) -> bool:
    said = [getattr(told, name) for name in ("name", "reason", "words") if getattr(told, name)]
    return kept.kind is told.kind and set(said) <= {kept.name, kept.reason, kept.words}
