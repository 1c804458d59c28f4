"""CommandClient: request and answer over a link that has no request ids.

One request per command is under way at a time, first in first out. The answer is the acknowledgement or a
`pria-response` event, whichever comes first. An answer that names no command belongs to the oldest open request.
"""

import asyncio
import itertools
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from desktop.network.errors import AnswerLate, CommandFailed, LinkDropped
from desktop.protocol.errors import WireFormatError
from desktop.protocol.pria import decode_envelope

_log = logging.getLogger(__name__)

REQUEST_EVENT = "pria-request"
RESPONSE_EVENT = "pria-response"
ANSWER_TIMEOUT_S = 10.0


class Emit(Protocol):
    def __call__(self, name: str, payload: Mapping[str, Any], *, ticket: int = 0) -> bool: ...


class Request(Protocol):
    @property
    def command(self) -> str: ...
    def to_wire(self) -> dict[str, Any]: ...


@dataclass(slots=True)
class _Open:
    command: str
    ticket: int
    answer: "asyncio.Future[Any]"


class CommandClient:
    """Lives on the owner's loop; everything is called there."""

    def __init__(self, emit: Emit, timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        self._emit = emit
        self._timeout_s = timeout_s
        self._tickets = itertools.count(1)
        self._open: list[_Open] = []
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def request(self, request: Request) -> Any:
        """Return the answer's content. Raises CommandFailed, AnswerLate or LinkDropped."""
        async with self._turns[request.command]:
            entry = _Open(request.command, next(self._tickets), asyncio.get_running_loop().create_future())
            self._open.append(entry)
            try:
                if not self._emit(REQUEST_EVENT, request.to_wire(), ticket=entry.ticket):
                    raise LinkDropped("The service cannot be reached just now. Try again in a moment.")
                async with asyncio.timeout(self._timeout_s):
                    return await entry.answer
            except TimeoutError:
                raise AnswerLate("The service did not answer in time. Try again.") from None
            finally:
                self._open.remove(entry)

    def acknowledged(self, ticket: int, args: tuple[Any, ...]) -> None:
        entry = next((entry for entry in self._open if entry.ticket == ticket), None)
        if entry is not None and args:
            self._answer(entry, args[0])

    def arrived(self, payload: object) -> None:
        """Take a `pria-response`; one that nobody asked for is normal and ignored."""
        try:
            command = decode_envelope(payload).command
        except WireFormatError as error:
            _log.warning("an answer could not be read: %s", error)
            return
        waiting = (entry for entry in self._open if not entry.answer.done() and command in (None, entry.command))
        entry = next(waiting, None)
        if entry is not None:
            self._answer(entry, payload)

    def link_lost(self) -> None:
        """Fail every open request at once."""
        for entry in self._open:
            if not entry.answer.done():
                entry.answer.set_exception(LinkDropped("The connection was lost. Try again in a moment."))

    def _answer(self, entry: _Open, payload: object) -> None:
        if entry.answer.done():
            return
        try:
            envelope = decode_envelope(payload)
        except WireFormatError as error:
            _log.warning("an answer could not be read: %s", error)
            entry.answer.set_exception(CommandFailed("The service's answer could not be read. Try again."))
            return
        if envelope.is_error:
            said = envelope.content if isinstance(envelope.content, str) else "The service reported an error."
            entry.answer.set_exception(CommandFailed(said[:500]))
        else:
            entry.answer.set_result(envelope.content)
