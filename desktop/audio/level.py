"""How loud it is, for the meters."""

import numpy as np

from desktop.audio.samples import Int16Block

_DECAY_PER_BLOCK = 0.93
"""About -60 dB a second in 10 ms blocks: the needle falls visibly but does not flicker."""


class PeakMeter:
    """The highest sample of late, 0 ... 1: rises at once, falls slowly."""

    def __init__(self) -> None:
        self.peak = 0.0

    def hear(self, block: Int16Block) -> None:
        """Take in about 10 ms of samples."""
        loudest = max(int(block.max()), -int(block.min())) / 32768 if len(block) else 0.0
        self.peak = max(loudest, self.peak * _DECAY_PER_BLOCK)
        if self.peak < 1e-4:
            self.peak = 0.0

    def hear_silence(self) -> None:
        self.hear(np.zeros(1, np.int16))
