from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.practice.review.gaps import edit_distance, is_near, placeholder_findings
from desktop.protocol import bit
from tests.support.seeds import sample

SAMPLES = sample("bit")


def gap(answer: str | None, *solutions: str, **fields: Any) -> bit.Gap:
    return bit.Gap(solutions=solutions, answer=None if answer is None else bit.Answer(text=answer), **fields)


def select(answer: str | None, *options: tuple[str, bool | None, str | None]) -> bit.Select:
    return bit.Select(
        options=tuple(bit.Option(text=text, isCorrect=right, hint=hint) for text, right, hint in options),
        answer=None if answer is None else bit.Answer(text=answer),
    )


def on(placeholder: bit.Placeholder) -> tuple[str, str]:
    engine = bit.FeedbackEngine(feedbackId="cloze-1", userId="u")
    request = bit.ClozeRequest(
        format="text", feedbackEngine=engine, instruction="", body="🎈 {0}", placeholders={"{0}": placeholder}
    )
    (found,) = placeholder_findings(request)
    return found.verdict.value, found.message


def test_every_gap_of_the_sample_is_judged_at_its_place() -> None:
    request = bit.decode_request(SAMPLES["cloze_request"])
    assert isinstance(request, bit.ClozeRequest)
    wrong, right = placeholder_findings(request)

    assert (wrong.placeholder, wrong.start, wrong.end, wrong.verdict) == ("{0}", 14, 18, "WRONG")
    assert wrong.message == "This does not fit here. Hint: past tense"
    assert (right.placeholder, right.start, right.end, right.verdict) == ("{1}", 33, 36, "CORRECT")


def test_every_choice_of_the_sample_is_judged_at_its_place() -> None:
    request = bit.decode_request(SAMPLES["multiple_choice_text_request"])
    assert isinstance(request, bit.MultipleChoiceTextRequest)
    wrong, right = placeholder_findings(request)

    assert (wrong.placeholder, wrong.start, wrong.end, wrong.verdict) == ("{0}", 11, 17, "WRONG")
    assert wrong.message == "Another choice fits better. Hint: after would: infinitive"
    assert (right.placeholder, right.verdict) == ("{1}", "CORRECT")


@pytest.mark.parametrize(
    ("placeholder", "verdict", "says"),
    [
        (gap("went", "went", "walked"), "CORRECT", "Right."),
        (gap(" Went ", "went"), "CORRECT", "Right."),
        (gap("cafe\u0301", "café"), "CORRECT", "Right."),
        (gap("don’t  go", "don't go"), "CORRECT", "Right."),
        (gap("london", "London", isCaseSensitive=True), "PARTIAL", "capital"),
        (gap("londn", "London", isCaseSensitive=True), "PARTIAL", "spelling"),
        (gap("recieve", "receive"), "PARTIAL", "spelling"),
        (gap("works", "work"), "PARTIAL", "end of the word"),
        (gap("goed", "went"), "WRONG", "does not fit"),
        (gap("me", "my"), "WRONG", "does not fit"),
        (gap("", "went", hint="past"), "WRONG", "Nothing is filled in yet. Hint: past"),
        (gap(None, "went"), "WRONG", "Nothing is filled in yet."),
        (gap("went"), "UNKNOWN", "no solution"),
        (select("a", ("a", True, None), ("b", False, None)), "CORRECT", "Right."),
        (select("b", ("a", True, None), ("b", False, "look again")), "WRONG", "Hint: look again"),
        (select("c", ("a", True, None)), "WRONG", "not one of the choices"),
        (select(None, ("a", True, None)), "WRONG", "Nothing is chosen yet."),
        (select("a", ("a", None, None)), "UNKNOWN", "Nobody"),
        (select("b", ("a", True, None), ("b", None, None)), "WRONG", "Another choice"),
    ],
)
def test_one_gap_or_choice(placeholder: bit.Placeholder, verdict: str, says: str) -> None:
    given, message = on(placeholder)
    assert given == verdict
    assert says in message


@given(st.text(max_size=12), st.text(st.characters(codec="ascii", categories=["L"]), min_size=6, max_size=12))
def test_a_remark_never_tells_the_solution(answer: str, solution: str) -> None:
    verdict, message = on(gap(answer, f"zz{solution}zz"))
    assert verdict == "CORRECT" or solution not in message


@pytest.mark.parametrize(
    ("one", "other", "distance"), [("", "abc", 3), ("abc", "acb", 1), ("kitten", "sitting", 3), ("same", "same", 0)]
)
def test_the_edit_distance(one: str, other: str, distance: int) -> None:
    assert edit_distance(one, other) == edit_distance(other, one) == distance


def test_a_slip_is_allowed_only_in_words_long_enough() -> None:
    assert not is_near("cat", "cut")
    assert is_near("beleive", "believe")
    assert not is_near("apple", "samples")
    assert is_near("restaurent", "restaurant")
    assert not is_near("a" * 1000, "a" * 1001)
