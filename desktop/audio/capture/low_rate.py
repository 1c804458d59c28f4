"""24 kHz to 8 kHz and back, 10 ms at a time: one matrix each, which costs a tenth of a general resampler's time."""

import numpy as np

from desktop.audio.format import BLOCK_FRAMES
from desktop.audio.samples import Float32Block

_FACTOR = 3
LOW_BLOCK_FRAMES = BLOCK_FRAMES // _FACTOR
"""10 ms at 8 kHz."""
_TAPS = 48
"""1 ms of delay each way; flat to 3 kHz."""


def _low_pass() -> Float32Block:
    at = np.arange(_TAPS) - (_TAPS - 1) / 2
    taps = np.sinc(at / _FACTOR * 0.95) * np.hamming(_TAPS)
    low_pass: Float32Block = (taps / taps.sum()).astype(np.float32)
    return low_pass


class ToLowRate:
    """240 samples become 80."""

    def __init__(self) -> None:
        self._past: Float32Block = np.zeros(_TAPS - _FACTOR, np.float32)
        self._matrix = np.zeros((LOW_BLOCK_FRAMES, len(self._past) + BLOCK_FRAMES), np.float32)
        for row in range(LOW_BLOCK_FRAMES):
            self._matrix[row, row * _FACTOR : row * _FACTOR + _TAPS] = _low_pass()

    def convert(self, block: Float32Block) -> Float32Block:
        sound = np.concatenate((self._past, block))
        self._past = sound[BLOCK_FRAMES:]
        low: Float32Block = self._matrix @ sound
        return low


class FromLowRate:
    """80 samples become 240."""

    def __init__(self) -> None:
        # One column for each of the three samples that come of one; the newest input last.
        phases = _FACTOR * _low_pass().reshape(-1, _FACTOR)[::-1]
        self._past: Float32Block = np.zeros(len(phases) - 1, np.float32)
        self._matrix = np.zeros((BLOCK_FRAMES, len(self._past) + LOW_BLOCK_FRAMES), np.float32)
        for row in range(BLOCK_FRAMES):
            first = row // _FACTOR
            self._matrix[row, first : first + len(phases)] = phases[:, row % _FACTOR]

    def convert(self, block: Float32Block) -> Float32Block:
        sound = np.concatenate((self._past, block))
        self._past = sound[LOW_BLOCK_FRAMES:]
        full: Float32Block = self._matrix @ sound
        return full
