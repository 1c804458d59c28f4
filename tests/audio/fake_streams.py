"""Streams whose device is the test: it captures and asks for sound when it likes."""

import numpy as np

from desktop.audio.devices.devices import Choice
from desktop.audio.format import BLOCK_FRAMES, BLOCK_S, SAMPLE_RATE_HZ
from desktop.audio.ring_buffer import RingBuffer
from desktop.audio.samples import Int16Block


class FakeStreams:
    """Implements `Streams`."""

    capture_latency_s = 0.02
    playback_lead_s = 0.03
    step_s = BLOCK_S
    skips_late_steps = True

    def __init__(
        self,
        rate_hz: int = SAMPLE_RATE_HZ,
        channels: int = 1,
        latency_ms: float = 0.0,
        echo: bool = False,
        microphone_frames: int | None = None,
    ) -> None:
        self.capture = RingBuffer(rate_hz, channels)
        self.playback = RingBuffer(rate_hz, channels)
        self.played = RingBuffer(rate_hz, channels) if echo else None
        self.capture_rate_hz = self.playback_rate_hz = rate_hz
        self.capture_channels = self.playback_channels = channels
        self.playback_latency_s = latency_ms / 1000
        self.microphone_frames = microphone_frames
        self.asked_frames = self.starvations = self.callback_gaps = self.dropped_frames = 0
        self.note = ""
        self.choice = Choice()
        self.fed = b""
        self.is_dead = False
        self.is_started = self.is_closed = self.is_released = False

    def start(self) -> None:
        self.is_started = True

    def tick(self) -> None:
        pass

    def release(self) -> None:
        self.is_released = True

    def feed(self, pcm: bytes) -> None:
        self.fed += pcm

    def close(self) -> None:
        self.is_closed = True

    def hear(self, samples: Int16Block) -> None:
        """The device has captured: (frames,) or (frames, channels)."""
        self.dropped_frames += self.capture.write(np.ascontiguousarray(samples).tobytes())

    def ask(self, frames: int = BLOCK_FRAMES) -> Int16Block:
        """The device wants sound: return what it was given, silence where there was too little."""
        channels = self.playback_channels
        out = bytearray(frames * 2 * channels)
        if self.playback.read_into(memoryview(out)) < frames:
            self.starvations += 1
        self.asked_frames += frames
        if self.played is not None:
            self.played.write(out)
        return np.frombuffer(out, np.int16)
