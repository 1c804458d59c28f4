import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.practice.review.sample_solution import compared
from desktop.protocol.bit import Correctness

SOLUTION = "My grandmother baked a chocolate cake and we walked to the castle."


def test_an_answer_that_says_the_same_in_other_forms_is_praised_where_it_does() -> None:
    answer = "Our grandmother is baking chocolate cakes. We walk to a castle."
    (found,) = compared(answer, SOLUTION)

    assert found.verdict is Correctness.CORRECT
    spans = [(found.start, found.end), *found.also]
    assert [answer[start:end] for start, end in spans] == [
        "grandmother", "baking", "chocolate", "cakes", "walk", "castle",
    ]  # fmt: skip


@pytest.mark.parametrize("answer", ["We ate a chocolate cake with my grandmother.", "I like football."])
def test_an_answer_that_leaves_things_out_hears_so_and_not_what(answer: str) -> None:
    (found,) = compared(answer, SOLUTION)

    assert found.verdict is Correctness.PARTIAL
    assert (found.start, found.end, found.also) == (0, 0, ())
    assert "castle" not in found.message


def test_nothing_is_said_where_there_is_nothing_to_compare() -> None:
    assert compared("I am here.", "") == []
    assert compared("I am here.", "It is not.") == []
    assert compared("...", SOLUTION) == []


@given(st.text(max_size=60))
def test_a_solution_is_covered_by_itself(text: str) -> None:
    assert all(one.verdict is Correctness.CORRECT for one in compared(text, text))


@given(st.text(max_size=30), st.text(max_size=30))
def test_marks_lie_within_the_answer(answer: str, solution: str) -> None:
    for one in compared(answer, solution):
        assert all(0 <= start <= end <= len(answer) for start, end in [(one.start, one.end), *one.also])
