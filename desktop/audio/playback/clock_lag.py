"""Playback that was lost without a word: the device asked for less than the time that passed.

wall clock   |----|----|----|----|----|        what counts is the least lag of each second: how far a device is
asked for    |----|----|      |----|----|      ahead comes and goes with its bursts, what it has lost stays lost
"""

from math import inf

_WINDOW_S = 1.0
_NOTICEABLE_S = 0.025
"""More than two blocks in a second. Less is the two clocks' drift, or how the worker's steps fall between bursts."""


class ClockLag:
    """Pure: `now` is in seconds of any steady clock. Losses add up from one run of a device to the next."""

    def __init__(self) -> None:
        self.lost_ms = 0.0
        self.restart()

    def restart(self) -> None:
        """Other streams run from now on; what was lost stays counted."""
        self._started_at: float | None = None
        self._asked_first = 0
        self._usual_s = inf
        self._least_s = inf
        self._window_ends = inf

    def note(self, asked_frames: int, rate_hz: int, now: float) -> None:
        """Compare how much the device has asked for up to now; the clock starts when it first has."""
        if not asked_frames:
            return
        if self._started_at is None:
            self._started_at, self._asked_first = now, asked_frames
            self._window_ends = now + _WINDOW_S
        lag_s = now - self._started_at - (asked_frames - self._asked_first) / rate_hz
        self._least_s = min(self._least_s, lag_s)
        if now >= self._window_ends:
            if self._least_s - self._usual_s > _NOTICEABLE_S:
                self.lost_ms += 1000 * (self._least_s - self._usual_s)
            self._usual_s, self._least_s = self._least_s, inf
            self._window_ends = now + _WINDOW_S
