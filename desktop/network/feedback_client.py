"""Asks a feedback service to check an answer. Gives its remarks no meaning, and logs nothing of task or answer."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from desktop.network.errors import AnswerLate, CommandFailed, ServiceUnreachable
from desktop.network.feedback_errors import (
    AddressUnusable,
    NotChecked,
    ReplyUnreadable,
    TokenRefused,
    TypeRefused,
    refusal_of,
)
from desktop.network.http import HttpAnswer, post_json
from desktop.protocol import bit, free_text
from desktop.protocol.errors import WireFormatError

PATH = "/feedback/compute"

Transport = Callable[[str, str, bytes], Awaitable[HttpAnswer]]
"""(url, token, JSON) -> answer; raises ServiceUnreachable, AnswerLate, CommandFailed."""
_Task = TypeVar("_Task")
_Reply = TypeVar("_Reply")


@dataclass(frozen=True, slots=True)
class Checked(Generic[_Task, _Reply]):
    """task: as it was checked; its id is another one where the service knew the first with another type."""

    task: _Task
    reply: _Reply


class FeedbackClient:
    """One service. Its methods may be called on any event loop; each call is one check, and cancels cleanly."""

    def __init__(self, base_url: str, token: str, transport: Transport = post_json) -> None:
        """Raises AddressUnusable, or TokenRefused where no service could read the token."""
        self._url = _checked_url(base_url) + PATH
        if not token.isprintable() or not token.isascii():
            text = "The token holds characters that no token has. Give it again and check again."
            raise TokenRefused(text, bit.BitErrorType.INVALID_TOKEN)
        self._token = token
        self._transport = transport

    async def compute(self, task: bit.Request) -> Checked[bit.Request, bit.FeedbackReply]:
        """Check a bit. Raises the errors of feedback_errors.py, and nothing else.

        Asked again only where the contract says: once, under a new id, where the id names a bit of another type.
        """
        try:
            return Checked(task, await self._ask(task.to_wire(), bit.decode_reply))
        except TypeRefused:
            engine = task.feedbackEngine.model_copy(update={"feedbackId": new_feedback_id(task.type)})
            task = task.model_copy(update={"feedbackEngine": engine})
            return Checked(task, await self._ask(task.to_wire(), bit.decode_reply))

    async def compute_free_text(
        self, task: free_text.FreeTextRequest
    ) -> Checked[free_text.FreeTextRequest, free_text.FreeTextReply]:
        """Check a free text at a service of the newer shape, under the same rules."""
        try:
            return Checked(task, await self._ask(task.to_wire(), free_text.decode_reply))
        except TypeRefused:
            definition = task.taskDefinition.model_copy(update={"id": new_feedback_id("free-text")})
            task = task.model_copy(update={"taskDefinition": definition})
            return Checked(task, await self._ask(task.to_wire(), free_text.decode_reply))

    async def _ask(self, wire: dict[str, Any], decode: Callable[[object], _Reply]) -> _Reply:
        try:
            body = json.dumps(wire, ensure_ascii=False).encode()
            answer = await self._transport(self._url, self._token, body)
        except (ServiceUnreachable, AnswerLate) as failure:
            raise NotChecked(f"The answer was not checked. {failure}") from failure
        except CommandFailed as failure:
            raise ReplyUnreadable(str(failure)) from failure
        parsed = _parsed(answer.body)
        try:
            if answer.status == 200:
                return decode(parsed)
            refused = bit.decode_error(parsed, answer.status)
        except WireFormatError as fault:
            text = f"The service's answer cannot be read ({fault}). Check its address, or ask its support."
            raise ReplyUnreadable(text) from fault
        raise refusal_of(refused)


def new_feedback_id(kind: str) -> str:
    """Return an id that nobody has used. It begins with the type: an id keeps its type for good."""
    return f"{kind}-{uuid4().hex}"


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _checked_url(base_url: str) -> str:
    url = base_url.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise AddressUnusable("This is not the address of a service. Give one like https://example.org/api.")
    return url
