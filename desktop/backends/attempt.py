"""AttemptBackend: voice-practice events and the list commands over one Socket.IO link."""

import asyncio
import json
import logging
from collections import Counter, deque
from collections.abc import Callable
from typing import Any, TypeVar, assert_never

from desktop.backends.contract import BackendError, Capability
from desktop.backends.translation import assistant, event_from_wire, favorite, past_conversation, turns_from_history
from desktop.conversation import effects, events
from desktop.conversation.catalogue import Assistant, Favorite, PastConversation
from desktop.conversation.state import Problem, ProblemKind
from desktop.conversation.turn import Turn
from desktop.network.command_client import RESPONSE_EVENT, CommandClient
from desktop.network.errors import CommandFailed, NetworkError, SignInRefused
from desktop.network.http import fetch
from desktop.network.inbox import Inbox
from desktop.network.socket_connection import (
    Acknowledged,
    Address,
    Arrived,
    Item,
    Lost,
    Opened,
    SocketConnection,
    TakenOver,
)
from desktop.protocol import attempt, pria
from desktop.protocol.errors import WireFormatError
from desktop.protocol.wire import WireModel

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_Record = TypeVar("_Record", bound=WireModel)

RECENT_CHUNKS = 64
"""How far apart, in chunks, the two copies of one may arrive: once for the socket, once for the room."""


class AttemptBackend:
    """Speaks with any service of the attempt contract; see `contract.Backend` for what each method does."""

    capabilities = frozenset({Capability.SET_FAVORITE, Capability.READ_DIALOGUE, Capability.SKIP_OPENING})

    def __init__(self, address: Address) -> None:
        self._address = address
        self.pause_s: float | None = None
        """How long a silence ends the learner's turn, where the service lets us say; used by the next talk."""
        self._link: SocketConnection | None = None
        self._inbox: Inbox[Item] | None = None
        self._commands = CommandClient(self._emit)
        self._on_event: Callable[[events.Event], None] = _ignore
        self._on_sound: Callable[[str, bytes], None] = _ignore
        self._recent: deque[int] = deque(maxlen=RECENT_CHUNKS)
        self._unknown: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(
        self,
        on_event: Callable[[events.Event], None],
        on_sound: Callable[[str, bytes], None],
    ) -> None:
        self._on_event, self._on_sound = on_event, on_sound
        self._inbox = Inbox(asyncio.get_running_loop(), self._receive)
        self._link = SocketConnection(self._address, self._inbox.post)
        try:
            await asyncio.wrap_future(self._link.start())
        except NetworkError as error:
            raise BackendError(str(error)) from error

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._inbox is not None:
            self._inbox.close()
        if self._link is not None:
            await asyncio.to_thread(self._link.close)
        self._commands.link_lost()

    # -- lists ---------------------------------------------------------------------------------------------

    async def assistants(self) -> tuple[Assistant, ...]:
        return await self._list(pria.ListAssistants(), pria.assistants, assistant)

    async def conversations(self) -> tuple[PastConversation, ...]:
        found = await self._list(pria.ListConversations(), pria.conversations, past_conversation)
        return tuple(sorted(found, key=lambda one: -one.last_at))

    async def favorites(self) -> tuple[Favorite, ...]:
        found = await self._list(pria.ListFavorites(), pria.favorites, favorite)
        return tuple(sorted(found, key=lambda one: -one.created_at))

    async def set_favorite(self, exchange_id: str, favorite: bool) -> None:
        await self._request(pria.SetFavorite(id=exchange_id, favorite=favorite))

    async def dialogue(self, course_id: int) -> tuple[Turn, ...]:
        content = await self._fetch("/user/histories", {"course_id": course_id})
        try:
            return turns_from_history(json.loads(content))
        except (ValueError, RecursionError) as error:  # also a WireFormatError
            raise BackendError("The service's record of this talk could not be read.") from error

    async def picture(self, url: str) -> bytes:
        return await self._fetch(url)

    # -- a conversation ------------------------------------------------------------------------------------

    def perform(self, effect: effects.Effect) -> None:
        match effect:
            case effects.OpenConversation():
                self._spawn(self._open_conversation(effect))
            case effects.OpenNextChat(attempt_id):
                self._send(attempt.AttemptNext(attempt_id=attempt_id))
            case effects.JoinChat(chat_id):
                self._recent.clear()
                self._send(attempt.AttemptJoin(chat_id=chat_id))
            case effects.StartVoice(chat_id):
                self._send(attempt.AudioStart(chat_id=chat_id))
            case effects.StopVoice(chat_id):
                self._send(attempt.AudioStop(chat_id=chat_id))
            case effects.SendMute(chat_id, muted):
                self._send(attempt.AudioMute(chat_id=chat_id, muted=muted))
            case effects.SendMessage(attempt_id, chat_id, text):
                self._send(attempt.AttemptMessage(attempt_id=attempt_id, chat_id=chat_id, message=text))
            case effects.StopReply(chat_id):  # deployments know one or the other
                self._send(attempt.AttemptStop(chat_id=chat_id))
                self._send(attempt.AttemptStopMessage(chat_id=chat_id))
            case effects.EndAttempt(attempt_id, ""):
                self._send(attempt.AttemptEndAll(attempt_id=attempt_id))
            case effects.EndAttempt(attempt_id, chat_id):
                self._send(attempt.AttemptEnd(attempt_id=attempt_id, chat_id=chat_id))
            case effects.AskForGrade(attempt_id, chat_id):
                self._send(attempt.AttemptGrade(attempt_id=attempt_id, chat_id=chat_id))
            case effects.SubmitResponse(chat_id, question_id, option_ids):
                self._send(
                    attempt.AttemptResponseSubmit(chat_id=chat_id, question_id=question_id, option_ids=option_ids)
                )
            case (
                effects.StartCapture()
                | effects.StopCapture()
                | effects.OpenMicrophoneGate()
                | effects.CloseMicrophoneGate()
                | effects.MuteMicrophone()
                | effects.UseTurnMode()
                | effects.TakeFloor()
                | effects.ReleaseFloor()
                | effects.WithholdSilence()
                | effects.PlayChunk()
                | effects.FlushPlayback()
                | effects.FileResult()
                | effects.FileConversation()
                | effects.Notify()
            ):
                pass
            case _:
                assert_never(effect)

    def send_frame(self, chat_id: str, pcm: bytes) -> None:
        # Fifty a second: a plain dict, not a model.
        self._emit(attempt.AudioFrame.event, {"chat_id": chat_id, "audio": pcm})

    async def _open_conversation(self, effect: effects.OpenConversation) -> None:
        course = pria.SelectedCourse(course_id=effect.course_id, course_name=effect.course_name)
        request = pria.ConvoStart(
            assistantId=effect.assistant_id or None,
            selectedCourse=course,
            opening=None if effect.opening else False,
            pause_s=self.pause_s,
        )
        try:
            await self._commands.request(request)
        except NetworkError as error:
            kind = ProblemKind.REFUSED if isinstance(error, CommandFailed) else ProblemKind.NOT_STARTED
            self._on_event(events.CommandRefused(Problem(kind, str(error), "start")))

    # -- the link ------------------------------------------------------------------------------------------

    def _receive(self, item: Item) -> None:
        match item:
            case Arrived(name, args):
                self._arrived(name, args)
            case Acknowledged(ticket, args):
                self._commands.acknowledged(ticket, args)
            case Opened():
                self._on_event(events.LinkOpened())
            case Lost(final):
                self._commands.link_lost()
                self._on_event(events.LinkLost(None if final is None else _problem(final)))
            case _:
                assert_never(item)

    def _arrived(self, name: str, args: tuple[Any, ...]) -> None:
        payload = args[0] if args else None
        if name == RESPONSE_EVENT:
            self._commands.arrived(payload)
            return
        try:
            message = attempt.decode_event(name, payload)
        except WireFormatError as error:
            _log.warning("a message could not be read: %s", error)
            return
        if isinstance(message, attempt.UnknownEvent):
            self._unknown[message.name] += 1
            if self._unknown[message.name] == 1:
                _log.info("an event unknown to this version: %.80s", message.name)
        elif isinstance(message, attempt.AssistantAudio):
            self._sound(message.chat_id, message.pcm())
        else:
            event = event_from_wire(message)
            if event is not None:
                self._on_event(event)

    def _sound(self, chat_id: str, pcm: bytes | None) -> None:
        """Hand on a chunk unless it is unreadable or the second copy of a recent one; silence may repeat."""
        if not pcm:
            return
        mark = hash(pcm)
        if mark in self._recent and any(pcm):
            return
        self._recent.append(mark)
        self._on_sound(chat_id, pcm)

    def _emit(self, name: str, payload: Any, *, ticket: int = 0) -> bool:
        return self._link is not None and self._link.emit(name, payload, ticket=ticket)

    def _send(self, command: attempt.Command) -> None:
        self._emit(command.event, command.to_wire())

    async def _request(self, request: pria.Request) -> Any:
        try:
            return await self._commands.request(request)
        except NetworkError as error:
            raise BackendError(str(error)) from error

    async def _list(
        self,
        request: pria.Request,
        read: Callable[[object], pria.Records[_Record]],
        translate: Callable[[_Record], _T],
    ) -> tuple[_T, ...]:
        try:
            records = read(await self._request(request))
        except WireFormatError as error:
            raise BackendError("The service's list could not be read. Try again later.") from error
        for fault in records.faults:
            _log.warning("left out of a list: %s", fault)
        return tuple(translate(record) for record in records)

    async def _fetch(self, path: str, body: dict[str, Any] | None = None) -> bytes:
        if self._link is None:
            raise BackendError("The service is not connected. Try again in a moment.")
        try:
            return await asyncio.wrap_future(self._link.run(fetch(self._address, path, body=body)))
        except NetworkError as error:
            raise BackendError(str(error)) from error

    def _spawn(self, job: Any) -> None:
        task = asyncio.get_running_loop().create_task(job, name="open conversation")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _ignore(*_: object) -> None:
    """Before `open` nobody listens."""


def _problem(error: NetworkError) -> Problem:
    if isinstance(error, TakenOver):
        return Problem(ProblemKind.TAKEN_OVER)
    if isinstance(error, SignInRefused):
        return Problem(ProblemKind.REFUSED)
    return Problem(ProblemKind.NO_SERVICE, str(error))
