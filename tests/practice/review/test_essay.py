import pytest

from desktop.practice.review.essay import essay_findings
from desktop.practice.review.finding import Finding
from desktop.practice.review.grammar import Grammar
from desktop.protocol.bit import Correctness
from tests.support.seeds import sample

SET = sample("learner_errors")


def no_grammar(_text: str) -> list[Finding]:
    return []


def blamed(text: str, grammar: Grammar) -> list[Finding]:
    return [one for one in essay_findings(text, "", grammar) if one.verdict is not Correctness.CORRECT]


@pytest.mark.speech
def test_with_the_grammar_checker_20_of_24_errors_are_found_and_one_good_sentence_of_20_blamed_at_most(
    grammar: Grammar,
) -> None:
    missed = [
        error
        for text in SET["bad"]
        for error in text["errors"]
        if not any(
            one.start < text["text"].index(error) + len(error) and text["text"].index(error) < one.end
            for one in blamed(text["text"], grammar)
        )
    ]
    blamed_wrongly = [text for text in SET["good"] if blamed(text, grammar)]

    assert len(missed) <= 4, missed
    assert len(blamed_wrongly) <= 1, blamed_wrongly


def test_where_both_blame_the_same_words_the_rule_explains() -> None:
    def grammar(text: str) -> list[Finding]:
        at = text.index("depends")
        return [Finding("Grammar", "second", at, at + 7), Finding("Grammar", "kept", 0, 2)]

    messages = [one.message for one in essay_findings("It depends of you.", "", grammar)]

    assert messages == ["kept", "It is “depend on”. Say “depends on”."]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_answer_is_said_to_be_empty(text: str) -> None:
    (found,) = essay_findings(text, "Something.", no_grammar)

    assert (found.start, found.end, found.verdict) == (0, 0, Correctness.PARTIAL)


def test_errors_and_praise_stand_side_by_side_and_never_on_the_same_words() -> None:
    text = "I have lived here for ten years, although it depends of the rent."
    found = essay_findings(text, "", no_grammar)

    assert [(text[one.start : one.end], one.verdict) for one in found] == [
        ("have lived here for ten years", Correctness.CORRECT),
        ("although", Correctness.CORRECT),
        ("depends of", Correctness.WRONG),
    ]
