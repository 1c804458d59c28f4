"""Plays a recording once more while no talk is on: the loudspeaker alone is opened, the microphone stays shut."""

from desktop.audio.format import BYTES_PER_SAMPLE, SAMPLE_RATE_HZ
from desktop.audio.playback.playback_path import PlaybackPath
from desktop.audio.streams import Streams

_TAIL_S = 0.2
"""What the device still holds, beside its own latency, when all was given to it."""
_PATIENCE_S = 2.0
"""A device may start late; one that does not run at all is given up."""


class Player:
    """Belongs to the worker."""

    def __init__(self, streams: Streams, pcm: bytes) -> None:
        """pcm: int16 mono at 24 kHz. Raises AudioDeviceError when the loudspeaker does not start."""
        self._streams = streams
        self._path = PlaybackPath()
        self._path.replay(pcm)
        self._path.attach(streams)
        self._tail_steps = round((_TAIL_S + streams.playback_latency_s) / streams.step_s)
        seconds = len(pcm) / BYTES_PER_SAMPLE / SAMPLE_RATE_HZ + streams.playback_latency_s + _PATIENCE_S
        self._steps_left = round(seconds / streams.step_s)
        streams.start()

    @property
    def step_s(self) -> float:
        return self._streams.step_s

    @property
    def level(self) -> float:
        """The late peak, 0 to 1."""
        return self._path.meter.peak

    @property
    def is_lost(self) -> bool:
        """Whether the loudspeaker has stopped before its time."""
        return self._streams.is_dead or self._steps_left <= 0

    def step(self) -> bool:
        """Do what 10 ms ask for; return False when there is nothing left to play, or nothing to play it."""
        self._streams.tick()
        self._path.fill()
        self._steps_left -= 1
        if not self._path.is_replaying:
            self._tail_steps -= 1
        return self._tail_steps > 0 and not self.is_lost

    def close(self) -> None:
        self._streams.close()
