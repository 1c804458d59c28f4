"""What the engine needs of a sound card, whatever it is."""

from typing import Protocol

from desktop.audio.devices.devices import Choice
from desktop.audio.refusals import Cause
from desktop.audio.ring_buffer import RingBuffer


class AudioDeviceError(Exception):
    """The sound card cannot be used. The text is a sentence for the learner that ends with what to do."""

    def __init__(self, message: str, cause: Cause = Cause.UNKNOWN) -> None:
        super().__init__(message)
        self.cause = cause


class Streams(Protocol):
    """An open microphone and loudspeaker, joined to the worker by two rings.

    Rings hold int16 frames at the device's own rate and channels. The device writes `capture` and reads `playback`.
    """

    capture: RingBuffer
    capture_rate_hz: int
    capture_channels: int
    capture_latency_s: float
    playback: RingBuffer
    playback_rate_hz: int
    playback_channels: int
    playback_latency_s: float
    playback_lead_s: float
    """How much the worker keeps ready in `playback`."""
    played: RingBuffer | None
    """A copy of what the device was given, silence included; only where the echo canceller wants it."""

    step_s: float
    """How long the worker waits between two steps."""
    skips_late_steps: bool
    """After a late wake-up: whether steps that were missed are left out, since each handles all there is."""
    asked_frames: int
    """Playback frames the device has asked for since it was started, whether it got them or not."""
    starvations: int
    callback_gaps: int
    dropped_frames: int
    microphone_frames: int | None
    """Length of a microphone that ends, in 24 kHz samples."""
    choice: Choice
    """The devices that are open; empty for files."""
    note: str
    """A sentence for the learner about a device that had to be replaced by another, else empty."""

    def start(self) -> None:
        """Begin. Raises AudioDeviceError."""

    def tick(self) -> None:
        """Pass one step of time, where time does not pass by itself."""

    def release(self) -> None: ...

    def feed(self, pcm: bytes) -> None: ...

    @property
    def is_dead(self) -> bool:
        """Whether the device has stopped by itself."""

    def close(self) -> None:
        """Stop and free the device; idempotent."""
