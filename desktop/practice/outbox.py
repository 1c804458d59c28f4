"""The way of a session's events to its sockets: in order, with the manners the service was started with."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from desktop.practice.quirks import Emission, GoodManners
from desktop.protocol.attempt import Event

HELD_BACK_S = 0.5
"""An event that bad manners hold back goes out when nothing follows for so long."""

Emit = Callable[[str, dict[str, Any], str], Awaitable[None]]
"""(event name, payload, socket id); returns when the event is queued for the socket."""


class Outbox:
    """Takes events without waiting and emits them in a task of its own."""

    def __init__(self, emit: Emit, audience: Callable[[], Collection[str]], manners: GoodManners) -> None:
        self._emit = emit
        self._audience = audience
        self._manners = manners
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._task = asyncio.get_running_loop().create_task(self._run(), name="outbox")

    def put(self, event: Event) -> None:
        """Queue an event. What a session makes is paced, so the queue stays short."""
        if not self._task.done():
            self._events.put_nowait(event)

    async def close(self) -> None:
        """Send what is queued, then stop."""
        self._events.put_nowait(None)
        await self._task

    async def _run(self) -> None:
        while (event := await self._next()) is not None:
            await self._send(self._manners.play(event))
        await self._send(self._manners.release())

    async def _next(self) -> Event | None:
        if self._manners.holding:
            try:
                async with asyncio.timeout(HELD_BACK_S):
                    return await self._events.get()
            except TimeoutError:
                await self._send(self._manners.release())
        return await self._events.get()

    async def _send(self, emissions: list[Emission]) -> None:
        for emission in emissions:
            for sid in tuple(self._audience()):
                await self._emit(emission.name, emission.payload, sid)
