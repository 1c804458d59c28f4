"""A voice is prolonged by its own periods."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.audio.format import frames_from_ms
from desktop.audio.playback.stretch import LONGEST_FRAMES, MEMORY_FRAMES, is_near_silent, repeated_period, trail_off
from desktop.audio.samples import Int16Block
from tests.support.fake_sound_card import noise, silence, strength_at, tone


def sharpest(*sounds: Int16Block) -> int:
    return int(abs(np.diff(np.concatenate(sounds).astype(int))).max())


@pytest.mark.parametrize("hz", [67, 110, 180, 240, 390])
def test_what_is_put_in_is_a_whole_number_of_periods(hz: int) -> None:
    sound = tone(hz, 60)
    before, after = sound[:MEMORY_FRAMES], sound[MEMORY_FRAMES:]
    inserted = repeated_period(before, after)
    periods = len(inserted) * hz / 24_000
    assert periods == pytest.approx(round(periods), abs=0.03)
    assert frames_from_ms(5) <= len(inserted) <= LONGEST_FRAMES
    assert sharpest(before, inserted, after) <= sharpest(sound) * 1.05


@given(st.integers(67, 400), st.integers(0, 2000), st.integers(200, 32_000))
def test_wherever_a_voice_stops_its_end_fades_without_a_jump(hz: int, at: int, amplitude: int) -> None:
    sound = (tone(hz, 120, amplitude) * 0.6 + tone(2.3 * hz, 120, amplitude) * 0.4).astype(np.int16)
    before = sound[: MEMORY_FRAMES + at]
    end = trail_off(before[-MEMORY_FRAMES:])
    assert sharpest(before, end) <= sharpest(sound) * 1.25
    assert end[-1] == 0


def test_the_end_keeps_its_pitch() -> None:
    end = trail_off(tone(240, 100)[-MEMORY_FRAMES:])
    assert strength_at(end[: frames_from_ms(20)], 240) > 9_000
    assert strength_at(end[: frames_from_ms(20)], 480) < 500


def test_the_pause_between_two_words_is_near_silent_and_a_quiet_word_is_not() -> None:
    assert is_near_silent(silence(20))
    assert is_near_silent(np.concatenate((tone(200, 50), tone(200, 20, amplitude=100))))
    assert not is_near_silent(tone(200, 20, amplitude=600))


def test_noise_is_prolonged_too() -> None:
    sound = noise(100)
    assert frames_from_ms(5) <= len(repeated_period(sound[:MEMORY_FRAMES], sound[MEMORY_FRAMES:])) <= LONGEST_FRAMES
