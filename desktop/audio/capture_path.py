"""The microphone's way: ring -> one channel -> 24 kHz -> cleaned of the echo -> level, voice -> 20 ms frames."""

from collections.abc import Iterator

import numpy as np

from desktop.audio.echo_canceller import EchoCanceller
from desktop.audio.format import BLOCK_FRAMES, FRAME_BYTES, SAMPLE_RATE_HZ, SILENT_FRAME
from desktop.audio.level import PeakMeter
from desktop.audio.resampler import Resampler
from desktop.audio.samples import Int16Block, samples_from
from desktop.audio.streams import Streams
from desktop.audio.voice_activity import VoiceActivity

_CHANNEL_DECAY = 0.9


class CapturePath:
    """Belongs to the worker; lives as long as the streams do."""

    def __init__(self, streams: Streams, canceller: EchoCanceller | None) -> None:
        self._streams = streams
        self._canceller = canceller
        self._near = _Blocks(streams.capture_rate_hz, streams.capture_channels)
        self._far = _Blocks(streams.playback_rate_hz, streams.playback_channels)
        self._frame = bytearray()
        self._silent_samples = 0
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
            if self.muted:
                self.meter.hear_silence()
                self._voice.hear_nothing()
            else:
                self.meter.hear(clean)
                self._voice.hear(clean)
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
