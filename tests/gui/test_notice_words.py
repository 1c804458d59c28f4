import pytest

from desktop.conversation.state import Problem, ProblemKind
from desktop.gui.notice_words import Action, action_words, notice_words, shortened


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_problem_has_one_sentence_per_thought_that_ends_with_what_to_do(kind: ProblemKind) -> None:
    words = notice_words(Problem(kind))
    assert words.sentence.endswith(".")
    assert words.sentence.count(".") >= 2, "first what happened, then what to do"
    assert words.service_message == ""
    assert action_words(words.action)


def test_what_the_service_said_stands_under_our_sentence() -> None:
    words = notice_words(Problem(ProblemKind.SERVICE, "out of words"))
    assert words.service_message == "out of words"
    assert words.sentence != "out of words"


@pytest.mark.parametrize("kind", [ProblemKind.AUDIO_DEVICE, ProblemKind.DEVICE_CHANGED])
def test_what_the_sound_card_tells_stands_for_our_sentence(kind: ProblemKind) -> None:
    words = notice_words(Problem(kind, "Another program holds “USB headset”. Close it, then try again."))
    assert words.sentence == "Another program holds “USB headset”. Close it, then try again."
    assert words.service_message == ""


def test_every_action_has_a_word_of_its_own() -> None:
    assert len({action_words(action) for action in Action}) == len(Action)


def test_a_service_message_is_cut_at_a_word_to_two_hundred_characters() -> None:
    shown = notice_words(Problem(ProblemKind.SERVICE, "word " * 100)).service_message
    assert len(shown) <= 200
    assert shown.endswith("word…")


def test_one_long_word_is_cut_in_the_middle() -> None:
    assert shortened("x" * 500) == "x" * 199 + "…"


def test_line_breaks_and_direction_overrides_do_not_reach_the_notice() -> None:
    assert shortened("one\n\ttwo \u202ethree\x00") == "one two three"


def test_joined_emoji_stay_one_picture() -> None:
    family = "\U0001f469\u200d\U0001f467"
    assert shortened(family) == family
