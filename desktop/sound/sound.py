"""The sound card as the application knows it: the audio process, its card and its reports in the conversation's words.

`Sound` is the runner's `Audio`. Everything is called on the main loop. When the audio process dies it is started again
within a second, the microphone is opened and what was not heard of the replies goes on:

    engine 1   reply 3: heard 0 ... 1200 ms, killed
    engine 2   reply 3: given again from 1200 ms on; its reports count from there, ours from the reply's beginning
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, assert_never

from desktop.audio import engine_client as engine
from desktop.audio.devices.devices import bluetooth_advice, choose
from desktop.conversation import events
from desktop.conversation.state import Problem, ProblemKind
from desktop.network.inbox import Inbox
from desktop.sound.talk_sounds import BYTES_PER_MS, TalkSounds

_log = logging.getLogger(__name__)

DEATHS_LIMIT, DEATHS_WINDOW_S = 3, 60.0
"""An audio process that dies more often than this is not started again by itself."""
MOST_REPLAYED_S = 600
_DIED = "The sound engine stopped. Check the sound devices, then press the button to start it again."


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
    def problem_ended(self, kind: ProblemKind) -> None: ...
    def devices_changed(self) -> None: ...
    def replay_ended(self) -> None: ...


class Sound:
    """One audio process after the other, and its card. clock: seconds, monotonic."""

    def __init__(self, card: engine.Card, listener: SoundListener, clock: Callable[[], float] = time.monotonic) -> None:
        self._listener = listener
        self._clock = clock
        self._card = card
        self._client = engine.EngineClient(self._post, card)
        self._inbox: Inbox[engine.EngineEvent] | None = None
        self._watchers: list[Callable[[engine.EngineEvent], None]] = []
        self._replies = TalkSounds[int]()
        self._is_open = False
        self._silenced_through = 0
        self._heard_ms: dict[int, int] = {}
        self._heard_before_ms: dict[int, int] = {}
        """What earlier audio processes had played of a reply."""
        self._deaths: deque[float] = deque(maxlen=DEATHS_LIMIT + 1)
        self._showing_devices = 0
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
        self._replies.close()

    def watch(self, watcher: Callable[[engine.EngineEvent], None]) -> None:
        """Call `watcher` with everything the card reports."""
        self._watchers.append(watcher)

    # -- asked by the runner -------------------------------------------------------------------------------

    def open(self) -> None:
        self._is_open = True
        # What was not heard of an earlier talk is not for this one.
        self._silenced_through = max(self._replies, default=0)
        self._client.open()

    def shut(self) -> None:
        self._is_open = False
        self._client.shut()

    def mute(self, muted: bool) -> None:
        self._client.mute(muted)

    def hold_replies(self, on: bool) -> None:
        self._client.hold_replies(on)

    def play(self, generation: int, pcm: bytes) -> None:
        self._replies.add(generation, pcm)
        self._client.play(generation, pcm)

    def flush(self, generation: int) -> None:
        self._silenced_through = max(self._silenced_through, generation)
        self._client.flush(generation)

    # -- asked by the application --------------------------------------------------------------------------

    def use(self, card: engine.Card) -> None:
        """Take this card from now on: a talk that is on goes over to it."""
        self._card = card
        self._client.use(card)

    def unheard_ms(self, generation: int) -> int:
        """Return how much of a reply of the latest talk was kept from being heard and can be played."""
        return max(0, self._replies.length_ms(generation) - self._heard_ms.get(generation, 0))

    @property
    def is_open(self) -> bool:
        """Whether the microphone is meant to be open."""
        return self._is_open

    def length_ms(self, generation: int) -> int:
        """Return how much sound of a reply of the latest talk there is."""
        return self._replies.length_ms(generation)

    def forget(self) -> None:
        """Let go of every reply's sound: another talk begins."""
        self._heard_ms.clear()
        self._heard_before_ms.clear()
        self._replies.forget()

    def replay_reply(self, generation: int) -> None:
        """Play a reply from its beginning; `replay_ended` tells when that is over."""
        self.replay(self._replies.rest(generation))

    def replay(self, pcm: bytes) -> None:
        """Play this once more, int16 mono at 24 kHz: `MOST_REPLAYED_S` of it at most."""
        self._client.replay(pcm[: MOST_REPLAYED_S * 1000 * BYTES_PER_MS])

    def replay_rest(self, generation: int) -> None:
        """Play what was not heard of a reply; `replay_ended` tells when that is over."""
        self.replay(self._replies.rest(generation, self._heard_ms.get(generation, 0)))

    def stop_replay(self) -> None:
        self._client.replay(b"")

    def load_recording(self, number: int, path: str) -> None:
        """Make a sound file ready to be played in place of the last one; `watch` hears how that ends."""
        self._client.load_recording(number, path)

    def play_recording(self, number: int, run: int, position_s: float | None, speed: float) -> None:
        """Play what is loaded while no talk is on; None: only the speed is new. `watch` hears how the run goes."""
        self._client.play_recording(number, run, position_s, speed)

    def stop_recording(self) -> None:
        self._client.stop_recording()

    def examine(self, card: engine.Card, steps: frozenset[engine.Step]) -> None:
        """Test a card while no talk is on; `watch` hears how it goes."""
        self._client.examine(card, steps)

    def stop_examination(self) -> None:
        self._client.stop_examination()

    def advice(self, card: engine.Card) -> str:
        """Return what to do about the devices this card would use now; empty where all is well."""
        if not isinstance(card, engine.PortAudioCard):
            return ""
        return bluetooth_advice(choose(card, self.devices))

    def watch_devices(self, needed: bool) -> None:
        """Say that the devices are being shown, or no longer; each True needs its False."""
        self._showing_devices += 1 if needed else -1
        self._client.watch_devices(self._showing_devices > 0)

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
                tell(events.PlaybackProgressed(event.generation, self._heard(event.generation, event.heard_ms)))
            case engine.PlaybackFinished():
                tell(events.PlaybackFinished(event.generation, self._heard(event.generation, event.heard_ms)))
            case engine.LearnerInterrupted():
                tell(events.LearnerInterrupted(event.generation))
            case engine.EngineDied():
                self._revive()
            case engine.EngineFailed():
                self._is_open = False
                tell(events.AudioFailed(event.message))
            case engine.CaptureStarted():
                tell(events.CaptureStarted())
            case engine.CaptureStopped():
                tell(events.CaptureStopped())
            case engine.MicrophoneSilent():
                self._listener.problem_arose(Problem(ProblemKind.MICROPHONE_SILENT, event.message))
            case engine.MicrophoneHeard():
                self._listener.problem_ended(ProblemKind.MICROPHONE_SILENT)
            case engine.BluetoothAdvised():
                self._listener.problem_arose(Problem(ProblemKind.DEVICE_ADVICE, event.message))
            case engine.DeviceChanged():
                self._listener.problem_arose(Problem(ProblemKind.DEVICE_CHANGED, event.message))
            case engine.DevicesChanged():
                self.devices = event.devices
                self._listener.devices_changed()
            case engine.ReplayEnded():
                self._listener.replay_ended()
            case engine.MicrophoneEnded() | engine.PlaybackResumed() | engine.EngineStats():
                pass
            case engine.ExaminationProgressed() | engine.Examined():
                pass
            case (
                engine.RecordingLoaded()
                | engine.RecordingUnreadable()
                | engine.RecordingMoved()
                | engine.RecordingStopped()
            ):
                pass
            case _:
                assert_never(event)
        for watcher in tuple(self._watchers):
            watcher(event)

    def _heard(self, generation: int, heard_ms: int) -> int:
        """Return how much of the whole reply was heard. A flush that is reported twice takes nothing back."""
        whole_ms = self._heard_before_ms.get(generation, 0) + heard_ms
        self._heard_ms[generation] = max(whole_ms, self._heard_ms.get(generation, 0))
        return self._heard_ms[generation]

    def _revive(self) -> None:
        """Start the audio process again and go on where the last one was. Two files cannot go on, so they end."""
        self._deaths.append(self._clock())
        self._listener.replay_ended()
        often = len(self._deaths) > DEATHS_LIMIT and self._deaths[-1] - self._deaths[0] < DEATHS_WINDOW_S
        if often or isinstance(self._card, engine.FileCard):
            _log.error("the audio process died and is not started again")
            if self._is_open:
                self._is_open = False
                self._listener.sound_happened(events.AudioFailed(_DIED))
            return
        _log.warning("the audio process died and is started again")
        if self._is_open:
            self._listener.sound_happened(events.CaptureStopped())
            self._client.open()
        else:
            self._client.start()
        if self._showing_devices > 0:
            self._client.watch_devices(True)
        if not self._is_open:
            return
        for generation in sorted(number for number in self._replies if number > self._silenced_through):
            self._heard_before_ms[generation] = self._heard_ms.get(generation, 0)
            if rest := self._replies.rest(generation, self._heard_before_ms[generation]):
                self._client.play(generation, rest)
