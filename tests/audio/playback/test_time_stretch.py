"""Faster and slower at the same pitch, on sounds whose every sample is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.audio.playback.time_stretch import FASTEST, SLOWEST, TimeStretch
from tests.support.fake_sound_card import RATE_HZ, Samples, loudness, noise, silence, strength_at, tone


class Sound:
    def __init__(self, samples: Samples) -> None:
        self.samples = samples
        self.frames = len(samples)

    def read(self, at: int, count: int) -> Samples:
        assert at >= 0
        return self.samples[at : at + count]


def stretched(samples: Samples, speed: float) -> Samples:
    return rest(TimeStretch(Sound(samples), speed))


def rest(stretch: TimeStretch) -> Samples:
    blocks = [silence(0)]
    while len(block := stretch.pull(240)[0]):
        blocks.append(block)
    return np.concatenate(blocks)


def steepest(samples: Samples) -> int:
    return int(np.abs(np.diff(samples.astype(int))).max())


@given(st.floats(SLOWEST, FASTEST), st.integers(0, 12_000))
@settings(max_examples=30, deadline=None)
def test_it_lasts_as_long_as_the_speed_says(speed: float, frames: int) -> None:
    out = stretched(noise(500)[:frames], speed)
    assert len(out) / RATE_HZ == pytest.approx(frames / RATE_HZ / speed, abs=0.001)


@pytest.mark.parametrize("speed", [0.5, 0.7, 1.3, 2.0])
@pytest.mark.parametrize("hz", [90, 220, 1000])
def test_the_pitch_stays_and_nothing_clicks(hz: int, speed: float) -> None:
    out = stretched(tone(hz, 2000), speed)
    assert loudness(out, 20).min() > 6500
    assert steepest(out) <= steepest(tone(hz, 100)) + 2
    # A tone whose phase jumped at the joints, or of another pitch, would be weaker at its own frequency.
    best = max(strength_at(out, near) for near in np.linspace(hz - 0.5, hz + 0.5, 11))
    assert best > 9_500


def test_at_its_own_speed_every_sample_is_as_it_was() -> None:
    sound = noise(300)
    assert (stretched(sound, 1.0) == sound).all()


@given(st.integers(0, 7200))
@settings(max_examples=20, deadline=None)
def test_after_a_jump_it_goes_on_from_that_very_sample(frame: int) -> None:
    sound = noise(300)
    stretch = TimeStretch(Sound(sound))
    stretch.pull(100)
    stretch.seek(frame)
    assert stretch.position == frame
    assert (rest(stretch) == sound[frame:]).all()
    assert stretch.position == len(sound)


def test_a_jump_beyond_the_end_is_the_end() -> None:
    stretch = TimeStretch(Sound(noise(50)), 2.0)
    stretch.seek(10**9)
    assert not len(stretch.pull(240)[0])
    stretch.seek(-5)
    assert stretch.position == 0


def test_the_speed_can_change_in_the_middle_without_a_click() -> None:
    stretch = TimeStretch(Sound(tone(220, 3000)))
    heard: list[Samples] = []
    for speed in (1.0, 2.0, 0.5, 1.0, 1.5):
        stretch.speed = speed
        before = stretch.position
        taken = 0
        while taken < 6000:
            block, pace = stretch.pull(240)
            heard.append(block)
            taken += len(block)
        assert pace == speed
        assert stretch.position - before == pytest.approx(taken * speed, abs=900)
    assert steepest(np.concatenate(heard)) <= steepest(tone(220, 100)) + 2


def test_the_position_is_that_of_the_next_sample() -> None:
    stretch = TimeStretch(Sound(noise(2000)), 2.0)
    out = 0
    while stretch.position < 24_000:
        out += len(stretch.pull(100)[0])
    assert out == pytest.approx(12_000, abs=120)
    assert stretch.position == pytest.approx(2 * out, abs=1)
