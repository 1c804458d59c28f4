"""Plays a recording that a task brings along, at the learner's pace: from anywhere in it, faster or slower.

One recording at a time, between talks. Called on the main loop. The audio process reads the recording from a file that
lasts as long as it is loaded: so an audio process that dies and is started again can read it once more.
"""

import asyncio
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.audio import engine_client as engine
from desktop.sound.sound import Sound

SLOWEST, FASTEST = 0.5, 2.0
LARGEST_BYTES = 20_000_000

_TOO_LARGE = "This recording is larger than 20 MB. Ask for a shorter one."
_NO_ROOM = "There is no room on the disk to play this recording. Make room and open it again."
_DIED = "The sound engine stopped. Open the recording again; if that does not help, it is damaged."
_REPLACED = "Another recording was opened."
_STOPPED = "The sound engine stopped and was started again. Press Play to go on."


class RecordingRefused(Exception):
    """The recording cannot be played; the text is a sentence for the learner."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What was loaded; one recording that is loaded twice is two."""

    duration_s: float


class RecordingPlayer:
    """What a view of a recording reads and calls. Read `position_s` by a timer, the rest when `watch` tells."""

    def __init__(self, sound: Sound) -> None:
        self.recording: Recording | None = None
        """What is loaded now: a view whose own is another has lost its place."""
        self.is_playing = False
        self.speed = 1.0
        self.position_s = 0.0
        """Of the recording, whatever the speed: how far the learner has heard it. Moves 20 times a second."""
        self.notice = ""
        """Why it stopped by itself before its end, a sentence; empty otherwise."""
        self._sound = sound
        self._watchers: list[Callable[[], None]] = []
        self._number = 0
        self._file: Path | None = None
        self._loading: asyncio.Future[float] | None = None
        self._run = 0
        """Counts the places it was asked to go on from: what is told of an earlier one does not count any more."""
        sound.watch(self._take)

    @property
    def can_play(self) -> bool:
        """Whether something is loaded and the microphone is not open for a talk or a dictation."""
        return self.recording is not None and not self._sound.is_open

    async def load(self, data: bytes) -> Recording:
        """Take a sound file (WAV, FLAC, Ogg, MP3) in place of the last one. Raises RecordingRefused."""
        if len(data) > LARGEST_BYTES:
            raise RecordingRefused(_TOO_LARGE)
        self.unload()
        number = self._number
        try:
            self._file = file = _new_file()
            await asyncio.to_thread(_fill, file, data)
        except BaseException as error:
            was_replaced = number != self._number
            if not was_replaced:
                self.unload()
            if isinstance(error, OSError):
                raise RecordingRefused(_REPLACED if was_replaced else _NO_ROOM) from error
            raise
        if number != self._number:
            raise RecordingRefused(_REPLACED)
        self._loading = asyncio.get_running_loop().create_future()
        self._sound.load_recording(number, str(file))
        try:
            duration_s = await self._loading
        except BaseException:
            if number == self._number:
                self.unload()
            raise
        self.recording = Recording(duration_s)
        self._tell()
        return self.recording

    def unload(self) -> None:
        """Stop, and forget what is loaded."""
        had = self.recording is not None
        if self._loading is not None and not self._loading.done():
            self._loading.set_exception(RecordingRefused(_REPLACED))
        if self._file is not None:
            self._sound.load_recording(0, "")
            _remove(self._file)
        self._number += 1
        self._run += 1
        self._file = self._loading = self.recording = None
        self.is_playing, self.position_s, self.notice = False, 0.0, ""
        if had:
            self._tell()

    def play(self) -> None:
        """Go on from `position_s`; from the beginning where that is the end. Nothing where it `can_play` not."""
        if self.recording is None or not self.can_play or self.is_playing:
            return
        if self.position_s >= self.recording.duration_s - 0.01:
            self.position_s = 0.0
        self.is_playing, self.notice = True, ""
        self._play()
        self._tell()

    def pause(self) -> None:
        """Fall silent and stay where the learner has come to."""
        if self.is_playing:
            self.is_playing = False
            self._sound.stop_recording()
            self._tell()

    def seek(self, position_s: float) -> None:
        """Go on, or begin next, from here; beyond either end is that end."""
        if self.recording is None:
            return
        self.position_s = min(max(0.0, position_s), self.recording.duration_s)
        if self.is_playing:
            self._play()
        else:
            self._run += 1
        self._tell()

    def set_speed(self, speed: float) -> None:
        """Play this many times as fast from now on, at the same pitch. Raises ValueError outside 0.5 ... 2."""
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"A speed of {speed} is not between {SLOWEST} and {FASTEST}.")
        self.speed = speed
        if self.is_playing:
            self._sound.play_recording(self._number, self._run, None, speed)
        self._tell()

    def watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call `watcher` after every change but that of `position_s`; return what ends that."""
        self._watchers.append(watcher)

        def unwatch() -> None:
            if watcher in self._watchers:  # none is left after `close`
                self._watchers.remove(watcher)

        return unwatch

    def close(self) -> None:
        """Forget what is loaded; nobody is told any more."""
        self._watchers.clear()
        self.unload()

    def _play(self) -> None:
        self._run += 1
        self._sound.play_recording(self._number, self._run, self.position_s, self.speed)

    def _take(self, event: engine.EngineEvent) -> None:
        match event:
            case engine.RecordingLoaded(number, duration_s) if number == self._number:
                if self._loading is not None and not self._loading.done():
                    self._loading.set_result(duration_s)
            case engine.RecordingUnreadable(number, message) if number == self._number:
                if self._loading is not None and not self._loading.done():
                    self._loading.set_exception(RecordingRefused(message))
            case engine.RecordingMoved(run, position_s) if run == self._run:
                self.position_s = position_s
            case engine.RecordingStopped(run) if run == self._run:
                self._stopped(event)
            case engine.EngineDied():
                self._engine_died()

    def _stopped(self, event: engine.RecordingStopped) -> None:
        self.is_playing = False
        self.position_s = event.position_s
        self.notice = event.message
        self._tell()

    def _engine_died(self) -> None:
        if self._loading is not None and not self._loading.done():
            # It may be this very file that ended it: it is not tried again.
            self._loading.set_exception(RecordingRefused(_DIED))
        elif self.recording is not None and self._file is not None:
            self._sound.load_recording(self._number, str(self._file))
            if self.is_playing:
                self.is_playing, self.notice = False, _STOPPED
                self._tell()

    def _tell(self) -> None:
        for watcher in tuple(self._watchers):
            watcher()


def _new_file() -> Path:
    """Make a file that only this user can read. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix="vivavoce-", suffix=".sound")
    os.close(handle)
    return Path(name)


def _fill(file: Path, data: bytes) -> None:
    """Write a file that is still there. Raises OSError."""
    with file.open("r+b") as opened:
        opened.write(data)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        # Windows keeps a file that is being read; the system's own cleaning takes it.
        return
