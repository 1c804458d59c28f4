"""Open devices that are kept supplied while an examination records, plays and thinks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from desktop.audio.doctor import probe
from desktop.audio.format import BLOCK_FRAMES, SAMPLE_RATE_HZ
from desktop.audio.resampler import Resampler
from desktop.audio.samples import Int16Block, samples_from
from desktop.audio.streams import AudioDeviceError, Streams

_T = TypeVar("_T")

POLL_S = 0.005
"""On average: in step with the device's blocks every position would be seen late by the same, then by another time."""
_GOLDEN = 0.618
SETTLE_S = 0.3
"""What a device does right after it was opened is not counted."""
WAKE_LIMIT_S = 3.0
"""A Bluetooth microphone sleeps for up to 2 s."""
_THINKING_S = 0.5
_LEAD_STEP_S, _LEAD_LIMIT_S = 0.005, 0.1

_STILL = "The microphone or loudspeaker opens but does not run. Choose another device in the settings and try again."
_STOPPED = "The microphone or loudspeaker stopped while it was tested. Connect it again and run this once more."


@dataclass(slots=True)
class Recording:
    """Both ends from the same moment on, as the devices had them."""

    near_from: int
    far_from: int
    """Frames each had come to when it began."""
    near: bytearray = field(default_factory=bytearray)
    far: bytearray = field(default_factory=bytearray)


class Session:
    """The open devices, kept supplied while time passes.

    check: called at every turn; raises to end it all.
    """

    def __init__(
        self,
        streams: Streams,
        clock: Callable[[], float],
        pause: Callable[[float], object],
        check: Callable[[], None],
    ) -> None:
        self.streams = streams
        self._clock = clock
        self._pause = pause
        self._check = check
        self._dithers = streams.skips_late_steps
        self._step_s = POLL_S if self._dithers else streams.step_s
        self._turns = 0
        self._lead_s = streams.playback_lead_s
        self._starved = 0
        self._waiting: Int16Block = np.zeros(0, np.int16)
        self._resampler = Resampler(SAMPLE_RATE_HZ, streams.playback_rate_hz)
        self._recording: Recording | None = None
        self._moved_at = 0.0
        self._moved = (0, 0)
        self._losses_before = (0, 0, 0)
        self._level = 0.0
        self.has_sound = False
        """Whether the microphone has given anything but zeros."""
        self.captured = probe.DeviceClock.at(streams.capture_rate_hz)
        self.asked = probe.DeviceClock.at(streams.playback_rate_hz)

    def close(self) -> None:
        self.streams.close()

    def settle(self) -> None:
        """Start, wait until both devices run, and count from then on. Raises AudioDeviceError."""
        self._supply()
        self.streams.start()
        self._moved_at = self._clock()
        while not (self.streams.capture.write_position and self.streams.asked_frames):
            self._turn()
        self._pass(SETTLE_S)
        self._losses_before = self._counts()
        self.captured = probe.DeviceClock.at(self.streams.capture_rate_hz)
        self.asked = probe.DeviceClock.at(self.streams.playback_rate_hz)

    def losses(self) -> tuple[int, int, int]:
        """Return (gaps, starvations, lost frames) since it settled."""
        gaps, starvations, lost = self._counts()
        before = self._losses_before
        return gaps - before[0], starvations - before[1], lost - before[2]

    def record(
        self, seconds: float, tell: Callable[[float, float], None], sound: Int16Block | None = None
    ) -> Recording:
        """Record both ends while `sound` is played."""
        self._turn()
        played = self.streams.played
        recording = Recording(self.streams.capture.read_position, played.read_position if played else 0)
        self._recording = recording
        if sound is not None:
            self._waiting = sound
        self._pass(seconds, tell)
        self._recording = None
        return recording

    def think(self, work: Callable[[], _T]) -> _T:
        """Return what `work` returns; the loudspeaker has silence for half a second meanwhile."""
        self._supply(_THINKING_S)
        result = work()
        while self.streams.playback.unread > 2 * self._lead_s * self.streams.playback_rate_hz:
            self._turn()
        return result

    def near(self, recording: Recording) -> Int16Block:
        return _as_24k(recording.near, self.streams.capture_rate_hz, self.streams.capture_channels)

    def far(self, recording: Recording) -> Int16Block:
        return _as_24k(recording.far, self.streams.playback_rate_hz, self.streams.playback_channels)

    def delay_ms(self, recording: Recording, chirp: Int16Block) -> float | None:
        """Return how long a chirp took from the loudspeaker's hands to ours; None where it was not heard."""
        given = probe.find_chirp(self.far(recording), chirp)
        heard = probe.find_chirp(self.near(recording), chirp)
        if given is None or heard is None:
            return None
        out = recording.far_from + given * self.asked.rate_hz / SAMPLE_RATE_HZ
        back = recording.near_from + heard * self.captured.rate_hz / SAMPLE_RATE_HZ
        return 1000 * (self.captured.time_of(back) - self.asked.time_of(out))

    # -- time passes ------------------------------------------------------------------------------------------

    def _pass(self, seconds: float, tell: Callable[[float, float], None] | None = None) -> None:
        began = self._clock()
        while (passed := self._clock() - began) < seconds:
            self._turn()
            if tell is not None:
                tell(passed, self._level)

    def _turn(self) -> None:
        self._check()
        self._turns += 1
        self._pause(self._step_s * (0.6 + 0.8 * (self._turns * _GOLDEN % 1.0)) if self._dithers else self._step_s)
        self.streams.tick()
        self._supply()
        now = self._clock()
        self.captured.mark(now, self.streams.capture.write_position)
        self.asked.mark(now, self.streams.asked_frames)
        near = self.streams.capture.read()
        far = self.streams.played.read() if self.streams.played else b""
        if near:
            peak = int(np.abs(samples_from(near).astype(np.int32)).max())
            self.has_sound = self.has_sound or peak > 0
            self._level = peak / 32768
        if self._recording is not None:
            self._recording.near += near
            self._recording.far += far
        self._watch(now)

    def _watch(self, now: float) -> None:
        moved = (self.streams.capture.write_position, self.streams.asked_frames)
        if moved[0] != self._moved[0] and moved[1] != self._moved[1]:
            self._moved, self._moved_at = moved, now
        if self.streams.is_dead or now - self._moved_at > WAKE_LIMIT_S:
            raise AudioDeviceError(_STILL if self._moved == (0, 0) else _STOPPED)

    def _supply(self, lead_s: float = 0.0) -> None:
        """Keep the device's ring topped up, as the engine does in a talk: more after each time it was too little."""
        streams = self.streams
        if streams.starvations > self._starved:
            self._starved = streams.starvations
            self._lead_s = min(self._lead_s + _LEAD_STEP_S, max(_LEAD_LIMIT_S, streams.playback_lead_s))
        lead = round(max(lead_s, self._lead_s) * streams.playback_rate_hz)
        while streams.playback.unread < lead:
            block = np.zeros(BLOCK_FRAMES, np.int16)
            given = self._waiting[:BLOCK_FRAMES]
            block[: len(given)] = given
            self._waiting = self._waiting[BLOCK_FRAMES:]
            streams.playback.write(np.repeat(self._resampler.convert(block), streams.playback_channels).tobytes())

    def _counts(self) -> tuple[int, int, int]:
        return self.streams.callback_gaps, self.streams.starvations, self.streams.dropped_frames


def _as_24k(pcm: bytearray, rate_hz: int, channels: int) -> Int16Block:
    """Return the loudest channel, at 24 kHz."""
    samples = samples_from(bytes(pcm))
    if channels > 1:
        interleaved = samples.reshape(-1, channels)
        loudest = int(np.abs(interleaved.astype(np.float32)).mean(axis=0).argmax()) if len(samples) else 0
        samples = np.ascontiguousarray(interleaved[:, loudest])
    return Resampler(rate_hz, SAMPLE_RATE_HZ).convert(samples) if len(samples) else samples
