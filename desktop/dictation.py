"""Writes down what the learner says, for a text field: no partner, no talk, nothing kept.

A talk with the practice service's silent partner, on a link of its own, with the same sound card. The practice service
of this computer is asked whatever service holds the talks: nothing that is dictated leaves the computer.

    start --> the microphone opens --> words, words ... --> stop --> the last words --> end
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Protocol

from desktop.backends.contract import Backend, BackendError
from desktop.conversation import events
from desktop.conversation.draft import RESTING
from desktop.conversation.grade import Grade
from desktop.conversation.grading import GradingEvent
from desktop.conversation.state import Problem, ProblemKind, TurnMode, Voice
from desktop.conversation.turn import Speaker, Turn
from desktop.conversation_runner import ConversationRunner
from desktop.microphone_gate import FRAME_MS, SILENT_FRAME

OnWords = Callable[[str, bool], None]
"""Takes the words of the open sentence, each time all of them, and whether they are final. Final and empty: nothing
was recognised after all."""
OnEnd = Callable[[str], None]
"""Takes a sentence that says why it ended; empty when it was asked to."""

PARTNER = "dictation"
"""The practice service's assistant that says nothing."""
LAST_FRAMES = 200 // FRAME_MS
"""What was captured before `stop` and is still on its way here; what is said later is not written down."""
LAST_WORDS_S = 4.0
"""So long after `stop` the last words may take."""
NO_WORDS_S = 0.6
"""So long after `stop` the service may take to tell of a sentence that had just begun."""
WALKED_AWAY_S = 120.0

_GONE = "The practice service is gone. Wait a moment, then dictate again."
_NOTHING_HEARD = "Nothing was heard for two minutes, so the microphone was closed. Dictate again to go on."
_WHY = {
    ProblemKind.NO_SERVICE: "The practice service did not answer. Dictate again.",
    ProblemKind.NOT_STARTED: "The practice service did not begin to listen. Dictate again.",
    ProblemKind.VOICE_FAILED: "The practice service cannot hear now. Dictate again in a moment.",
    ProblemKind.AUDIO_DEVICE: "The microphone cannot be used. Connect it, or choose another in the settings.",
}


class Microphone(Protocol):
    """The sound card; `sound.Sound` is one."""

    def open(self) -> None: ...
    def shut(self) -> None: ...
    def mute(self, muted: bool) -> None: ...


class Dictation:
    """Called on the main loop, and calls back there.

    connect: returns a link to this computer's service, not yet opened; raises BackendError.
    is_free: whether nothing else has the microphone. tell: called when `is_on` changed.
    """

    def __init__(
        self,
        microphone: Microphone,
        connect: Callable[[], Awaitable[Backend]],
        is_free: Callable[[], bool],
        tell: Callable[[], None],
        now: Callable[[], float] | None = None,
    ) -> None:
        self.is_on = False
        self._microphone = microphone
        self._connect = connect
        self._is_free = is_free
        self._tell = tell
        self._runner = ConversationRunner(_MicrophoneAlone(microphone), _Nowhere(), self, now)
        self._backend: Backend | None = None
        self._on_words: OnWords = _ignore
        self._on_end: OnEnd = _ignore
        self._session = 0
        """Counts dictations: what still comes of an earlier one is not for this one."""
        self._asked_to_end = False
        self._why = ""
        self._written = 0
        """How many turns are final and were told."""
        self._live = ""
        self._frames_left: int | None = None
        """Since `stop`: how many frames of the microphone are still heard."""
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def can_start(self) -> bool:
        """Whether no talk and no dictation is on."""
        return not self.is_on and self._is_free()

    @property
    def is_hearing(self) -> bool:
        """Whether the microphone is open and what is said now will be written down."""
        return self.is_on and self._runner.state.capturing and self._frames_left is None

    def start(self, on_words: OnWords, on_end: OnEnd) -> None:
        """Open the microphone: what is said from now on comes within seconds. Nothing while it cannot start."""
        if not self.can_start:
            return
        self.is_on = True
        self._on_words, self._on_end = on_words, on_end
        self._session += 1
        self._asked_to_end = False
        self._why, self._written, self._live, self._frames_left = "", 0, "", None
        self._set_timer(WALKED_AWAY_S, self._walked_away)
        self._microphone.mute(False)
        course_id = time.time_ns() // 1_000_000
        self._runner.handle(events.TalkRequested(PARTNER, course_id, "", False, TurnMode.HANDS_FREE))
        self._spawn(self._link(self._session))
        self._tell()

    def stop(self) -> None:
        """Close the microphone. What was said so far still comes, then the end; asked again, the end comes at once."""
        if not self.is_on:
            return
        if self._frames_left is not None or self._runner.state.voice is not Voice.ON:
            self.break_off()
            return
        self._frames_left = LAST_FRAMES
        self._asked_to_end = True
        # A turn that a tap sends ends at once, whatever pause the service waits for otherwise.
        self._runner.handle(events.TurnModeChosen(TurnMode.TAP))
        self._runner.handle(events.FloorReleased())
        self._set_timer(LAST_WORDS_S if self._is_writing else NO_WORDS_S, self._finish)
        self._tell()

    def break_off(self, why: str = "") -> None:
        """End at once; what is not written yet is lost. why: a sentence."""
        if self.is_on:
            self._asked_to_end = True
            self._why = self._why or why
            # The second request does not wait for the service.
            self._runner.handle(events.StopRequested())
            self._runner.handle(events.StopRequested())

    async def close(self) -> None:
        self.break_off()
        await asyncio.gather(*tuple(self._tasks), return_exceptions=True)
        self._runner.close()

    # -- told by the sound card ------------------------------------------------------------------------------

    def sound_happened(self, event: events.Event) -> None:
        if isinstance(event, events.AudioFailed):
            self.break_off(event.message or _WHY[ProblemKind.AUDIO_DEVICE])
        else:
            self._runner.handle(event)

    def frame_captured(self, pcm: bytes, voiced: bool) -> None:
        if self._frames_left is not None:
            self._frames_left -= 1
            if self._frames_left < 0:
                pcm, voiced = SILENT_FRAME, False
        self._runner.frame_captured(pcm, voiced)

    # -- told by the runner ----------------------------------------------------------------------------------

    def conversation_moved(self, event: events.Event) -> None:
        if not self.is_on:
            return
        is_over = self._runner.state.phase in RESTING
        if isinstance(event, events.LinkLost) and not is_over:
            self.break_off(_GONE)
            return
        self._write(is_over)
        if is_over:
            self._end()
        elif self._frames_left is not None and isinstance(event, events.LearnerStartedSpeaking):
            self._set_timer(LAST_WORDS_S, self._finish)
        elif self._frames_left is not None and isinstance(event, events.LearnerTurnCompleted) and not self._is_writing:
            self._finish()

    def problem_arose(self, problem: Problem) -> None:
        if self._runner.state.voice is Voice.STARTING:
            return  # the voice session ended by itself and is started again
        self.break_off(problem.message or _WHY.get(problem.kind, _GONE))

    def conversation_filed(self, course_id: int) -> None:
        """Nothing is filed."""

    def record_changed(self) -> None:
        """Nothing is recorded."""

    # -- inside ----------------------------------------------------------------------------------------------

    @property
    def _is_writing(self) -> bool:
        """Whether a sentence has begun that is not final."""
        return len(self._said) > self._written

    @property
    def _said(self) -> list[Turn]:
        return [turn for turn in self._runner.state.turns if turn.speaker is Speaker.LEARNER]

    def _write(self, is_over: bool) -> None:
        """Tell what is new: sentences in the order in which they were begun, each final once."""
        turns = self._said
        # A turn whose completion never came is as final as it gets when a later one is complete.
        complete = len(turns) if is_over else _last_complete(turns)
        for turn in turns[self._written : complete]:
            self._written += 1
            self._live = ""
            self._heard_words()
            self._on_words(turn.text.strip(), True)
        live = " ".join(turn.text.strip() for turn in turns[self._written :] if turn.text.strip())
        if live != self._live:
            self._live = live
            self._heard_words()
            self._on_words(live, False)

    def _heard_words(self) -> None:
        if self._frames_left is None:
            self._set_timer(WALKED_AWAY_S, self._walked_away)

    def _walked_away(self) -> None:
        self._why = _NOTHING_HEARD
        self.stop()

    def _finish(self) -> None:
        """No more words are to come: end in good order."""
        self._runner.handle(events.StopRequested())

    def _end(self) -> None:
        self.is_on = False
        self._set_timer(0.0, None)
        on_end, why = self._on_end, self._why or ("" if self._asked_to_end else _GONE)
        self._on_words, self._on_end = _ignore, _ignore
        backend, self._backend = self._backend, None
        self._runner.attach(None)
        # The next one has a link of its own.
        self._runner.handle(events.LinkLost())
        if backend is not None:
            self._spawn(backend.close())
        self._tell()
        on_end(why)

    async def _link(self, session: int) -> None:
        def take(event: events.Event) -> None:
            if session == self._session and self.is_on:
                self._runner.handle(event)

        try:
            backend = await self._connect()
            if session == self._session and self.is_on:
                self._backend = backend
                self._runner.attach(backend)
                await backend.open(take, _ignore)
        except BackendError as error:
            if session == self._session:
                self.break_off(str(error))

    def _set_timer(self, seconds: float, call: Callable[[], None] | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, call) if call is not None else None

    def _spawn(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(job, name="dictation")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _MicrophoneAlone:
    """The runner's `Audio` without a loudspeaker."""

    def __init__(self, microphone: Microphone) -> None:
        self.open, self.shut, self.mute = microphone.open, microphone.shut, microphone.mute

    def hold_replies(self, on: bool) -> None:
        """There are none."""

    def play(self, generation: int, pcm: bytes) -> None:
        """There is nothing to play."""

    def flush(self, generation: int) -> None:
        """Nothing was played."""


class _Nowhere:
    """The runner's `Journal` that keeps nothing."""

    def begin(self, course_id: int, name: str, assistant_id: str, started_at: float) -> None:
        """Nothing is kept."""

    def record(self, course_id: int, sitting: int, turns: Iterable[Turn]) -> None:
        """Nothing is kept."""

    def correct(self, course_id: int, turn_key: str, text: str) -> None:
        """Nothing is kept."""

    def keep_grades(self, course_id: int, sitting: int, grades: Iterable[Grade]) -> None:
        """Nothing is kept."""

    def file_result(self, event: GradingEvent) -> None:
        """Nothing is kept."""


def _last_complete(turns: list[Turn]) -> int:
    """Return how many turns there are up to and including the last that is complete."""
    return max((index for index, turn in enumerate(turns, 1) if turn.ended_at is not None), default=0)


def _ignore(*_: object) -> None:
    """Nobody dictates."""
