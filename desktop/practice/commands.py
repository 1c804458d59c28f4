"""The commands of an attempt, as a client sends them over Socket.IO. Nothing is acknowledged."""

import logging
from collections.abc import Callable

from desktop.practice.courses import Courses, UnknownAssistant
from desktop.practice.debrief import from_json, told
from desktop.practice.hub import Hub, TooManySessions
from desktop.practice.session import Session
from desktop.practice.store import Store
from desktop.protocol.aliases import canonical_name
from desktop.protocol.attempt import (
    MAX_MESSAGE_CHARS,
    AttemptEnd,
    AttemptEndAll,
    AttemptGrade,
    AttemptJoin,
    AttemptLeave,
    AttemptMessage,
    AttemptNext,
    AttemptResponseSubmit,
    AttemptStart,
    AttemptStop,
    AttemptStopMessage,
    AudioEnded,
    AudioFrame,
    AudioMute,
    AudioReady,
    AudioStart,
    AudioStop,
    Command,
    Error,
    Event,
    Graded,
    Joined,
    ResponseResult,
    Stopped,
    decode_command,
)
from desktop.protocol.errors import WireFormatError

GONE = "This talk is no longer open. Start a new one, or continue it from the list."
_ERROR_TYPES = {
    "attempt_start": "start",
    "attempt_next": "next",
    "attempt_join": "join",
    "attempt_leave": "join",
    "attempt_message": "send",
    "attempt_stop": "stop",
    "attempt_stop_message": "stop",
    "attempt_end": "end",
    "attempt_end_all": "end",
    "attempt_grade": "grade",
    "attempt_response_submit": "quiz",
    "attempt_audio_start": "audio",
    "attempt_audio_stop": "audio",
    "attempt_audio_frame": "audio",
    "attempt_audio_mute": "audio",
}

_log = logging.getLogger(__name__)


class AttemptCommands:
    """Does what a socket asks. `tell(sid, event)` sends an event to that socket alone, without waiting."""

    def __init__(self, hub: Hub, courses: Courses, store: Store, tell: Callable[[str, Event], None]) -> None:
        self._hub = hub
        self._courses = courses
        self._store = store
        self._tell = tell
        self._frame_faults = 0

    async def handle(self, sid: str, name: str, payload: object) -> None:
        """Do one command; whatever is wrong with it is answered by attempt_error."""
        try:
            command = decode_command(name, payload)
        except WireFormatError as error:
            self._refuse(sid, name, error)
            return
        await self._do(sid, command)

    def _refuse(self, sid: str, name: str, error: WireFormatError) -> None:
        canonical = canonical_name(name) or ""
        if canonical == AudioFrame.event:
            # Fifty a second may come: said once, counted from then on.
            self._frame_faults += 1
            if self._frame_faults > 1:
                return
        _log.info("refused: %s", error)
        message = "The practice service did not understand this request. Start the talk again."
        if canonical == AttemptMessage.event and "message" in error.fields:
            message = f"A message must have 1 to {MAX_MESSAGE_CHARS} characters. Change it and send it again."
        self._tell(sid, Error(type=_ERROR_TYPES.get(canonical, "unknown"), message=message))

    async def _do(self, sid: str, command: Command) -> None:
        match command:
            case AudioFrame():
                session = self._hub.by_chat(command.chat_id)
                if session is not None and sid in session.room:
                    session.hear_frame(command.audio)
            case AttemptStart():
                await self._start(sid, command)
            case AttemptNext():
                self._next(sid, command)
            case AttemptJoin():
                self._join(sid, command)
            case AttemptLeave():
                if session := self._hub.by_chat(command.chat_id):
                    session.leave(sid)
            case AudioStart() | AudioStop() | AudioMute():
                await self._voice(sid, command)
            case AttemptMessage() | AttemptStop() | AttemptStopMessage():
                self._talk(sid, command)
            case AttemptEnd() | AttemptEndAll():
                await self._end(sid, command)
            case AttemptGrade():
                await self._grade(sid, command)
            case AttemptResponseSubmit():
                self._answer(sid, command)
            case _:
                _log.warning("%s is decoded but not handled", command.event)

    async def _start(self, sid: str, command: AttemptStart) -> None:
        try:
            session = await self._courses.open_attempt(sid, command.practice_id or "", None, opening=True)
        except (UnknownAssistant, TooManySessions) as error:
            self._tell(sid, Error(type="start", message=str(error)))
            return
        session.open()

    def _next(self, sid: str, command: AttemptNext) -> None:
        session = self._by_attempt(sid, command)
        if session is None:
            return
        if session.ended:
            try:
                session = self._hub.create_next(session, sid)
            except TooManySessions as error:
                self._tell(sid, Error(type="next", message=str(error)))
                return
        session.announce_chat()

    def _join(self, sid: str, command: AttemptJoin) -> None:
        session = self._hub.by_chat(command.chat_id)
        if session is None or session.ended:
            self._tell(sid, Joined(chat_id=command.chat_id, success=False))
            self._tell(sid, Error(chat_id=command.chat_id, type="join", message=GONE))
            return
        session.join(sid)

    async def _voice(self, sid: str, command: AudioStart | AudioStop | AudioMute) -> None:
        session = self._hub.by_chat(command.chat_id)
        here = session is not None and sid in session.room
        message = "Join the talk before you speak." if session else GONE
        match command:
            case AudioStart() if session and here:
                if not self._hub.ignores_voice_start(session):
                    session.start_voice()
            case AudioStop() if session and here:
                await session.stop_voice()
            case AudioMute() if session and here:
                session.mute(command.muted)
            case AudioStart():
                self._tell(sid, AudioReady(chat_id=command.chat_id, success=False, message=message))
            case AudioStop():
                self._tell(sid, AudioEnded(chat_id=command.chat_id, success=False, message=message))
            case AudioMute():
                self._tell(sid, Error(chat_id=command.chat_id, type="audio", message=message))

    def _talk(self, sid: str, command: AttemptMessage | AttemptStop | AttemptStopMessage) -> None:
        session = self._hub.by_chat(command.chat_id)
        match command:
            case AttemptMessage() if session and sid in session.room:
                session.message(command.message)
            case AttemptMessage():
                message = "Join the talk before you write." if session else GONE
                self._tell(sid, Error(chat_id=command.chat_id, type="send", message=message))
            case _ if session:
                session.stop_reply()
            case _:
                self._tell(sid, Stopped(chat_id=command.chat_id, success=False, message=GONE))

    async def _end(self, sid: str, command: AttemptEnd | AttemptEndAll) -> None:
        session = self._by_attempt(sid, command)
        if session is not None:
            await session.end(grade=command.grade if isinstance(command, AttemptEnd) else True)
            await self._hub.forget_oldest()

    def _answer(self, sid: str, command: AttemptResponseSubmit) -> None:
        session = self._let_in(sid, command.chat_id)
        if session is None:
            self._tell(sid, ResponseResult(success=False, message="The questions of this talk are not open to you."))
            return
        session.debrief.answer(command.question_id, command.option_ids)

    async def _grade(self, sid: str, command: AttemptGrade) -> None:
        session = self._let_in(sid, command.chat_id)
        if session is not None:
            session.grade()
            return
        kept = await self._store.find_grade(command.chat_id)
        if kept is None:
            message = "There is no talk here that could be graded. Join it, or start a new one."
            self._tell(sid, Error(chat_id=command.chat_id, type="grade", message=message))
            return
        for entry in from_json(kept.entries):
            self._tell(sid, told(kept.chat_id, kept.grade_id, entry))
        self._tell(sid, Graded(chat_id=kept.chat_id, grade_id=kept.grade_id))

    def _let_in(self, sid: str, chat_id: str) -> Session | None:
        """Return the session of a chat whose results this socket may hear.

        After a chat's end whoever knows it may: the client's connection can be a new one by then.
        """
        session = self._hub.remembered(chat_id)
        if session is not None and session.ended:
            session.room.add(sid)
        return session if session is not None and sid in session.room else None

    def _by_attempt(self, sid: str, command: AttemptNext | AttemptEnd | AttemptEndAll) -> Session | None:
        session = self._hub.by_attempt(command.attempt_id)
        if session is None:
            self._tell(sid, Error(type=_ERROR_TYPES[command.event], message=GONE))
        return session
