"""8 kHz and back, in blocks."""

import numpy as np
import pytest

from desktop.audio.capture.low_rate import FromLowRate, ToLowRate
from desktop.audio.samples import Float32Block, to_float
from tests.support.fake_sound_card import strength_at, tone


def there_and_back(sound: Float32Block) -> Float32Block:
    down, up = ToLowRate(), FromLowRate()
    blocks = [up.convert(down.convert(sound[at : at + 240])) for at in range(0, len(sound), 240)]
    return np.concatenate(blocks)


@pytest.mark.parametrize(("hz", "kept"), [(100, 1.0), (1000, 1.0), (3000, 0.98), (6000, 0.0)])
def test_a_voice_passes_and_what_is_above_4_khz_does_not(hz: float, kept: float) -> None:
    after = there_and_back(to_float(tone(hz, 500)))[2400:9600] * 32768
    assert strength_at(after, hz) == pytest.approx(10_000 * kept, abs=200)


def test_what_was_above_4_khz_does_not_come_back_lower() -> None:
    sound, down = to_float(tone(6000, 500)), ToLowRate()
    low = np.concatenate([down.convert(sound[at : at + 240]) for at in range(0, len(sound), 240)])
    assert np.abs(low[100:]).max() < 0.003
