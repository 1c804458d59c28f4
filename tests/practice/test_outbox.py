import asyncio
from typing import Any

from desktop.practice.outbox import Outbox
from desktop.practice.quirks import BadManners, GoodManners
from desktop.protocol import attempt as wire


def delta(number: int) -> wire.UserDelta:
    return wire.UserDelta(chat_id="c", item_id="i", transcript=str(number))


def test_events_reach_everybody_in_order() -> None:
    async def scenario() -> None:
        sent: list[tuple[str, str]] = []

        async def emit(_name: str, payload: dict[str, Any], sid: str) -> None:
            await asyncio.sleep(0)
            sent.append((payload["transcript"], sid))

        outbox = Outbox(emit, lambda: {"a"}, GoodManners())
        for number in range(20):
            outbox.put(delta(number))
        await outbox.close()
        assert sent == [(str(number), "a") for number in range(20)]

    asyncio.run(scenario())


def test_who_hears_an_event_is_asked_when_it_is_sent() -> None:
    async def scenario() -> None:
        sent: list[str] = []
        room: set[str] = set()

        async def emit(_name: str, _payload: dict[str, Any], sid: str) -> None:
            sent.append(sid)

        outbox = Outbox(emit, lambda: room, GoodManners())
        outbox.put(delta(1))
        await asyncio.sleep(0)
        room |= {"a", "b"}
        outbox.put(delta(2))
        await outbox.close()
        outbox.put(delta(3))
        assert sorted(sent) == ["a", "b"]

    asyncio.run(scenario())


def test_what_bad_manners_hold_back_is_sent_when_nothing_follows() -> None:
    async def scenario() -> None:
        sent: list[str] = []
        arrived = asyncio.Event()

        async def emit(name: str, _payload: dict[str, Any], _sid: str) -> None:
            sent.append(name)
            arrived.set()

        outbox = Outbox(emit, lambda: {"a"}, BadManners())
        outbox.put(wire.Stopped(chat_id="c", success=True))
        await asyncio.wait_for(arrived.wait(), 10)
        assert sent[0] in ("attempt_stopped", "attempt.stopped")
        await outbox.close()

    asyncio.run(scenario())
