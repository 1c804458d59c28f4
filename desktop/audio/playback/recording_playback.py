"""A recording's way to the loudspeaker while no talk is on: source -> speed -> device rate -> ring.

Where the learner has come to is known by what the device has taken:

    ---- taken ----|---- in its ring ----|   each block written remembers its place in the recording
         ^ heard   |-fade-|-----cut------|   after a cut the recording goes on from where the fade began
"""

from collections import deque
from math import ceil

import numpy as np

from desktop.audio.format import BLOCK_FRAMES, SAMPLE_RATE_HZ
from desktop.audio.level import PeakMeter
from desktop.audio.playback.ramps import FADE_FRAMES, NOTHING, lead_in, ramp
from desktop.audio.playback.recording import Recording
from desktop.audio.playback.time_stretch import TimeStretch
from desktop.audio.resampler import Resampler
from desktop.audio.samples import Int16Block
from desktop.audio.streams import Streams

_TAIL_S = 0.2
"""What the device still holds, beside its own latency, when all was given to it."""
_LEAD_S = 0.1
"""Kept ready at least: a jump and a pause take it back, and a new speed can wait so long."""
_PATIENCE_S = 2.0
"""A loudspeaker that takes nothing for so long is given up."""


class RecordingPlayback:
    """Belongs to the worker. Positions are frames of the recording."""

    def __init__(self, streams: Streams, recording: Recording, frame: float, speed: float) -> None:
        """Raises AudioDeviceError when the loudspeaker does not start."""
        self.meter = PeakMeter()
        self._streams = streams
        self._stretch = TimeStretch(recording, speed)
        self._stretch.seek(frame)
        self._ratio = streams.playback_rate_hz / SAMPLE_RATE_HZ
        self._resampler = Resampler(SAMPLE_RATE_HZ, streams.playback_rate_hz)
        self._in_resampler = 0.0
        self._written = 0
        self._places: deque[tuple[int, int, float, float]] = deque()
        """(first written frame, frames, place of the first in the recording, recording frames per frame)."""
        self._heard = frame
        self._begins = True
        self._last_sample = 0
        self._bridge = NOTHING
        self._ends_at: int | None = None
        """Once all is written: the frame after the last."""
        self._asked_before = 0
        self._idle_steps = 0
        self._steps_out = 0
        self._fill()
        streams.start()

    @property
    def step_s(self) -> float:
        return self._streams.step_s

    @property
    def heard(self) -> float:
        """How far the learner has come."""
        position = self._written - self._unread() - round(self._streams.playback_latency_s * SAMPLE_RATE_HZ)
        while self._places and self._places[0][0] + self._places[0][1] <= position:
            _, frames, place, pace = self._places.popleft()
            self._heard = place + frames * pace
        if self._places and self._places[0][0] < position:
            first, _, place, pace = self._places[0]
            return place + (position - first) * pace
        return self._heard

    @property
    def is_at_end(self) -> bool:
        return self._ends_at is not None and self._written - self._unread() >= self._ends_at

    @property
    def is_lost(self) -> bool:
        """Whether the loudspeaker has stopped."""
        return self._streams.is_dead or self._idle_steps * self.step_s > _PATIENCE_S

    def go_on(self, frame: float | None, speed: float) -> None:
        """Go on from here, faded over from what sounds; None: from where it is. speed: from now on."""
        self._stretch.speed = speed
        if frame is not None:
            self.fall_silent()
            self._stretch.seek(frame)
            self._heard, self._begins, self._ends_at, self._steps_out = frame, True, None, 0
            self._fill()

    def fall_silent(self) -> float:
        """Take back what the device has not had, fade the rest; return where the recording is to go on."""
        taken, faded = self._streams.playback.cut(round(FADE_FRAMES * self._ratio))
        back = ceil(taken / self._ratio + self._in_resampler)
        self._resampler.reset()
        self._in_resampler = 0.0
        self._written -= back
        frame = self._place_of(self._written - ceil(faded / self._ratio))
        self._places.clear()
        self._heard = frame
        self._last_sample, self._bridge = 0, NOTHING
        return frame

    def step(self) -> bool:
        """Do what 10 ms ask for; return False when all of it was heard or the loudspeaker is lost."""
        self._streams.tick()
        asked = self._streams.asked_frames
        self._idle_steps = 0 if asked != self._asked_before else self._idle_steps + 1
        self._asked_before = asked
        self._fill()
        tail = round((_TAIL_S + self._streams.playback_latency_s) * SAMPLE_RATE_HZ)
        is_over = self._ends_at is not None and self._written - self._unread() >= self._ends_at + tail
        return not is_over and not self.is_lost

    def step_out(self) -> bool:
        """After `fall_silent`, let the fade be heard; return False when it was."""
        self._streams.tick()
        if not self._streams.playback.unread:
            self._steps_out += 1
        return self._steps_out * self.step_s <= self._streams.playback_latency_s and not self._streams.is_dead

    def close(self) -> None:
        self._streams.close()

    def _fill(self) -> None:
        streams = self._streams
        lead = round(max(_LEAD_S, streams.playback_lead_s) * streams.playback_rate_hz)
        while streams.playback.unread < lead:
            block = self._next_block()
            self.meter.hear(block)
            converted = self._resampler.convert(block)
            self._in_resampler += len(block) - len(converted) / self._ratio
            self._written += len(block)
            channels = streams.playback_channels
            streams.playback.write((converted if channels == 1 else np.repeat(converted, channels)).tobytes())

    def _next_block(self) -> Int16Block:
        """Return up to 10 ms of the recording, of the way into or out of it, or of the silence after it."""
        if len(self._bridge):
            block, self._bridge = self._bridge[:BLOCK_FRAMES], self._bridge[BLOCK_FRAMES:]
            return block
        place = self._stretch.position
        block, pace = self._stretch.pull(BLOCK_FRAMES)
        if len(block):
            if self._begins:
                self._begins = False
                # The way in leads to the first sample; the block itself is given out unchanged after it.
                way_in = lead_in(NOTHING, int(block[0]))
                self._places.append((self._written + len(way_in), len(block), place, pace))
                self._last_sample = int(block[-1])
                return np.concatenate((way_in, block))
            self._places.append((self._written, len(block), place, pace))
            self._last_sample = int(block[-1])
            return block
        if self._ends_at is None:
            self._ends_at = self._written
            self._bridge = ramp(self._last_sample, 0)
            self._last_sample = 0
            if len(self._bridge):
                return self._next_block()
        return np.zeros(BLOCK_FRAMES, np.int16)

    def _place_of(self, written: int) -> float:
        for first, frames, place, pace in self._places:
            if written < first + frames:
                return place + max(0, written - first) * pace
        return self._places[-1][2] + self._places[-1][1] * self._places[-1][3] if self._places else self._heard

    def _unread(self) -> int:
        return round(self._streams.playback.unread / self._ratio + self._in_resampler)
