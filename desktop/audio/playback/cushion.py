"""How much of a reply is gathered before it starts, learned from how late its chunks come. Pure.

Time is counted in frames, like sound. A chunk is late by what the time since its reply's first chunk exceeds the sound
that came before it: had playback started with the first chunk, it would have stood still for so long.
"""

from dataclasses import dataclass

from desktop.audio.format import SAMPLE_RATE_HZ, frames_from_ms

START_CUSHION_MS = 60
CUSHION_STEP_MS = 5
CUSHION_LEAST_MS = 40
CUSHION_LIMIT_MS = 250
_MARGIN_MS = 20
_CALM_FRAMES = 10 * SAMPLE_RATE_HZ


@dataclass(slots=True)
class Pace:
    """How the chunks of one reply arrive; begins anew after a pause."""

    generation: int
    first_at: int
    last_at: int
    last_frames: int = 0
    frames: int = 0

    def late(self, now: int) -> int:
        """Return by how many frames a chunk that comes now is late."""
        return max(0, now - self.first_at - self.frames)

    def note(self, frames: int, now: int) -> None:
        """Count an arrival."""
        self.frames += frames
        self.last_frames = frames
        self.last_at = now

    @property
    def is_steady(self) -> bool:
        """Whether the sound comes about as it is spoken, and not much faster: then more is to be expected soon."""
        return 2 * (self.last_at - self.first_at) >= self.frames


class Cushion:
    """Grows at an underrun, shrinks after sound that came in time."""

    def __init__(self) -> None:
        self.frames = frames_from_ms(START_CUSHION_MS)
        self._calm = 0

    def arrived(self, late: int) -> None:
        """A chunk came this many frames late."""
        if late > self.frames // 2:
            self._calm = 0

    def ran_dry(self, late: int) -> None:
        """There was a gap before a chunk that came this late."""
        wider = max(self.frames + frames_from_ms(CUSHION_STEP_MS), late + frames_from_ms(_MARGIN_MS))
        self.frames = min(wider, frames_from_ms(CUSHION_LIMIT_MS))
        self._calm = 0

    def played(self, frames: int) -> None:
        """So much more of a reply was played."""
        self._calm += frames
        if self._calm >= _CALM_FRAMES:
            self._calm -= _CALM_FRAMES
            self.frames = max(self.frames - frames_from_ms(CUSHION_STEP_MS), frames_from_ms(CUSHION_LEAST_MS))
