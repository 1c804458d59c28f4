"""What a view hears with and dictates to, without sound: `desktop.sound.recording_player` and `desktop.dictation`."""

from collections.abc import Callable

from desktop.dictation import OnEnd, OnWords
from desktop.sound.recording_player import FASTEST, SLOWEST, Recording, RecordingRefused


class FakePlayer:
    """A test moves `position_s` and calls `tell`, or `finish`."""

    def __init__(self) -> None:
        self.recording: Recording | None = None
        self.is_playing = False
        self.speed = 1.0
        self.position_s = 0.0
        self.notice = ""
        self.can_play = True
        self.duration_s = 10.0
        """Of what is loaded next."""
        self.refusal = ""
        """Why the next one is refused."""
        self.loaded: list[bytes] = []
        self.watchers: list[Callable[[], None]] = []

    async def load(self, data: bytes) -> Recording:
        if self.refusal:
            raise RecordingRefused(self.refusal)
        self.loaded.append(data)
        self.recording = Recording(self.duration_s)
        self.is_playing, self.position_s, self.notice = False, 0.0, ""
        self.tell()
        return self.recording

    def unload(self) -> None:
        self.recording, self.is_playing, self.position_s = None, False, 0.0
        self.tell()

    def play(self) -> None:
        if self.recording is not None and self.can_play:
            self.is_playing = True
            self.position_s %= self.recording.duration_s
            self.tell()

    def pause(self) -> None:
        self.is_playing = False
        self.tell()

    def seek(self, position_s: float) -> None:
        self.position_s = max(0.0, min(self.recording.duration_s if self.recording else 0.0, position_s))
        self.tell()

    def set_speed(self, speed: float) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"{speed}")
        self.speed = speed
        self.tell()

    def watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        self.watchers.append(watcher)
        return lambda: self.watchers.remove(watcher)

    def tell(self) -> None:
        for watcher in tuple(self.watchers):
            watcher()

    def finish(self, notice: str = "") -> None:
        """The end was reached; or, with a sentence, the loudspeaker was lost."""
        if self.recording is not None and not notice:
            self.position_s = self.recording.duration_s
        self.is_playing, self.notice = False, notice
        self.tell()


class FakeDictation:
    """A test speaks by `hear` and ends by `end`."""

    def __init__(self) -> None:
        self.is_on = False
        self.is_hearing = False
        self.can_start = True
        self._on_words: OnWords = lambda words, final: None
        self._on_end: OnEnd = lambda why: None

    def start(self, on_words: OnWords, on_end: OnEnd) -> None:
        if self.can_start and not self.is_on:
            self.is_on = self.is_hearing = True
            self._on_words, self._on_end = on_words, on_end

    def stop(self) -> None:
        if self.is_on:
            self.end()

    def hear(self, words: str, final: bool = False) -> None:
        self._on_words(words, final)

    def end(self, why: str = "") -> None:
        self.is_on = self.is_hearing = False
        self._on_end(why)
