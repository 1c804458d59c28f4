"""Sound to put where a reply's own has not arrived: its last pitch period once more, joined without a corner.

    ... x[k-2P .. k-P)  x[k-P .. k) | repeated | x[k ..            P: a whole number of pitch periods

The repeated part begins like x[k ..], as is natural after x[k-1], and turns into x[k-P .. k), after which x[k] is
natural. Pure; samples are int16 at 24 kHz.
"""

import numpy as np

from desktop.audio.format import frames_from_ms
from desktop.audio.playback.ramps import rising, rounded
from desktop.audio.samples import Float32Block, Int16Block

SHORTEST_FRAMES = frames_from_ms(2.5)
LONGEST_FRAMES = frames_from_ms(15)
"""Pitch periods of voices, 400 Hz to 67 Hz."""
_REPEAT_FRAMES = frames_from_ms(5)
"""Shorter periods are repeated several at once: that costs less, and sounds less like a buzz."""
_TEMPLATE_FRAMES = frames_from_ms(10)
MEMORY_FRAMES = LONGEST_FRAMES + _TEMPLATE_FRAMES
"""How much of what was played last these functions look at."""
_STEADY_FRAMES = frames_from_ms(20)
_FADE_FRAMES = frames_from_ms(60)
_SILENT_RMS = 200
"""-44 dB of full scale: breath and room, not voice."""


def is_near_silent(played: Int16Block) -> bool:
    """Whether there is no voice in the last 10 ms."""
    end = played[-_TEMPLATE_FRAMES:].astype(np.float32)
    return float(end @ end) <= _SILENT_RMS**2 * len(end)


def repeated_period(played: Int16Block, coming: Int16Block) -> Int16Block:
    """Return what can be put between `played` and `coming`, 5 to 15 ms.

    played: the last MEMORY_FRAMES. coming: at least LONGEST_FRAMES.
    """
    period = _period(played)
    weight = rising(period)
    before, after = _float(played[-period:]), _float(coming[:period])
    return rounded(after + (before - after) * weight)


def trail_off(played: Int16Block) -> Int16Block:
    """Return 80 ms that go on like `played` (the last MEMORY_FRAMES) and fade into silence."""
    period = _period(played)
    last, one_before = int(played[-1]), int(played[-1 - period])
    # What the period's two ends differ by is spread over it, so that it joins itself and what was played.
    looped = _float(played[-period:]) + (last - one_before) * (1 - rising(period))
    frames = _STEADY_FRAMES + _FADE_FRAMES
    sound = np.tile(looped, -(-frames // period))[:frames]
    sound[_STEADY_FRAMES:] *= 1 - rising(_FADE_FRAMES)
    return rounded(sound)


def _period(played: Int16Block) -> int:
    """Return after how many frames the sound is most like itself, or a multiple of that."""
    sound = _float(played[-MEMORY_FRAMES:])
    template = sound[-_TEMPLATE_FRAMES:]
    earlier = sound[:-SHORTEST_FRAMES]
    products = np.correlate(earlier, template, "valid")
    total = np.concatenate((np.zeros(1), np.cumsum(earlier.astype(np.float64) ** 2)))
    energy = total[_TEMPLATE_FRAMES:] - total[:-_TEMPLATE_FRAMES]
    period = LONGEST_FRAMES - int(np.argmax(products / np.sqrt(energy + 1)))
    return period * -(-_REPEAT_FRAMES // period)


def _float(samples: Int16Block) -> Float32Block:
    return samples.astype(np.float32)
