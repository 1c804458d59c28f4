"""The commands that come as `pria-request`: lists, favorites, a typed one-shot, and the door to a spoken talk."""

import asyncio
import logging
import time
from collections import OrderedDict
from typing import Any
from uuid import uuid4

from desktop.practice.courses import Courses, UnknownAssistant
from desktop.practice.hub import Hub, TooManySessions
from desktop.practice.partner import Partner
from desktop.practice.scenarios import Scenario
from desktop.practice.store import LONGEST_DIALOGUE, Exchange, Store
from desktop.practice.timestamps import utc_text
from desktop.protocol.errors import WireFormatError
from desktop.protocol.pria import (
    AssistantRecord,
    ConversationRecord,
    ConvoStart,
    ConvoStop,
    FavoriteInput,
    FavoriteOutput,
    FavoriteRecord,
    ListAssistants,
    ListConversations,
    ListFavorites,
    Post,
    PostResult,
    Request,
    RequestArgs,
    SelectedCourse,
    SetFavorite,
    decode_request,
    reply,
)

STARTED = "Convo started (STS)"
STOPPED = "Convo stopped (STS)"
TYPED_TALKS = 32
"""Partners of typed one-shots that are remembered."""
LONGEST_INPUT = 5000

_log = logging.getLogger(__name__)


class DialogueRecord(FavoriteRecord):
    """An exchange with how much of its reply was heard; heard_ms None: all of it."""

    heard_ms: int | None = None
    interrupted: bool = False


class _Refused(Exception):
    """The request cannot be done; the text is a sentence for the user."""


class PriaRequests:
    """Answers each request with an envelope."""

    def __init__(self, hub: Hub, courses: Courses, store: Store, model_name: str) -> None:
        self._hub = hub
        self._courses = courses
        self._store = store
        self._model_name = model_name
        self._typed: OrderedDict[int, Partner] = OrderedDict()

    async def answer(self, sid: str, payload: object) -> dict[str, Any]:
        """Return the envelope for one request; what is wrong with it is said in an error envelope."""
        given = payload.get("command") if isinstance(payload, dict) else None
        command = given if isinstance(given, str) and len(given) <= 60 else ""
        try:
            request = decode_request(payload)
            return reply(request.command, await self._content(sid, request))
        except WireFormatError as error:
            _log.info("refused: %s", error)
            return reply(command, f"This request is not understood ({error}).", is_error=True)
        except (_Refused, UnknownAssistant, TooManySessions) as error:
            return reply(command, str(error), is_error=True)

    async def dialogue(self, course_id: int, limit: int = LONGEST_DIALOGUE) -> list[DialogueRecord]:
        """Return every exchange of a conversation, oldest first, an opening line with an empty input."""
        return [self._record(exchange) for exchange in await self._store.dialogue(course_id, limit)]

    async def _content(self, sid: str, request: Request) -> Any:
        match request:
            case ListAssistants():
                return [assistant_record(scenario) for scenario in self._hub.scenarios.values()]
            case ListConversations():
                return await self._conversations()
            case ListFavorites():
                return [self._record(exchange) for exchange in await self._store.favorites()]
            case SetFavorite():
                if not await self._store.set_favorite(request.id, request.favorite):
                    raise _Refused("This exchange is not kept here, so it cannot be starred.")
                return {"success": True, "id": request.id, "favorite": request.favorite}
            case Post():
                return await self._post(request)
            case ConvoStart():
                session = await self._courses.open_attempt(
                    sid,
                    request.assistantId or "",
                    request.selectedCourse,
                    request.opening is not False,
                    None if request.pause_s is None else min(2.0, max(0.6, request.pause_s)),
                )
                # After the envelope is on its way.
                asyncio.get_running_loop().call_soon(session.open)
                return STARTED
            case ConvoStop():
                for session in self._hub.of_socket(sid):
                    await session.stop_voice()
                return STOPPED
            case _:
                raise _Refused("This service cannot do that.")

    async def _conversations(self) -> list[ConversationRecord]:
        records = []
        for conversation in await self._store.conversations():
            scenario = self._hub.scenarios.get(conversation.assistant_id)
            assistant = None
            if scenario is not None:
                assistant = AssistantRecord(
                    id=scenario.id,
                    name=scenario.name,
                    picture_url=picture_url(scenario),
                    liked_count=0,
                    persona=scenario.persona,
                )
            records.append(
                ConversationRecord(
                    course_name=conversation.name,
                    assistant=assistant,
                    history_count=conversation.exchange_count,
                    last_dialogue_date=utc_text(conversation.last_at),
                    course_id=conversation.course_id,
                )
            )
        return records

    async def _post(self, request: Post) -> PostResult:
        text = "\n".join(request.inputs).strip()
        if not text or len(text) > LONGEST_INPUT:
            raise _Refused(f"Write 1 to {LONGEST_INPUT} characters and send them again.")
        began, created = time.monotonic(), time.time()
        conversation = await self._courses.resolve(request.assistantId or "", request.selectedCourse)
        partner = self._typed.pop(conversation.course_id, None) or self._hub.new_partner(
            self._hub.scenarios[conversation.assistant_id]
        )
        self._typed[conversation.course_id] = partner
        if len(self._typed) > TYPED_TALKS:
            self._typed.popitem(last=False)
        outputs = " ".join([sentence async for sentence in partner.reply(text)])
        duration_ms = round(1000 * (time.monotonic() - began))
        await self._store.add_exchange(
            Exchange(uuid4().hex, conversation.course_id, created, text, outputs, duration_ms)
        )
        return PostResult(
            success=True,
            outputs=(outputs,),
            query_duration_ms=duration_ms,
            model=self._model_name,
            requestArgs=RequestArgs(
                userISODate=utc_text(created),
                assistantId=conversation.assistant_id,
                selectedCourse=SelectedCourse(course_id=conversation.course_id, course_name=conversation.name),
            ),
        )

    def _record(self, exchange: Exchange) -> DialogueRecord:
        return DialogueRecord(
            id=exchange.id,
            created=utc_text(exchange.created),
            favorite=exchange.favorite,
            forgotten=False,
            course_id=exchange.course_id,
            course_name=exchange.course_name,
            query_duration_ms=exchange.duration_ms,
            conversation_model=self._model_name,
            success=True,
            in_=FavoriteInput(input=exchange.learner_text),
            out=FavoriteOutput(outputs=(exchange.reply_text,) if exchange.reply_text else ()),
            heard_ms=exchange.heard_ms,
            interrupted=exchange.interrupted,
        )


def assistant_record(scenario: Scenario) -> AssistantRecord:
    return AssistantRecord(
        id=scenario.id,
        name=scenario.name,
        description=scenario.description,
        picture_url=picture_url(scenario),
        status="active",
        liked_count=0,
        admin_only=False,
        institution_shared=False,
        editable_others=False,
        remember_history=3,
        created=scenario.created,
        level=scenario.level,
        goal=scenario.goal,
        persona=scenario.persona,
    )


def picture_url(scenario: Scenario) -> str:
    return f"/scenarios/{scenario.picture}"
