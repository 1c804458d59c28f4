import time

from hypothesis import given
from hypothesis import strategies as st

from desktop.practice.review.learner_rules import RULES, learner_findings
from tests.support.seeds import SAMPLES, sample

SET = sample("learner_errors")
WORDS = [word for text in SET["bad"] for word in text["text"].split()]


def missed(text: str, errors: list[str]) -> list[str]:
    found = learner_findings(text)
    places = {error: text.index(error) for error in errors}
    return [
        error
        for error, start in places.items()
        if not any(one.start < start + len(error) and start < one.end for one in found)
    ]


def test_names_of_rules_are_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_at_least_20_of_the_24_errors_are_found_by_the_rules_alone() -> None:
    errors = [error for text in SET["bad"] for error in text["errors"]]
    assert len(errors) == 24

    assert sum(len(missed(text["text"], text["errors"])) for text in SET["bad"]) <= 4


def test_at_most_one_of_the_20_good_sentences_is_blamed() -> None:
    assert len(SET["good"]) == 20

    assert [text for text in SET["good"] if learner_findings(text)] == []


def test_what_a_good_learner_says_is_left_alone() -> None:
    said = (SAMPLES / "sentences.txt").read_text(encoding="utf-8").splitlines()

    assert [sentence for sentence in said if learner_findings(sentence)] == []


def test_marks_count_code_points_whatever_stands_before_them() -> None:
    text = "👩‍🏫 e\u0301 שלום\r\nI’m agree."
    (found,) = learner_findings(text)

    assert text[found.start : found.end] == "’m agree"
    assert text[: found.start] + found.correction + text[found.end :] == "👩‍🏫 e\u0301 שלום\r\nI agree."


def test_an_error_over_a_line_end_is_found_and_its_correction_has_none() -> None:
    text = "It depends\nof you."
    (found,) = learner_findings(text)

    assert (text[found.start : found.end], found.correction) == ("depends\nof", "depends on")


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=30).map(" ".join) | st.text(max_size=60))
def test_any_text_is_survived_and_every_mark_has_words(text: str) -> None:
    for found in learner_findings(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.message
        assert found.correction.strip()


def test_a_long_text_without_any_full_stop_takes_no_time() -> None:
    text = "and my brother can to go to the cinema with two friend because he want that we listen " * 300
    began = time.process_time()

    assert len(learner_findings(text)) > 1000
    assert time.process_time() - began < 5
