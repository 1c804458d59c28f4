"""The meters."""

import numpy as np
import pytest

from desktop.audio.level import PeakMeter
from tests.support.fake_sound_card import silence


def test_the_needle_rises_at_once() -> None:
    meter = PeakMeter()
    meter.hear(np.array([0, -16384, 100], np.int16))
    assert meter.peak == pytest.approx(0.5)


def test_the_loudest_sample_is_full_scale() -> None:
    meter = PeakMeter()
    meter.hear(np.array([-32768], np.int16))
    assert meter.peak == 1.0


def test_the_needle_falls_slowly_and_comes_to_rest() -> None:
    meter = PeakMeter()
    meter.hear(np.array([32767], np.int16))
    meter.hear(silence(10))
    assert 0.85 < meter.peak < 1.0
    for _ in range(200):
        meter.hear_silence()
    assert meter.peak == 0.0


def test_an_empty_block_is_silence() -> None:
    meter = PeakMeter()
    meter.hear(np.empty(0, np.int16))
    assert meter.peak == 0.0
