"""What is put in where a reply's own sound is late: first it slows the speech, at last it lets it fade. Pure."""

import numpy as np

from desktop.audio.format import frames_from_ms
from desktop.audio.playback import stretch
from desktop.audio.playback.ramps import NOTHING, ramp
from desktop.audio.samples import Int16Block

COMING_FRAMES = stretch.LONGEST_FRAMES
"""As much must be queued for speech to be slowed."""
_PAUSE_FRAMES = frames_from_ms(100)
"""A pause of the speaker may become longer by this; nobody hears that as a gap."""


class Concealment:
    """Remembers what was played last of the reply that is being played."""

    def __init__(self) -> None:
        self._played: Int16Block = NOTHING
        self._earned = 0
        """Frames that may be put in: as many as were played since the last time, so speech is halved at most."""

    def played(self, samples: Int16Block) -> None:
        """Remember more of the reply."""
        self._played = np.concatenate((self._played, samples))[-stretch.MEMORY_FRAMES :]
        self._earned = min(self._earned + len(samples), stretch.LONGEST_FRAMES)

    def forget(self) -> None:
        """Another sound comes next."""
        self._played = NOTHING

    @property
    def can_slow(self) -> bool:
        """Whether there is a voice to be prolonged, and enough of it was played since the last time."""
        return self._earned == stretch.LONGEST_FRAMES and self._knows_enough and not self._is_pause

    def slow(self, coming: Int16Block) -> Int16Block:
        """Return what to put in before `coming`, which holds at least COMING_FRAMES."""
        sound = stretch.repeated_period(self._played, coming)
        self._earned -= len(sound)
        return sound

    def end(self) -> tuple[Int16Block, int]:
        """Return what is to follow the last sample, and for how many frames that keeps the gap from being heard."""
        if not self._knows_enough:
            return self.stop(), 0
        if self._is_pause:
            return self.stop(), _PAUSE_FRAMES
        sound = stretch.trail_off(self._played)
        return sound, len(sound)

    def stop(self) -> Int16Block:
        """Return what is to follow the last sample where no more is expected."""
        return ramp(int(self._played[-1]), 0) if len(self._played) else NOTHING

    @property
    def _knows_enough(self) -> bool:
        return len(self._played) == stretch.MEMORY_FRAMES

    @property
    def _is_pause(self) -> bool:
        return stretch.is_near_silent(self._played)
