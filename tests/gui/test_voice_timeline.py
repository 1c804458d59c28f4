from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.conversation.speech_figures import speech_figures
from desktop.gui.voice_timeline import LONG_SILENCE_S, voice_timeline
from tests.support.sample_speech import sample_speech, sample_talk


def test_turns_of_both_sides_stand_in_order_from_the_first_sound() -> None:
    blocks = voice_timeline(sample_speech())
    assert blocks[0].start_s == 0.0
    assert [block.key for block in blocks[:4]] == ["assistant-0", "learner-0", "assistant-1", "learner-1"]
    assert len(blocks[3].spans) == 3


def test_the_night_between_two_sittings_is_left_out() -> None:
    turns, voice = sample_talk()
    again, later = sample_talk(begun_at=turns[0].started_at + 86_400)
    renamed = tuple(replace(turn, key=f"again-{turn.key}") for turn in again)
    blocks = voice_timeline(speech_figures(turns + renamed, voice + later))
    assert blocks[-1].end_s < 200
    assert blocks[18].start_s - blocks[17].end_s == 10.0


@given(st.integers(1, 4), st.floats(0, 1e6))
def test_no_silence_is_longer_than_the_longest(repeat: int, begun_at: float) -> None:
    blocks = voice_timeline(speech_figures(*sample_talk(repeat, begun_at)))
    gaps = [after.start_s - before.end_s for before, after in pairwise(blocks)]
    assert max(gaps) <= LONG_SILENCE_S
    assert blocks[0].start_s == 0.0
