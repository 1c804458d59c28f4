"""Gives a recording out faster or slower at its own pitch: waveform-similarity overlap-add (WSOLA).

    source  ....[====|====].............[====|====]....   segments of 30 ms, speed x 15 ms apart
                     |fall|        search|rise|           the second is moved by up to 10 ms, to where it is most like
    out     ....-----|-both----|-----....                 what would have come after the first, and they cross-fade

At speed 1 the second begins exactly where the first goes on: samples come out as they are. Samples are int16 mono at
24 kHz; positions are frames of the source.
"""

from typing import Protocol

import numpy as np

from desktop.audio.format import frames_from_ms
from desktop.audio.playback.ramps import NOTHING, rising, rounded
from desktop.audio.samples import Float32Block, Int16Block

SLOWEST, FASTEST = 0.5, 2.0
_HOP_FRAMES = frames_from_ms(15)
_REACH_FRAMES = frames_from_ms(10)
"""A period of 100 Hz: some place within twice that has the right phase for any voice."""


class Source(Protocol):
    """Where the samples are."""

    frames: int

    def read(self, at: int, count: int) -> Int16Block:
        """Return the samples from `at` (not negative) on, fewer than `count` at the end."""


class TimeStretch:
    """Reads one source. position: the frame that the next sample given out belongs to, from 0 to the source's end."""

    def __init__(self, source: Source, speed: float = 1.0) -> None:
        self._source = source
        self.speed = speed
        """May be set at any time; counts from the next 15 ms on."""
        self.seek(0)

    def seek(self, frame: float) -> None:
        """Go on from here. What is given out next begins with the full value of its first sample."""
        self._target = min(max(0.0, float(frame)), float(self._source.frames))
        self._follows = round(self._target)
        self._falling: Float32Block | None = None
        self._ready = NOTHING
        self._ready_ends = self._target
        self._ready_speed = self.speed

    @property
    def position(self) -> float:
        return self._ready_ends - len(self._ready) * self._ready_speed

    def pull(self, frames: int) -> tuple[Int16Block, float]:
        """Return at most `frames` samples, fewer where the speed changes, none at the end; and how many frames of the
        source each of them stands for."""
        if not len(self._ready):
            self._make_ready()
        pulled, self._ready = self._ready[:frames], self._ready[frames:]
        return pulled, self._ready_speed

    def _make_ready(self) -> None:
        speed = self.speed
        left = self._source.frames - self._target
        if left <= 0:
            return
        if self._falling is None:
            start = round(self._target)
        elif speed == 1.0:
            # Where the last speed had moved the sound to, it stays.
            start = self._follows
            self._target = float(start)
            left = max(0.0, self._source.frames - self._target)
        else:
            start = self._most_alike(round(self._target))
        segment = self._read(start, 2 * _HOP_FRAMES)
        sound = segment[:_HOP_FRAMES]
        if self._falling is not None:
            sound = self._falling + sound * rising(_HOP_FRAMES)
        self._falling = segment[_HOP_FRAMES:] * (1 - rising(_HOP_FRAMES))
        self._follows = start + _HOP_FRAMES
        self._ready = rounded(sound)[: max(0, round(left / speed))]
        self._target = min(self._target + _HOP_FRAMES * speed, float(self._source.frames))
        self._ready_ends, self._ready_speed = self._target, speed

    def _most_alike(self, at: int) -> int:
        """Return where, near `at`, the source is most like what would have followed."""
        # What reached beyond the end would fade in the middle of the last sounds.
        last = max(0, min(at + _REACH_FRAMES, self._source.frames - 2 * _HOP_FRAMES))
        first = max(0, min(at, last - _REACH_FRAMES) - _REACH_FRAMES)
        around = self._read(first, last - first + _HOP_FRAMES)
        wanted = self._read(self._follows, _HOP_FRAMES)
        products = np.correlate(around, wanted, "valid")
        total = np.concatenate((np.zeros(1), np.cumsum(around.astype(np.float64) ** 2)))
        energy = total[_HOP_FRAMES:] - total[:-_HOP_FRAMES]
        # The constant keeps what is all but silent from being taken for what is alike.
        return first + int(np.argmax(products / np.sqrt(energy + _HOP_FRAMES * 100.0)))

    def _read(self, at: int, count: int) -> Float32Block:
        """Return exactly `count` samples; after the source's end there is silence."""
        found = self._source.read(at, count) if at < self._source.frames else NOTHING
        samples = np.zeros(count, np.float32)
        samples[: len(found)] = found
        return samples
