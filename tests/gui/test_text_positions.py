from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui.text_positions import Positions, unheard_start, utf16_length, utf16_slice, whole_characters


def interrupted(text: str, heard_ms: int, sound_ms: int) -> Turn:
    return Turn("a", Speaker.ASSISTANT, 1.0, text, TurnStatus.INTERRUPTED, heard_ms=heard_ms, sound_ms=sound_ms)


@given(st.text())
def test_the_length_is_what_qt_counts(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(), st.data())
def test_two_slices_of_whole_characters_make_the_text_again(text: str, data: st.DataObject) -> None:
    split = data.draw(st.integers(0, len(text)))
    position = utf16_length(text[:split])
    assert utf16_slice(text, 0, position) == text[:split]
    assert utf16_slice(text, position, utf16_length(text)) == text[split:]


def test_a_word_that_was_begun_counts_as_heard() -> None:
    text = "Sure. Anything to eat?"
    position = unheard_start(interrupted(text, 40, 100))
    assert utf16_slice(text, 0, position) == "Sure. Anything"


def test_a_mark_that_ends_the_text_is_heard_with_its_last_word() -> None:
    assert unheard_start(interrupted("Sure. Anything?", 90, 100)) == len("Sure. Anything?")


def test_characters_beyond_the_first_plane_do_not_shift_the_place() -> None:
    text = "😀😀😀😀 four words are unheard"
    position = unheard_start(interrupted(text, 20, 100))
    assert utf16_slice(text, position, utf16_length(text)).endswith("four words are unheard")


@pytest.mark.parametrize(("heard_ms", "sound_ms", "heard"), [(0, 900, 0), (0, 0, 0), (900, 900, 4), (999, 900, 4)])
def test_nothing_and_everything_heard(heard_ms: int, sound_ms: int, heard: int) -> None:
    assert unheard_start(interrupted("Sure", heard_ms, sound_ms)) == heard


def test_only_an_interrupted_reply_has_an_unheard_rest() -> None:
    turn = Turn("a", Speaker.ASSISTANT, 1.0, "Sure", TurnStatus.FINAL, heard_ms=1, sound_ms=900)
    assert unheard_start(turn) == 4


def spoken(text: str, heard_ms: int, sound_ms: int) -> Turn:
    return replace(interrupted(text, heard_ms, sound_ms), status=TurnStatus.LIVE)


def test_what_is_being_spoken_is_unheard_from_the_word_after_the_one_that_is_heard() -> None:
    text = "Sure. Anything to eat?"
    position = unheard_start(spoken(text, 800, 2000))
    assert utf16_slice(text, 0, position) == "Sure. Anything"
    assert unheard_start(spoken(text, 0, 2000)) == 0
    assert unheard_start(spoken(text, 2000, 2000)) == utf16_length(text)


def test_a_text_whose_sound_is_still_to_come_is_not_taken_for_heard() -> None:
    text = "word " * 40
    assert unheard_start(spoken(text, 100, 100)) <= 5


def test_what_the_learner_says_is_never_unheard() -> None:
    turn = Turn("l", Speaker.LEARNER, 1.0, "Sure", TurnStatus.LIVE)
    assert unheard_start(turn) == 4


@given(st.text(), st.integers(0, 2000), st.integers(0, 2000))
def test_the_place_lies_within_the_text(text: str, heard_ms: int, sound_ms: int) -> None:
    for turn in (interrupted(text, heard_ms, sound_ms), spoken(text, heard_ms, sound_ms)):
        assert 0 <= unheard_start(turn) <= utf16_length(text)


@given(st.text(), st.data())
def test_positions_are_turned_into_qts_and_back(text: str, data: st.DataObject) -> None:
    text = text.encode("utf-16", "ignore").decode("utf-16")
    position = data.draw(st.integers(0, len(text)))
    places = Positions(text)
    assert places.to_utf16(position) == utf16_length(text[:position])
    assert places.to_code_points(places.to_utf16(position)) == position


def test_a_position_within_a_character_is_that_character() -> None:
    assert Positions("a😀b").to_code_points(2) == 1


FAMILY = "👩\u200d👩\u200d👦"


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("tea for me", (4, 7), (4, 7)),
        ("cafe\u0301!", (0, 4), (0, 5)),
        ("cafe\u0301!", (4, 6), (3, 6)),
        (f"a {FAMILY} b", (4, 5), (2, 7)),
        ("👍🏽 ok", (1, 2), (0, 2)),
        ("🇩🇪🇨🇭", (3, 4), (2, 4)),
        ("e\u0301", (2, 2), (2, 2)),
    ],
)
def test_a_part_of_what_reads_as_one_character_is_widened_to_all_of_it(
    text: str, part: tuple[int, int], whole: tuple[int, int]
) -> None:
    assert whole_characters(text, *part) == whole


@given(st.text(st.sampled_from("a é\u0301😀🏽\u200d🇩\ufe0f\u05d0\u05b0한\u1100\u1161")), st.data())
def test_widening_takes_nothing_away_and_needs_to_be_done_only_once(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    first, last = whole_characters(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
    assert whole_characters(text, first, last) == (first, last)
