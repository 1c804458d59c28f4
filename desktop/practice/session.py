"""One chat of an attempt: who is in the room, whose turn it is, what is kept.

    learner's sound -> Listener -> Heard -> turn taking -> Reply -> events -> everyone in the room

Everything here runs on the service's loop, and every event of a session goes out in the order in which it was made.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, assert_never
from uuid import uuid4

from desktop.practice.debrief import Debrief
from desktop.practice.endpointing import TURN_LIMIT_S
from desktop.practice.failures import where_it_failed
from desktop.practice.grading.talk_record import Timing
from desktop.practice.listen import Heard, SpeechEnded, SpeechStarted, Transcribed
from desktop.practice.partner import Partner
from desktop.practice.replies import Replies
from desktop.practice.speech import Speech
from desktop.practice.store import Store
from desktop.practice.timestamps import utc_text
from desktop.practice.voice_session import VoiceSession
from desktop.protocol.attempt import (
    AudioEnded,
    AudioReady,
    ChatEnded,
    ChatStarted,
    Ended,
    Error,
    Event,
    Hint,
    HintProgress,
    Joined,
    Started,
    Stopped,
    UserComplete,
    UserDelta,
    UserStart,
)

SCENE_GAP_S = 1.0
"""Between the partner's last word and the end of a scene that another one follows."""
RATE_LIMIT = 20
RATE_WINDOW_S = 10.0
"""At most so many typed messages in so many seconds."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Course:
    """The conversation an attempt belongs to."""

    course_id: int
    name: str
    continued: bool
    """It has exchanges of another day, or of another attempt."""


@dataclass(frozen=True, slots=True)
class Voicing:
    """How the partner speaks and how long it waits for the learner to go on."""

    speed: float = 1.0
    pause_s: float = 0.8
    cut_at_pause_s: float = TURN_LIMIT_S
    """How long a turn may get before a short pause ends it, too."""


class Session:
    """A conversation from its opening to its end."""

    def __init__(
        self,
        course: Course,
        partner: Partner,
        speech: Callable[[], Awaitable[Speech]],
        store: Store,
        send: Callable[[Event], None],
        voicing: Voicing,
        debrief: Debrief,
        opening: bool = True,
        dictation: bool = False,
        has_next: bool = False,
        attempt_id: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """speech: waits until the engines are warm, raises SpeechUnavailable. clock: seconds, monotonic.

        dictation: turns are written down, not answered, and nothing of them is kept or graded.
        has_next: another scene follows when this one has come to its end. attempt_id: empty for a new attempt.
        """
        self.attempt_id = attempt_id or uuid4().hex
        self.chat_id = debrief.chat_id
        self.course = course
        self.debrief = debrief
        self.opener = ""
        """Socket id that asked for the attempt: hears of it before it joins."""
        self.room: set[str] = set()
        """Socket ids that joined."""
        self.left_at = clock()
        """When the last socket left."""
        self.ended_at = clock()
        """When the chat ended, if it has."""
        self.ended = False
        """The chat is over; what it brought can still be asked for."""
        self.attempt_over = False
        """No more chat of the attempt follows on this one, or one has already begun."""
        self.exchanges = 0
        self.on_exchange: Callable[[Session], None] = _nothing
        """Called after each exchange that came to its end."""
        self._partner = partner
        self._send = send
        self.voicing = voicing
        self._clock = clock
        self._dictation = dictation
        self._has_next = has_next
        self._scene_end: asyncio.Task[None] | None = None
        self._greeting_due = opening and not dictation
        self._ear = VoiceSession(speech, self._on_heard, voicing.pause_s, voicing.cut_at_pause_s, clock)
        self._message_ids: dict[str, str] = {}
        self._response_s: dict[str, float | None] = {}
        self._message_times: deque[float] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._replies = Replies(
            self.chat_id, course.course_id, store, send, self._begin, self._reply_over, voicing.speed, clock
        )

    @property
    def settled(self) -> Mapping[str, str]:
        """What the learner has settled with the partner by now, slot by slot."""
        return self._partner.slots

    # -- the room ----------------------------------------------------------------------------------------------

    def open(self) -> None:
        self._send(Started(attempt_id=self.attempt_id, chat_entry_id=uuid4().hex))
        self.announce_chat()

    def announce_chat(self) -> None:
        self._send(ChatStarted(attempt_id=self.attempt_id, chat_id=self.chat_id))

    def join(self, sid: str) -> None:
        self.room.add(sid)
        self._send(Joined(chat_id=self.chat_id, success=True))
        self._expect_scene_end()

    def leave(self, sid: str) -> None:
        """Let a socket go; with the last one the voice session ends, the chat can be joined again."""
        if sid not in self.room:
            return
        self.room.discard(sid)
        if not self.room:
            self.left_at = self._clock()
            # Nobody would hear that it ends.
            self._put_off_scene_end()
            self._replies.silence()
            self._begin(self._ear.close(), "close voice")

    # -- the voice session -------------------------------------------------------------------------------------

    def start_voice(self) -> None:
        """Begin to listen as soon as speech is warm, and tell; a session that is on is replaced."""
        self._begin(self._start_voice(), "start voice")

    async def _start_voice(self) -> None:
        problem = await self._ear.start()
        if problem:
            self._send(AudioReady(chat_id=self.chat_id, success=False, message=problem))
            return
        self._send(AudioReady(chat_id=self.chat_id, success=True))
        self._ear.hear_what_waits()
        if self._greeting_due:
            self._greeting_due = False
            lines = self._partner.welcome_back() if self.course.continued else self._partner.opening()
            self._answer("", lines)

    def hear_frame(self, pcm: bytes) -> None:
        """Take 20 to 40 ms of the learner's sound."""
        self._ear.hear(pcm)

    def mute(self, muted: bool) -> None:
        self._ear.mute(muted)

    async def stop_voice(self) -> None:
        """End the voice session; the learner's last words are kept, the partner is silenced."""
        self._replies.silence()
        await self._ear.close()
        self._send(AudioEnded(chat_id=self.chat_id, success=True))

    async def close_if_silent(self) -> None:
        """Close a voice session that got no sound for long."""
        await self._ear.close_if_silent()

    # -- turns -------------------------------------------------------------------------------------------------

    def _on_heard(self, heard: Heard) -> None:
        match heard:
            case SpeechStarted(item_id):
                self._greeting_due = False
                self._put_off_scene_end()
                message_id = self._message_ids.setdefault(item_id, uuid4().hex)
                self._response_s[item_id] = self._replies.over_s
                interrupted = self._replies.silence()
                self._send(
                    UserStart(chat_id=self.chat_id, message_id=message_id, item_id=item_id, created_at=utc_text())
                )
                if interrupted:
                    self._send(Stopped(chat_id=self.chat_id, success=True))
            case Transcribed(item_id, text):
                self._send(UserDelta(chat_id=self.chat_id, item_id=item_id, transcript=text))
            case SpeechEnded(item_id, text, span_s, pauses_s):
                message_id = self._message_ids.pop(item_id, uuid4().hex)
                response_s = self._response_s.pop(item_id, None)
                if text:
                    self._complete_turn(text, message_id, item_id, Timing(span_s, pauses_s, response_s))
                else:
                    self._expect_scene_end()
            case _:
                assert_never(heard)

    def message(self, text: str) -> None:
        """Take a typed message, as a turn of the learner."""
        now = self._clock()
        while self._message_times and now - self._message_times[0] > RATE_WINDOW_S:
            self._message_times.popleft()
        if len(self._message_times) >= RATE_LIMIT:
            self.fail("rate_limit", "You are sending messages very fast. Wait ten seconds and try again.")
            return
        self._message_times.append(now)
        self._greeting_due = False
        self._put_off_scene_end()
        if self._replies.silence():
            self._send(Stopped(chat_id=self.chat_id, success=True))
        message_id = uuid4().hex
        self._send(UserStart(chat_id=self.chat_id, message_id=message_id, created_at=utc_text()))
        self._complete_turn(text, message_id)

    def _complete_turn(
        self, text: str, message_id: str, item_id: str | None = None, timing: Timing | None = None
    ) -> None:
        self._send(
            UserComplete(
                chat_id=self.chat_id, message_id=message_id, item_id=item_id, content=text, created_at=utc_text()
            )
        )
        if self._dictation:
            return
        self.debrief.note_turn(message_id, text, timing)
        self._replies.silence()
        if self.room and not self.ended and (item_id is None or self._ear.on):
            self._answer(text, self._partner.reply(text))
        else:
            self._replies.keep_unanswered(text)

    def _answer(self, learner_text: str, sentences: AsyncGenerator[str, None]) -> None:
        voice = self._ear.speech.voice if self._ear.speech is not None else None
        self._replies.answer(learner_text, sentences, voice)

    def _reply_over(self, message_id: str, made: bool) -> None:
        self.debrief.record.note_filled(self._partner.slots)
        if not made:
            return
        hints = tuple(
            Hint(id=f"{message_id}-{idx}", hint=text, idx=idx, message_id=message_id)
            for idx, text in enumerate(self._partner.hints())
        )
        self._send(HintProgress(chat_id=self.chat_id, hints=hints))
        self.debrief.note_exchange(self._partner.finished)
        self.exchanges += 1
        self.on_exchange(self)
        self._expect_scene_end()

    def stop_reply(self) -> None:
        """Answer attempt_stop and attempt_stop_message; the second of the two finds nothing left to stop."""
        self._replies.silence()
        self._send(Stopped(chat_id=self.chat_id, success=True))
        self._expect_scene_end()

    # -- the end -----------------------------------------------------------------------------------------------

    async def end(self, grade: bool = True) -> None:
        """End the chat and its attempt, then grade it; whoever is in the room hears of the grade, too."""
        if self.attempt_over:
            return
        self.attempt_over = True
        complete = self._partner.finished and not self._has_next
        ended = Ended(attempt_id=self.attempt_id, success=True, all_scenarios_complete=complete)
        if self.ended:
            self._send(ended)
            return
        self._put_off_scene_end()
        grade = grade and not self._dictation
        voice_was_on = await self._close_chat()
        if voice_was_on:
            self._send(AudioEnded(chat_id=self.chat_id, success=True))
        self._send(self._chat_ended(grade, is_attempt_finished=True))
        self._send(ended)
        await self._debrief(grade)

    async def _close_chat(self) -> bool:
        """Stop talking and listening; return whether there was a voice session."""
        self.ended = True
        self.ended_at = self._clock()
        voice_was_on = self._ear.on
        self._replies.silence()
        await self._ear.close()
        return voice_was_on

    def _chat_ended(self, grade: bool, is_attempt_finished: bool) -> ChatEnded:
        grade_id = self.debrief.grade_id if grade else None
        return ChatEnded(chat_id=self.chat_id, is_attempt_finished=is_attempt_finished, grade_id=grade_id)

    async def _debrief(self, grade: bool) -> None:
        await self._stop()
        self.debrief.ask()
        if grade:
            self.grade()

    # -- the end of a scene that another one follows -----------------------------------------------------------

    def _expect_scene_end(self) -> None:
        """End the chat, not the attempt, when the script is over and its last words were heard."""
        self._put_off_scene_end()
        if self._has_next and self._partner.finished and self.room and not self.ended:
            self._scene_end = self._begin(self._end_scene(), "scene end")

    def _put_off_scene_end(self) -> None:
        """The learner has something to say."""
        task, self._scene_end = self._scene_end, None
        if task is not None:
            task.cancel()

    async def _end_scene(self) -> None:
        await asyncio.sleep(self._replies.remaining_s + SCENE_GAP_S)
        # From here on it is no more put off.
        self._scene_end = None
        voice_was_on = await self._close_chat()
        self._send(self._chat_ended(grade=True, is_attempt_finished=False))
        if voice_was_on:
            # Behind the chat's end: before it a client would take it for a fault, and begin to listen again.
            self._send(AudioEnded(chat_id=self.chat_id, success=True))
        await self._debrief(grade=True)

    def grade(self) -> None:
        """Grade what was said by now, and tell the room."""
        if self._dictation:
            self.fail("grade", "A dictation is not graded. Start a talk to get a grade.")
            return
        self.debrief.begin_grading(self._partner.finished)

    async def close(self) -> None:
        """Stop everything; what was said is kept."""
        self.ended = self.attempt_over = True
        self._put_off_scene_end()
        await self._stop()
        await self.debrief.close()

    async def _stop(self) -> None:
        self._replies.silence()
        await self._ear.close()
        while waiting := [task for task in self._tasks if task is not asyncio.current_task()]:
            await asyncio.gather(*waiting, return_exceptions=True)

    def fail(self, kind: str, message: str) -> None:
        self._send(Error(chat_id=self.chat_id, type=kind, message=message))

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, name=f"session {name}")
        self._tasks.add(task)
        task.add_done_callback(self._finish)
        return task

    def _finish(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("%s failed: %s", task.get_name(), where_it_failed(error))
            self.fail("unknown", "Something went wrong in the practice service. Go on, or start a new talk.")


def _nothing(_session: Session) -> None:
    """Nobody counts the exchanges."""
