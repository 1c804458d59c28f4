"""The microphone's way: ring -> one channel -> 24 kHz -> cleaned of the echo -> level, voice -> 20 ms frames.

While the learner speaks over a reply the canceller cuts words. Until the reply is silent and its echo has died away the
frames hold the microphone's sound without the linear part of the echo: some echo, narrow, but every word.
"""

from collections.abc import Iterator

import numpy as np

from desktop.audio.capture.barge_in import Heard
from desktop.audio.capture.echo_canceller import EchoCanceller
from desktop.audio.capture.holding import Holding
from desktop.audio.capture.near_end import NearEnd
from desktop.audio.capture.voice_activity import NoiseFloor, VoiceActivity
from desktop.audio.format import BLOCK_FRAMES, FRAME_BYTES, SAMPLE_RATE_HZ, SILENT_FRAME
from desktop.audio.level import PeakMeter
from desktop.audio.resampler import Resampler
from desktop.audio.samples import Int16Block, samples_from
from desktop.audio.streams import Streams

_CHANNEL_DECAY = 0.9
_FADE = np.linspace(0.0, 1.0, BLOCK_FRAMES)


class CapturePath:
    """Belongs to the worker; lives as long as the streams do."""

    def __init__(self, streams: Streams, canceller: EchoCanceller | None, holding: Holding | None = None) -> None:
        self._streams = streams
        self._canceller = canceller
        self._near = _Blocks(streams.capture_rate_hz, streams.capture_channels)
        self._far = _Blocks(streams.playback_rate_hz, streams.playback_channels)
        self._frame = bytearray()
        self._silent_samples = 0
        self._holding = holding
        self._near_end = NearEnd() if holding and streams.played is not None else None
        self._near_floor = NoiseFloor()
        self._was_linear = False
        self._voice = VoiceActivity()
        self.meter = PeakMeter()
        self.muted = False

    @property
    def silent_s(self) -> float:
        """For how long the device has given nothing but zeros."""
        return self._silent_samples / SAMPLE_RATE_HZ

    @property
    def is_voiced(self) -> bool:
        """Whether somebody spoke in the frame yielded last or in the 200 ms before it."""
        return self._voice.is_voiced

    def frames(self) -> Iterator[bytes]:
        """Yield each 20 ms frame (960 bytes) complete by now; while muted they are silence, at the same pace."""
        self._hear_far_end()
        for block in self._near.take(self._streams.capture.read()):
            self._silent_samples = 0 if block.any() else self._silent_samples + len(block)
            clean = self._canceller.clean(block) if self._canceller else block
            if self._near_end:
                clean = self._without_cuts(clean, self._near_end.without_echo(block))
            if self.muted:
                self.meter.hear_silence()
                self._voice.hear_nothing()
            else:
                self.meter.hear(clean)
                self._voice.hear(clean)
                self._hold_for_voice()
            self._frame += clean.tobytes()
            if len(self._frame) == FRAME_BYTES:
                yield SILENT_FRAME if self.muted else bytes(self._frame)
                self._frame.clear()

    def _hear_far_end(self) -> None:
        if self._streams.played is None:
            return
        for block in self._far.take(self._streams.played.read()):
            if self._canceller:
                self._canceller.hear_far_end(block)
            if self._near_end:
                self._near_end.hear_far_end(block)

    def _without_cuts(self, clean: Int16Block, linear: Int16Block) -> Int16Block:
        """Return the canceller's block, or the linear one while both speak; from one to the other it fades."""
        assert self._near_end
        assert self._holding
        is_linear = self._holding.suspects_voice and self._near_end.echo_is_heard
        was_linear, self._was_linear = self._was_linear, is_linear
        if is_linear == was_linear:
            return linear if is_linear else clean
        before, after = (linear, clean) if was_linear else (clean, linear)
        return (before * _FADE[::-1] + after * _FADE).astype(np.int16)

    def _hold_for_voice(self) -> None:
        if self._holding is None:
            return
        near, near_db = self._near_end, self._near_end.db if self._near_end else self._voice.db
        self._near_floor.hear(near_db)
        far_db, tail_blocks = (near.far_db, near.tail_blocks) if near else (None, 0)
        self._holding.hear(Heard(near_db, self._near_floor.db, far_db, self._voice.is_speech, tail_blocks))


class _Blocks:
    """Cuts a device's stream into 10 ms blocks of 24 kHz mono."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._channels = channels
        self._loudness = np.zeros(channels)
        self._resampler = Resampler(rate_hz, SAMPLE_RATE_HZ)
        self._rest: Int16Block = np.empty(0, np.int16)

    def take(self, pcm: bytes) -> Iterator[Int16Block]:
        samples = self._resampler.convert(self._one_channel(samples_from(pcm))) if pcm else self._rest[:0]
        samples = np.concatenate((self._rest, samples))
        whole = len(samples) // BLOCK_FRAMES * BLOCK_FRAMES
        self._rest = samples[whole:]
        yield from samples[:whole].reshape(-1, BLOCK_FRAMES)

    def _one_channel(self, samples: Int16Block) -> Int16Block:
        """Return the live channel: often only one of two carries the microphone, and a mean would halve it."""
        if self._channels == 1:
            return samples
        interleaved = samples.reshape(-1, self._channels)
        self._loudness = self._loudness * _CHANNEL_DECAY + np.abs(interleaved.astype(np.float32)).mean(axis=0)
        return np.ascontiguousarray(interleaved[:, int(self._loudness.argmax())])
