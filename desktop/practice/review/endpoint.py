"""`POST /feedback/compute`: a bit in, the same bit with its feedback out, or one of the six errors.

    REQUEST_SCHEMA_MALFORMED    no JSON, no bit, a field that is missing or of the wrong type, more than 1 MB
    INVALID_PARAMETER           an empty feedbackId or userId, a negative timeOnTask, an answer of more than 50,000
                                characters, a learningLanguage other than English
    INVALID_TOKEN               not the token of this start (access.py)
    MISSING_PERMISSIONS         tenantId 403: a tenant that this service keeps locked
    WRONG_TASK_TYPE_FOR_UPSERT  a feedbackId that has named a bit of another type since this start
    INTERNAL                    tenantId 500: a tenant whose checks fail; or a failure of ours. Has a support id

A feedbackId that was seen before with the same type updates that bit. A free text task (newer shape) is answered too.
"""

import logging
from collections import OrderedDict
from secrets import token_hex
from typing import Any

from aiohttp import web

from desktop.practice.failures import where_it_failed
from desktop.practice.review.free_text_reply import essay_of, free_text_reply
from desktop.practice.review.reviewer import Reviewer
from desktop.protocol import free_text
from desktop.protocol.bit import (
    STATUSES,
    BitError,
    BitErrorType,
    ClozeRequest,
    EssayRequest,
    MultipleChoiceTextRequest,
    Request,
    decode_request,
    reply_to,
)
from desktop.protocol.errors import WireFormatError
from desktop.protocol.placeholders import filled_text

PATH = "/feedback/compute"
LOCKED_TENANT, FAILING_TENANT = "403", "500"
LONGEST_ANSWER = 50_000
MOST_BITS = 10_000
"""Bits whose type is remembered; the one not seen for longest is forgotten first."""

_log = logging.getLogger(__name__)


class _Refused(Exception):
    def __init__(self, kind: BitErrorType, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class FeedbackEndpoint:
    """Answers on the service's loop. Nothing of a bit is logged or kept but its id and type."""

    def __init__(self, reviewer: Reviewer) -> None:
        self._reviewer = reviewer
        self._type_of: OrderedDict[str, str] = OrderedDict()

    async def handle(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(await self._computed(await _json(request)))
        except _Refused as refusal:
            return refused(refusal.kind, str(refusal))
        except Exception as error:  # noqa: BLE001  # told to the client as the contract says
            support_id = token_hex(6)
            # No message: it may hold words of the answer.
            _log.error("a check failed, support id %s: %s", support_id, where_it_failed(error))
            return refused(BitErrorType.INTERNAL, _internal(support_id))

    async def _computed(self, body: object) -> dict[str, Any]:
        try:
            if free_text.is_free_text(body):
                task = free_text.decode_request(body)
                essay = essay_of(task)
                self._admit(essay)
                return free_text_reply(task, await self._reviewer.review(essay))
            request = decode_request(body)
        except WireFormatError as error:
            raise _Refused(BitErrorType.REQUEST_SCHEMA_MALFORMED, f"computeFeedback: {error}") from error
        self._admit(request)
        return reply_to(request, await self._reviewer.review(request)).to_wire()

    def _admit(self, request: Request) -> None:
        """Check what the schema cannot; remember the bit's type. Raises _Refused."""
        engine = request.feedbackEngine
        fault = _fault(request)
        if fault:
            raise _Refused(BitErrorType.INVALID_PARAMETER, f"computeFeedback.{fault}")
        tenant = str(engine.tenantId)
        if tenant == LOCKED_TENANT:
            raise _Refused(BitErrorType.MISSING_PERMISSIONS, "The application may not check answers for this tenant.")
        if tenant == FAILING_TENANT:
            raise _Refused(BitErrorType.INTERNAL, _internal(token_hex(6)))
        known = self._type_of.setdefault(engine.feedbackId, request.type)
        self._type_of.move_to_end(engine.feedbackId)
        if len(self._type_of) > MOST_BITS:
            self._type_of.popitem(last=False)
        if known != request.type:
            message = f"computeFeedback.feedbackEngine.feedbackId names a bit of type {known}, not {request.type}."
            raise _Refused(BitErrorType.WRONG_TASK_TYPE_FOR_UPSERT, message)


def refused(kind: BitErrorType, message: str) -> web.Response:
    """Return the answer of a refused request."""
    return web.json_response(BitError(message=message, type=kind.value).to_wire(), status=STATUSES[kind])


async def _json(request: web.Request) -> object:
    try:
        return await request.json()
    except (ValueError, RecursionError, web.HTTPRequestEntityTooLarge):
        fault = "computeFeedback must be a JSON object of at most 1 MB."
        raise _Refused(BitErrorType.REQUEST_SCHEMA_MALFORMED, fault) from None


def _internal(support_id: str) -> str:
    return f"The check failed inside the service. Try again; to report it, give the support id {support_id}."


def _fault(request: Request) -> str:
    """Return which parameter cannot be used and why; "" where all can."""
    engine = request.feedbackEngine
    if not engine.feedbackId.strip():
        return "feedbackEngine.feedbackId must not be empty."
    if not engine.userId.strip():
        return "feedbackEngine.userId must not be empty."
    if engine.timeOnTask is not None and engine.timeOnTask < 0:
        return "feedbackEngine.timeOnTask must not be negative."
    language = (request.meta.learningLanguage if request.meta else None) or "en"
    if not language.lower().startswith("en"):
        return "meta.learningLanguage must be English: this service checks no other language."
    if len(_answer(request)) > LONGEST_ANSWER:
        return f"answer must have at most {LONGEST_ANSWER} characters."
    return ""


def _answer(request: Request) -> str:
    match request:
        case EssayRequest():
            return request.answer.text
        case ClozeRequest() | MultipleChoiceTextRequest():
            return filled_text(request).text
