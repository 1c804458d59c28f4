"""What the microphone hears beside the loudspeaker, while both sound: how loud it is, and the sound itself.

    played   --> 8 kHz --> a few blocks' store --+
                                                 +--> linear filter --> level, and back to 24 kHz
    captured --> 8 kHz --------------------------+

The store keeps the two in step although their devices' clocks and callbacks differ: it is read at the microphone's
pace, and a sample is left out or repeated where it would run empty or full.
"""

from collections import deque
from math import log10

import numpy as np

from desktop.audio.capture.linear_echo import LinearEcho
from desktop.audio.capture.low_rate import LOW_BLOCK_FRAMES, FromLowRate, ToLowRate
from desktop.audio.capture.voice_activity import QUIETEST_DB, level_db
from desktop.audio.samples import Float32Block, Int16Block, to_float, to_int16

FAR_MEMORY_BLOCKS = 35
"""350 ms: for so long what was played may still be heard."""

_START_FRAMES = LOW_BLOCK_FRAMES
_LOW_FRAMES = LOW_BLOCK_FRAMES // 2
_HIGH_FRAMES = 2 * LOW_BLOCK_FRAMES
_LIMIT_FRAMES = 8 * LOW_BLOCK_FRAMES
_SETTLED_BLOCKS = 100
_AFTER_ECHO_BLOCKS = 10
"""So long the canceller suppresses, once an echo is over."""


class NearEnd:
    """Belongs to the worker; for a card whose loudspeaker can be heard by its microphone."""

    def __init__(self) -> None:
        self._echo = LinearEcho()
        self._far_at_low_rate, self._near_at_low_rate = ToLowRate(), ToLowRate()
        self._full_rate = FromLowRate()
        self._far: Float32Block = np.zeros(_START_FRAMES, np.float32)
        self._far_levels: deque[float] = deque([QUIETEST_DB], maxlen=FAR_MEMORY_BLOCKS)
        self._least_stored, self._counted = _LIMIT_FRAMES, 0
        self.db = QUIETEST_DB
        """The level of the last block without its echo."""

    @property
    def far_db(self) -> float:
        """The loudest of what may still be heard of the far end."""
        return max(self._far_levels)

    @property
    def tail_blocks(self) -> int:
        """For how many blocks an echo goes on after the loudspeaker has fallen silent."""
        return self._echo.tail_blocks

    @property
    def echo_is_heard(self) -> bool:
        """Whether the echo of the last sound that was played may not be over."""
        return self._echo.silent_blocks <= self._echo.tail_blocks + _AFTER_ECHO_BLOCKS

    def hear_far_end(self, played: Int16Block) -> None:
        """Take in 10 ms that the device was given."""
        self._far_levels.append(level_db(played))
        self._far = np.concatenate((self._far, self._far_at_low_rate.convert(to_float(played))))[-_LIMIT_FRAMES:]

    def without_echo(self, captured: Int16Block) -> Int16Block:
        """Return the same 10 ms, 2 ms later and up to 4 kHz only, without the linear part of the echo."""
        near = self._near_at_low_rate.convert(to_float(captured))
        left = self._echo.without_echo(self._far_block(), near)
        power = float(np.dot(left, left)) / len(left)
        self.db = max(QUIETEST_DB, 10 * log10(power + 1e-12))
        return to_int16(self._full_rate.convert(left))

    def _far_block(self) -> Float32Block:
        self._keep_in_step()
        missing = LOW_BLOCK_FRAMES - len(self._far)
        if missing > 0:
            self._far = np.pad(self._far, (missing, 0))
        block, self._far = self._far[:LOW_BLOCK_FRAMES], self._far[LOW_BLOCK_FRAMES:]
        return block

    def _keep_in_step(self) -> None:
        """Slip by one sample where for a second there was too little or too much."""
        self._least_stored = min(self._least_stored, len(self._far) - LOW_BLOCK_FRAMES)
        self._counted += 1
        if self._counted < _SETTLED_BLOCKS:
            return
        if self._least_stored < _LOW_FRAMES:
            self._far = np.concatenate((self._far[:1], self._far))
        elif self._least_stored > _HIGH_FRAMES:
            self._far = self._far[1:]
        else:
            self._least_stored, self._counted = _LIMIT_FRAMES, 0
            return
        self._least_stored += 1 if self._least_stored < _LOW_FRAMES else -1
