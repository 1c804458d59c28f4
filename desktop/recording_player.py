"""Plays a recording that a task brings along, at the learner's pace: from anywhere in it, faster or slower.

One recording at a time, between talks. Called on the main loop.
"""

from collections.abc import Callable
from dataclasses import dataclass

SLOWEST, FASTEST = 0.5, 2.0
LARGEST_BYTES = 20_000_000
LONGEST_S = 1800.0

_CANNOT = "This recording cannot be played. Ask whoever made the task for a WAV, FLAC, Ogg or MP3 file."


class RecordingRefused(Exception):
    """The recording cannot be played; the text is a sentence for the learner."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What was loaded; one recording that is loaded twice is two."""

    duration_s: float


class RecordingPlayer:
    """What a view of a recording reads and calls. Read `position_s` by a timer, the rest when `watch` tells."""

    def __init__(self) -> None:
        self.recording: Recording | None = None
        """What is loaded now: a view whose own is another has lost its place."""
        self.is_playing = False
        self.speed = 1.0
        self.position_s = 0.0
        """Of the recording, whatever the speed: how far the learner has heard it."""
        self.notice = ""
        """Why it stopped by itself before its end, a sentence; empty otherwise."""
        self._watchers: list[Callable[[], None]] = []

    @property
    def can_play(self) -> bool:
        """Whether something is loaded and no talk is on."""
        return False

    async def load(self, data: bytes) -> Recording:
        """Take a sound file (WAV, FLAC, Ogg, MP3) in place of the last one. Raises RecordingRefused."""
        raise RecordingRefused(_CANNOT)

    def unload(self) -> None:
        """Stop, and forget what is loaded."""

    def play(self) -> None:
        """Go on from `position_s`; from the beginning where that is the end."""

    def pause(self) -> None:
        """Fall silent and stay where the learner has come to."""

    def seek(self, position_s: float) -> None:
        """Go on, or begin next, from here; beyond either end is that end."""

    def set_speed(self, speed: float) -> None:
        """Play this many times as fast from now on, at the same pitch. Raises ValueError outside 0.5 ... 2."""
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"A speed of {speed} is not between {SLOWEST} and {FASTEST}.")
        self.speed = speed
        self._tell()

    def watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call `watcher` after every change but that of `position_s`; return what ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _tell(self) -> None:
        for watcher in tuple(self._watchers):
            watcher()
