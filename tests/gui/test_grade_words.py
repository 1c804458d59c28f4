import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.gui.grade_words import (
    KINDS,
    announced,
    entry_line,
    is_blank,
    kind_title,
    points,
    points_words,
    score_share,
    score_words,
    status_words,
)
from tests.support.sample_grades import CRITERIA, FAILED, GRADED, HALF

ANY_NUMBER = st.none() | st.floats() | st.integers(-(10**9), 10**9)
ENTRIES = st.builds(
    GradeEntry, st.sampled_from(EntryKind), st.text(), st.text(), st.text(), ANY_NUMBER, ANY_NUMBER, st.text()
)


def scored(score: float | None, total: float | None) -> GradeEntry:
    return GradeEntry(EntryKind.FEEDBACK, "Grammar", score=score, total=total)


@pytest.mark.parametrize(
    ("score", "total", "words", "share"),
    [
        (7, 10, "7 of 10", 0.7),
        (6.5, 10.0, "6.5 of 10", 0.65),
        (7, None, "7", None),
        (7, 0, "7", None),
        (12, 10, "12 of 10", 1.0),
        (-1, 10, "-1 of 10", 0.0),
        (None, 10, "", None),
        (math.nan, 10, "", None),
        (7, math.inf, "7", None),
    ],
)
def test_a_score_is_said_and_shown_as_far_as_it_makes_sense(
    score: float | None, total: float | None, words: str, share: float | None
) -> None:
    assert score_words(scored(score, total)) == words
    assert score_share(scored(score, total)) == share


def test_points_add_up_only_where_every_criterion_has_a_best_score() -> None:
    assert points(GRADED.entries) == (27.5, 40)
    assert points_words(GRADED) == "27.5 of 40 points"
    assert points((*CRITERIA, scored(3, None))) is None
    assert points(()) is None


def test_a_result_is_one_line_that_says_its_state() -> None:
    assert entry_line(CRITERIA[1]).startswith("Grammar, 7 of 10, confident. “a slice of that cake”. Your question")
    replacement = GradeEntry(EntryKind.REPLACEMENT, words="Milk", replacement="Some milk", reason="Friendlier.")
    assert entry_line(replacement) == "Instead of “Milk”: “Some milk”. Friendlier."
    assert entry_line(GradeEntry(EntryKind.OTHER)) == "A result was recorded."
    assert is_blank(GradeEntry(EntryKind.STRENGTH, " \n"))


def test_every_state_has_its_words() -> None:
    nothing = Grade("c", GradeStatus.GRADED)
    assert status_words(HALF) == "Being graded: 2 so far …"
    assert status_words(HALF, is_talking=True) == "So far. The rest comes when you have finished."
    assert status_words(Grade("c", GradeStatus.AWAITED)) == "Waiting for the results …"
    assert status_words(GRADED) == ""
    assert status_words(nothing) == "Graded. The service recorded no results."
    assert status_words(FAILED) == "This could not be graded. Ask again in a moment."
    assert status_words(FAILED, can_ask=False) == "The grading of this talk was not finished."
    assert [announced(grade) for grade in (HALF, GRADED, nothing)] == [
        "Your talk is being graded.",
        "Your talk is graded: 27.5 of 40 points.",
        "Graded. The service recorded no results.",
    ]


def test_every_kind_has_its_place_and_title() -> None:
    assert set(KINDS) == set(EntryKind)
    assert len({kind_title(kind) for kind in KINDS}) == len(KINDS)


@given(st.lists(ENTRIES, max_size=4))
def test_whatever_a_service_sends_has_words(entries: list[GradeEntry]) -> None:
    for entry in entries:
        assert entry_line(entry).strip()
        share = score_share(entry)
        assert share is None or 0.0 <= share <= 1.0
    assert points_words(Grade("c", GradeStatus.GRADED, tuple(entries))) is not None
