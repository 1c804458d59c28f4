"""Ways from one sample value to another that are not heard as a click. Pure; samples are int16 at 24 kHz."""

from functools import lru_cache

import numpy as np

from desktop.audio.format import frames_from_ms
from desktop.audio.samples import Float32Block, Int16Block

FADE_FRAMES = frames_from_ms(5)
NOTHING: Int16Block = np.empty(0, np.int16)


@lru_cache(1024)
def rising(frames: int) -> Float32Block:
    """Return 0 ... 1 as a raised cosine: it has no corner at either end. Not to be written to."""
    return ((1 - np.cos(np.linspace(0, np.pi, frames))) / 2).astype(np.float32)


def ramp(start: int, end: int) -> Int16Block:
    """Return 5 ms that lead from one sample value to another; nothing where they are equal."""
    if start == end:
        return NOTHING
    return rounded(start + (end - start) * _FADE)


def lead_in(sounding: Int16Block, first: int) -> Int16Block:
    """Return 5 ms in which what would have sounded next fades, and which lead to the value `first`."""
    if not len(sounding):
        return ramp(0, first)
    fading = np.zeros(FADE_FRAMES, np.float32)
    fading[: len(sounding)] = sounding[:FADE_FRAMES]
    return rounded(fading * (1 - _FADE) + first * _FADE)


def rounded(sound: Float32Block) -> Int16Block:
    """Return int16; what is louder than that can be is clipped."""
    return np.clip(np.rint(sound), -32768, 32767).astype(np.int16)


_FADE = rising(FADE_FRAMES)
