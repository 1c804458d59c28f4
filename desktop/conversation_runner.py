"""ConversationRunner: event -> step() -> performs effects; owns the one timer.

Everything here happens on the main loop. The runner is the only writer of the conversation's state.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Protocol, assert_never

from desktop.backends.contract import Backend
from desktop.conversation import effects, events
from desktop.conversation.grade import Grade
from desktop.conversation.grading import GradingEvent
from desktop.conversation.state import ConversationState, Problem, TurnMode
from desktop.conversation.step import next_deadline, step
from desktop.conversation.turn import Turn, past_key
from desktop.microphone_gate import MicrophoneGate

_log = logging.getLogger(__name__)

_BYTES_PER_MS = 48
"""int16 mono at 24 kHz, the wire's only format."""


class Audio(Protocol):
    """What the runner asks of the sound card; `audio.engine_client.EngineClient` is one."""

    def open(self) -> None: ...
    def shut(self) -> None: ...
    def mute(self, muted: bool) -> None: ...
    def hold_replies(self, on: bool) -> None: ...
    def play(self, generation: int, pcm: bytes) -> None: ...
    def flush(self, generation: int) -> None: ...


class Journal(Protocol):
    """Where what was said is kept as it happens; `archive.store.ArchiveStore` is one."""

    def begin(self, course_id: int, name: str, assistant_id: str, started_at: float) -> None: ...
    def record(self, course_id: int, sitting: int, turns: Iterable[Turn]) -> None: ...
    def correct(self, course_id: int, turn_key: str, text: str) -> None: ...
    def keep_grades(self, course_id: int, sitting: int, grades: Iterable[Grade]) -> None: ...
    def file_result(self, event: GradingEvent) -> None: ...


class Listener(Protocol):
    """The owner of the runner, told after each event and of what concerns the application."""

    def conversation_moved(self, event: events.Event) -> None: ...
    def problem_arose(self, problem: Problem) -> None: ...
    def conversation_filed(self, course_id: int) -> None: ...
    def record_changed(self) -> None: ...


def steady_clock() -> Callable[[], float]:
    """Return a clock in seconds since the epoch that never goes backwards."""
    offset = time.time() - time.monotonic()
    return lambda: offset + time.monotonic()


class ConversationRunner:
    """Drives one conversation after another against whichever backend is attached."""

    def __init__(
        self,
        audio: Audio,
        journal: Journal,
        listener: Listener,
        now: Callable[[], float] | None = None,
    ) -> None:
        self.state = ConversationState()
        self._audio = audio
        self._journal = journal
        self._listener = listener
        self._now = now or steady_clock()
        self._backend: Backend | None = None
        self._gate = MicrophoneGate(self._send_frame)
        self._heard_in = ""
        """The chat that the microphone's frames go to."""
        self._queue: deque[tuple[events.Event, bytes]] = deque()
        self._handling = False
        self._timer: asyncio.TimerHandle | None = None
        self._timer_due = 0.0

    def attach(self, backend: Backend | None) -> None:
        """Use this backend from now on; without one the microphone's frames are kept."""
        self._backend = backend
        if backend is None:
            self._gate.shut()

    def handle(self, event: events.Event) -> None:
        """Take one event through `step` and perform what it asks for. Safe to call from within a watcher."""
        self._enqueue(event, b"")

    def sound_arrived(self, chat_id: str, pcm: bytes) -> None:
        """Take a chunk of the reply's sound; whether it is heard is `step`'s decision."""
        self._enqueue(events.ReplySoundArrived(chat_id, len(pcm) / _BYTES_PER_MS), pcm)

    def frame_captured(self, pcm: bytes, voiced: bool) -> None:
        """Send a microphone frame, keep or forget it: `MicrophoneGate` decides."""
        self._gate.frame_captured(pcm, voiced)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _enqueue(self, event: events.Event, pcm: bytes) -> None:
        self._queue.append((event, pcm))
        if self._handling:
            return
        self._handling = True
        try:
            while self._queue:
                self._take(*self._queue.popleft())
        finally:
            self._handling = False
        self._arm()

    def _take(self, event: events.Event, pcm: bytes) -> None:
        before = self.state
        self.state, wanted = step(before, event, self._now())
        for effect in wanted:
            self._perform(effect, pcm)
        self._write_down(before, event)
        if self.state is not before or wanted:
            self._listener.conversation_moved(event)

    def _perform(self, effect: effects.Effect, pcm: bytes) -> None:
        match effect:
            case effects.PlayChunk(generation):
                self._audio.play(generation, pcm)
            case effects.FlushPlayback(generation):
                self._audio.flush(generation)
            case effects.StartCapture(turn_mode):
                self._gate.begin(turn_mode)
                self._audio.open()
                self._audio.hold_replies(turn_mode is not TurnMode.HOLD)
            case effects.StopCapture():
                self._gate.shut()
                self._audio.shut()
            case effects.OpenMicrophoneGate(chat_id):
                self._heard_in = chat_id
                if self._backend is not None:
                    self._gate.open()
            case effects.CloseMicrophoneGate():
                self._gate.shut()
            case effects.MuteMicrophone(muted):
                self._gate.mute(muted)
                self._audio.mute(muted)
            case effects.UseTurnMode(turn_mode):
                self._gate.choose(turn_mode)
                self._audio.hold_replies(turn_mode is not TurnMode.HOLD)
            case effects.TakeFloor():
                self._gate.take_floor()
            case effects.ReleaseFloor():
                self._gate.release_floor()
            case effects.WithholdSilence(on):
                self._gate.withhold_silence(on)
            case effects.FileResult(result):
                self._journal.file_result(result)
                self._listener.record_changed()
            case effects.Notify(problem):
                self._listener.problem_arose(problem)
            case effects.FileConversation(course_id):
                self._listener.conversation_filed(course_id)
            case (
                effects.OpenConversation()
                | effects.OpenNextChat()
                | effects.JoinChat()
                | effects.StartVoice()
                | effects.StopVoice()
                | effects.SendMute()
                | effects.SendMessage()
                | effects.StopReply()
                | effects.EndAttempt()
                | effects.AskForGrade()
                | effects.SubmitResponse()
            ):
                if self._backend is not None:
                    self._backend.perform(effect)
            case _:
                assert_never(effect)

    def _send_frame(self, pcm: bytes) -> None:
        if self._backend is not None:
            self._backend.send_frame(self._heard_in, pcm)

    def _write_down(self, before: ConversationState, event: events.Event) -> None:
        state = self.state
        sitting = round(state.started_at * 1000)
        if state.started_at != before.started_at:
            self._journal.begin(state.course_id, state.course_name, state.assistant_id, state.started_at)
        if state.grades is not before.grades:
            fresh_grades = [grade for grade in state.grades if grade not in before.grades]
            self._journal.keep_grades(state.course_id, sitting, fresh_grades)
            self._listener.record_changed()
        if state.turns is before.turns or isinstance(event, events.PlaybackProgressed | events.ReplySoundArrived):
            return  # how much was heard is written when it is known for good
        known = {id(turn) for turn in before.turns}
        fresh = [turn for turn in state.turns if id(turn) not in known]
        self._journal.record(state.course_id, sitting, fresh)
        if isinstance(event, events.TurnCorrected):
            for turn in fresh:
                self._journal.correct(state.course_id, past_key(sitting, turn.key), turn.corrected)

    def _arm(self) -> None:
        """Keep one timer. An earlier one that is no longer needed is left to fire and look again."""
        due = next_deadline(self.state)
        if due is None or (self._timer is not None and self._timer_due <= due):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_due = due
        delay = max(0.0, due - self._now())
        self._timer = asyncio.get_running_loop().call_later(delay, self._tick)

    def _tick(self) -> None:
        self._timer = None
        due = next_deadline(self.state)
        if due is not None and due <= self._now():
            self.handle(events.TimePassed())
        else:
            self._arm()
