import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.practice.grading.rubric import TOTAL, Rubric, held_back, level_of, rounded


@given(score=st.floats(-5, 20), more=st.floats(0, 10))
def test_scores_are_halves_within_the_scale_and_keep_their_order(score: float, more: float) -> None:
    assert 0 <= rounded(score) <= rounded(score + more) <= TOTAL
    assert (2 * rounded(score)).is_integer()


@given(score=st.floats(0, 10), evidence=st.floats(0, 3))
def test_little_evidence_holds_a_score_back_and_enough_leaves_it(score: float, evidence: float) -> None:
    assert held_back(score, evidence) <= score
    assert held_back(score, max(1.0, evidence)) == score
    assert held_back(score, 0.0) <= 0.25 * TOTAL


def test_every_score_has_a_level_in_words() -> None:
    assert [level_of(score) for score in (0, 2.9, 3, 5, 7, 9, 10)] == [
        "not yet", "not yet", "first steps", "getting there", "confident", "excellent", "excellent",
    ]  # fmt: skip


@pytest.mark.parametrize(("level", "value"), [("A1", 1), ("A2", 2), ("B1", 3), ("B2", 4), ("C2", 4), ("?", 3)])
def test_what_is_wanted_depends_on_the_level(level: str, value: float) -> None:
    assert Rubric({}, level).of_level((1, 2, 3, 4)) == value
