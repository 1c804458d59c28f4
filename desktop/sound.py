"""The sound card as the application knows it: the audio process, its card and its reports in the conversation's words.

`Sound` is the runner's `Audio`. Everything is called on the main loop.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, assert_never

from desktop.audio import engine_client as engine
from desktop.conversation import events
from desktop.conversation.state import Problem, ProblemKind
from desktop.network.inbox import Inbox


@dataclass(frozen=True, slots=True)
class Levels:
    """Peaks of the last 50 ms or so, 0.0 to 1.0."""

    capture: float
    playback: float


class SoundListener(Protocol):
    """The owner, told of what the card reports."""

    def sound_happened(self, event: events.Event) -> None: ...
    def frame_captured(self, frame: engine.FrameCaptured) -> None: ...
    def problem_arose(self, problem: Problem) -> None: ...
    def devices_changed(self) -> None: ...


class Sound:
    """One audio process and its card."""

    def __init__(self, card: engine.Card, listener: SoundListener) -> None:
        self._listener = listener
        self._client = engine.EngineClient(self._post, card)
        self._inbox: Inbox[engine.EngineEvent] | None = None
        self._watchers: list[Callable[[engine.EngineEvent], None]] = []
        self.devices: tuple[engine.Device, ...] = ()
        """What is connected; empty until it is known."""

    # -- life ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the audio process; opens no device."""
        self._inbox = Inbox(asyncio.get_running_loop(), self._take)
        self._client.start()

    async def close(self) -> None:
        if self._inbox is not None:
            self._inbox.close()
        await asyncio.to_thread(self._client.close)

    def watch(self, watcher: Callable[[engine.EngineEvent], None]) -> None:
        """Call `watcher` with everything the card reports."""
        self._watchers.append(watcher)

    # -- asked by the runner -------------------------------------------------------------------------------

    def open(self) -> None:
        self._client.open()

    def shut(self) -> None:
        self._client.shut()

    def mute(self, muted: bool) -> None:
        self._client.mute(muted)

    def play(self, generation: int, pcm: bytes) -> None:
        self._client.play(generation, pcm)

    def flush(self, generation: int) -> None:
        self._client.flush(generation)

    # -- asked by the application --------------------------------------------------------------------------

    def use(self, card: engine.Card) -> None:
        """Open this card the next time."""
        self._client.use(card)

    def levels(self) -> Levels:
        return Levels(*self._client.levels())

    def release_microphone(self) -> None:
        """Let a microphone that is a file, and was held, begin."""
        self._client.release()

    def feed_microphone(self, pcm: bytes) -> None:
        """Let a microphone that is a file hear this, 24 kHz mono int16."""
        self._client.feed(pcm)

    # -- told by the card ----------------------------------------------------------------------------------

    def _post(self, event: engine.EngineEvent) -> None:
        """Called on the engine client's thread."""
        if self._inbox is not None:
            self._inbox.post(event)

    def _take(self, event: engine.EngineEvent) -> None:
        tell = self._listener.sound_happened
        match event:
            case engine.FrameCaptured():
                self._listener.frame_captured(event)
            case engine.PlaybackStarted():
                tell(events.PlaybackStarted(event.generation))
            case engine.PlaybackProgressed() | engine.PlaybackFlushed() | engine.PlaybackHeld():
                tell(events.PlaybackProgressed(event.generation, event.heard_ms))
            case engine.PlaybackFinished():
                tell(events.PlaybackFinished(event.generation, event.heard_ms))
            case engine.LearnerInterrupted():
                tell(events.LearnerInterrupted(event.generation))
            case engine.EngineFailed():
                tell(events.AudioFailed(event.message))
            case engine.CaptureStarted():
                tell(events.CaptureStarted())
            case engine.MicrophoneSilent():
                self._listener.problem_arose(Problem(ProblemKind.MICROPHONE_SILENT))
            case engine.DeviceChanged():
                self._listener.problem_arose(Problem(ProblemKind.DEVICE_CHANGED, event.message))
            case engine.DevicesChanged():
                self.devices = event.devices
                self._listener.devices_changed()
            case engine.MicrophoneEnded() | engine.PlaybackResumed() | engine.EngineStats():
                pass
            case _:
                assert_never(event)
        for watcher in tuple(self._watchers):
            watcher(event)
