"""When a reply is held for the learner's voice, given up for it, and when it goes on."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.audio.capture.barge_in import ECHO_GUARD_BLOCKS, SPEECH_BLOCKS, Answer, BargeIn, Heard

QUIET = Heard(near_db=-75, floor_db=-75, far_db=-20, is_speech=False, tail_blocks=10)
ECHO = Heard(near_db=-50, floor_db=-75, far_db=-20, is_speech=True, tail_blocks=10)
VOICE = Heard(near_db=-30, floor_db=-75, far_db=-20, is_speech=True, tail_blocks=10)
NOISE = Heard(near_db=-30, floor_db=-75, far_db=-20, is_speech=False, tail_blocks=10)
CLOSE_VOICE = Heard(near_db=-35, floor_db=-75, far_db=None, is_speech=True, tail_blocks=0)


def hear(barge_in: BargeIn, heard: Heard, blocks: int, *, audible: bool = True) -> list[Answer]:
    """Return all answers that are one."""
    answers = [barge_in.hear(heard, audible=audible) for _ in range(blocks)]
    return [answer for answer in answers if answer is not Answer.NOTHING]


@pytest.fixture
def barge_in() -> BargeIn:
    """One that knows its echo, 30 dB under what is played."""
    known = BargeIn()
    assert hear(known, ECHO, ECHO_GUARD_BLOCKS + 100) == []
    return known


@pytest.fixture
def holding(barge_in: BargeIn) -> BargeIn:
    assert hear(barge_in, VOICE, 2) == [Answer.HOLD]
    return barge_in


def test_a_voice_holds_the_reply_within_20_ms(barge_in: BargeIn) -> None:
    assert hear(barge_in, VOICE, 1) == []
    assert barge_in.suspects
    assert hear(barge_in, VOICE, 1) == [Answer.HOLD]
    assert barge_in.is_holding


def test_one_loud_block_is_a_click(barge_in: BargeIn) -> None:
    for _ in range(20):
        assert hear(barge_in, VOICE, 1) == []
        assert hear(barge_in, QUIET, 2) == []


def test_what_the_echo_was_never_above_holds_and_what_it_reached_does_not(barge_in: BargeIn) -> None:
    louder = Heard(near_db=-47, floor_db=-75, far_db=-20, is_speech=True, tail_blocks=10)
    assert hear(barge_in, louder, 10) == []
    assert hear(barge_in, VOICE, 2) == [Answer.HOLD]


def test_a_voice_that_is_hardly_louder_than_the_echo_and_rises_holds_after_40_ms(barge_in: BargeIn) -> None:
    rising = [Heard(near_db, -75, -20, is_speech=True, tail_blocks=10) for near_db in (-43.6, -42.6, -41.6, -40.6)]
    answers = [barge_in.hear(heard, audible=True) for heard in rising]
    assert answers == [Answer.NOTHING, Answer.NOTHING, Answer.NOTHING, Answer.HOLD]


def test_without_a_reply_nothing_is_held(barge_in: BargeIn) -> None:
    assert hear(barge_in, VOICE, 200, audible=False) == []


def test_the_first_three_seconds_are_guarded() -> None:
    new = BargeIn()
    as_loud_as_the_loudspeaker = Heard(near_db=-20, floor_db=-75, far_db=-20, is_speech=True, tail_blocks=10)
    assert hear(new, as_loud_as_the_loudspeaker, 100) == []
    assert hear(BargeIn(), Heard(-5, -75, -20, True, 10), 2) == [Answer.HOLD]


def test_a_headset_needs_no_guard() -> None:
    assert hear(BargeIn(-30), CLOSE_VOICE, 2) == [Answer.HOLD]


def test_300_ms_of_speech_interrupt_and_pauses_between_syllables_do_not_count(holding: BargeIn) -> None:
    assert hear(holding, VOICE, SPEECH_BLOCKS // 2) == []
    assert hear(holding, QUIET, 10) == []
    assert hear(holding, VOICE, SPEECH_BLOCKS - SPEECH_BLOCKS // 2 - 1) == []
    assert hear(holding, VOICE, 1) == [Answer.CONFIRM]
    assert hear(holding, VOICE, 1000) == []


def test_a_cough_lets_the_reply_go_on_a_quarter_of_a_second_after_it(holding: BargeIn) -> None:
    assert hear(holding, NOISE, 15) == []
    assert hear(holding, QUIET, 24) == []
    assert hear(holding, QUIET, 1) == [Answer.RESUME]
    assert not holding.is_holding


def test_an_echo_that_goes_on_after_the_hold_is_not_taken_for_the_learner(barge_in: BargeIn) -> None:
    far_away = Heard(near_db=-25, floor_db=-75, far_db=-20, is_speech=True, tail_blocks=40)
    assert hear(barge_in, far_away, 2) == [Answer.HOLD]
    assert hear(barge_in, far_away, 40) == []
    assert hear(barge_in, QUIET, 25) == [Answer.RESUME]


def test_noise_that_is_no_speech_holds_for_a_second_and_a_half_at_most(holding: BargeIn) -> None:
    assert hear(holding, NOISE, 149) == []
    assert hear(holding, NOISE, 1) == [Answer.RESUME]


def test_a_hold_for_nothing_makes_the_next_one_harder_for_a_while(holding: BargeIn) -> None:
    hear(holding, QUIET, 25)
    hardly = Heard(near_db=-38, floor_db=-75, far_db=-20, is_speech=True, tail_blocks=10)
    assert hear(holding, hardly, 2) == []
    assert hear(holding, VOICE, 2) == [Answer.HOLD]
    holding.released()
    hear(holding, ECHO, 1000)
    assert hear(holding, hardly, 2) == [Answer.HOLD]


def test_what_nobody_flushes_goes_on_a_second_after_the_voice(holding: BargeIn) -> None:
    assert hear(holding, VOICE, SPEECH_BLOCKS) == [Answer.CONFIRM]
    assert hear(holding, VOICE, 300) == []
    assert hear(holding, QUIET, 99) == []
    assert hear(holding, QUIET, 1) == [Answer.RESUME]


def test_after_a_flush_it_listens_anew(holding: BargeIn) -> None:
    hear(holding, VOICE, SPEECH_BLOCKS)
    holding.released()
    assert not holding.is_holding
    assert hear(holding, VOICE, 2) == [Answer.HOLD]


@given(
    st.lists(
        st.tuples(st.integers(-90, 0), st.integers(-90, -40), st.none() | st.integers(-90, 0), st.booleans()),
        max_size=300,
    ),
    st.data(),
)
def test_every_hold_ends_and_answers_come_in_order(
    sounds: list[tuple[int, int, int | None, bool]], data: st.DataObject
) -> None:
    barge_in = BargeIn()
    answers = []
    for near, floor, far, speech in sounds:
        answers.append(barge_in.hear(Heard(near, floor, far, speech, 10), audible=data.draw(st.booleans())))
    answers += [barge_in.hear(QUIET, audible=True) for _ in range(400)]
    told = [answer for answer in answers if answer is not Answer.NOTHING]
    follows = {
        Answer.HOLD: {Answer.CONFIRM, Answer.RESUME},
        Answer.CONFIRM: {Answer.RESUME},
        Answer.RESUME: {Answer.HOLD},
    }
    assert all(second in follows[first] for first, second in pairwise(told))
    assert not told or (told[0], told[-1]) == (Answer.HOLD, Answer.RESUME)
