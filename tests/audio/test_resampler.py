"""Rates are converted without a seam."""

import numpy as np
import pytest

from desktop.audio.resampler import Resampler, convert_whole
from tests.support.fake_sound_card import noise, strength_at, tone


def in_blocks(resampler: Resampler, samples: np.ndarray, size: int) -> np.ndarray:
    return np.concatenate([resampler.convert(samples[at : at + size]) for at in range(0, len(samples), size)])


@pytest.mark.parametrize("rate_hz", [16_000, 44_100, 48_000])
def test_blocks_give_the_same_as_the_whole(rate_hz: int) -> None:
    sound = tone(1000, 500, rate_hz=rate_hz)
    blocks = in_blocks(Resampler(rate_hz, 24_000), sound, rate_hz // 100)
    whole = in_blocks(Resampler(rate_hz, 24_000), sound, len(sound))
    common = min(len(blocks), len(whole))
    assert common > 11_800
    assert abs(blocks[:common].astype(int) - whole[:common]).max() <= 1


def test_a_tone_stays_a_tone_across_blocks() -> None:
    converted = in_blocks(Resampler(48_000, 24_000), tone(1000, 1100, rate_hz=48_000), 480)[2400:24_000]
    strength = strength_at(converted, 1000)
    rest = converted.astype(float) ** 2
    assert strength == pytest.approx(10_000, rel=0.001)
    assert rest.mean() - strength**2 / 2 < 4  # what is not the tone: below -70 dB


def test_little_is_held_back() -> None:
    held = 480 - len(Resampler(48_000, 24_000).convert(tone(1000, 20, rate_hz=48_000)))
    assert held <= 24  # 1 ms


def test_equal_rates_pass_bit_for_bit() -> None:
    assert Resampler(24_000, 24_000).convert(noise(10)).tolist() == noise(10).tolist()
    assert convert_whole(noise(10), 24_000, 24_000).tolist() == noise(10).tolist()


def test_after_a_reset_the_old_sound_is_forgotten() -> None:
    resampler = Resampler(48_000, 24_000)
    resampler.convert(tone(1000, 20, rate_hz=48_000))
    resampler.reset()
    assert not resampler.convert(np.zeros(960, np.int16)).any()


def test_a_whole_recording_keeps_its_length_and_pitch() -> None:
    converted = convert_whole(tone(500, 1000, rate_hz=22_050), 22_050, 24_000)
    assert abs(len(converted) - 24_000) <= 1
    assert strength_at(converted, 500) == pytest.approx(10_000, rel=0.01)
