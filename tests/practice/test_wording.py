import pytest

from desktop.practice.wording import collapse_repeats, final_text, is_unfinished, partial_text, words


@pytest.mark.parametrize("text", ["I want to", "I want to.", "and then, the", "It is because", "Um..."])
def test_sentences_that_stop_at_a_function_word_are_unfinished(text: str) -> None:
    assert is_unfinished(text)


@pytest.mark.parametrize("text", ["", "I want tea.", "Who is it with?", "Tell me where it was."])
def test_other_sentences_are_not(text: str) -> None:
    assert not is_unfinished(text)


@pytest.mark.parametrize(
    ("text", "collapsed"),
    [
        ("I I I think so", "I think so"),
        ("The cat. the cat, the cat sat.", "The cat. sat."),
        ("no, no, thank you", "no, no, thank you"),
        ("that that is is", "that that is is"),
        ("one two three " * 5 + "four", "one two three four"),
        ("", ""),
    ],
)
def test_three_repetitions_in_a_row_become_one(text: str, collapsed: str) -> None:
    assert collapse_repeats(text) == collapsed


def test_a_final_text_keeps_an_emphatic_no() -> None:
    assert final_text("No, no, no.", 1.0) == "No, no, no."
    assert final_text("No no no no no no", 1.0) == "No"


@pytest.mark.parametrize("text", ["You", "you.", "Thank you for watching!", "...", " "])
def test_what_engines_invent_for_noise_is_no_text(text: str) -> None:
    assert final_text(text, 1.0) == ""


def test_too_little_speech_has_no_text() -> None:
    assert final_text("Thank you.", 0.29) == ""
    assert final_text("Thank you.", 0.31) == "Thank you."


def test_doubled_punctuation_is_mended() -> None:
    assert final_text("Yes,, of course..", 1.0) == "Yes, of course."
    assert final_text("It costs 2.50, really?", 1.0) == "It costs 2.50, really?"


def test_a_partial_that_says_nothing_new_or_much_less_is_not_shown() -> None:
    assert partial_text("I would like", "") == "I would like"
    assert partial_text("I would like", "I would like") is None
    assert partial_text("", "I would like") is None
    assert partial_text("I", "I would like a cup of tea") is None
    assert partial_text("I would like a cup of", "I would like a cup of tea") == "I would like a cup of"
    assert partial_text("You", "") is None


def test_words_have_no_case_and_no_punctuation() -> None:
    assert words("Don’t stop, it's 9 o'clock!") == ["don’t", "stop", "it's", "9", "o'clock"]
