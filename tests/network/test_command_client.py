import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from desktop.network.command_client import CommandClient
from desktop.network.errors import AnswerLate, CommandFailed, LinkDropped
from desktop.protocol import pria


class Wire:
    """Keeps what was sent; up or down."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, Mapping[str, Any]]] = []
        self.up = True

    def __call__(self, name: str, payload: Mapping[str, Any], *, ticket: int = 0) -> bool:
        if self.up:
            self.sent.append((ticket, payload))
        return self.up


async def ask(client: CommandClient, request: pria.Request) -> "asyncio.Task[Any]":
    task = asyncio.create_task(client.request(request))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return task


def test_an_acknowledgement_answers_its_own_request() -> None:
    async def scene() -> None:
        wire = Wire()
        client = CommandClient(wire)
        first = await ask(client, pria.ListAssistants())
        second = await ask(client, pria.ListFavorites())
        client.acknowledged(wire.sent[1][0], (pria.reply("favorites.list", ["f"]),))
        client.acknowledged(wire.sent[0][0], (pria.reply("assistants.list", ["a"]),))
        assert (await first, await second) == (["a"], ["f"])

    asyncio.run(scene())


def test_the_first_answer_wins_and_the_second_is_ignored() -> None:
    async def scene() -> None:
        wire = Wire()
        client = CommandClient(wire)
        task = await ask(client, pria.ListAssistants())
        client.arrived(pria.reply("assistants.list", ["event"]))
        client.acknowledged(wire.sent[0][0], (pria.reply("assistants.list", ["ack"]),))
        assert await task == ["event"]

    asyncio.run(scene())


def test_an_answer_without_a_command_belongs_to_the_oldest_request() -> None:
    async def scene() -> None:
        client = CommandClient(Wire())
        oldest = await ask(client, pria.ListConversations())
        later = await ask(client, pria.ListAssistants())
        client.arrived({"type": "pria-response", "response": {"content": ["c"]}})
        assert await oldest == ["c"]
        client.arrived(pria.reply("assistants.list", []))
        assert await later == []

    asyncio.run(scene())


def test_one_request_of_a_command_is_under_way_at_a_time() -> None:
    async def scene() -> None:
        wire = Wire()
        client = CommandClient(wire)
        first = await ask(client, pria.ListAssistants())
        second = await ask(client, pria.ListAssistants())
        assert len(wire.sent) == 1
        client.arrived(pria.reply("assistants.list", [1]))
        assert await first == [1]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert len(wire.sent) == 2
        client.arrived(pria.reply("assistants.list", [2]))
        assert await second == [2]

    asyncio.run(scene())


def test_an_error_envelope_fails_with_the_services_words() -> None:
    async def scene() -> None:
        client = CommandClient(Wire())
        task = await ask(client, pria.ListAssistants())
        client.arrived(pria.reply("assistants.list", "Unauthorized", is_error=True))
        with pytest.raises(CommandFailed, match="Unauthorized"):
            await task

    asyncio.run(scene())


def test_a_lost_link_fails_every_open_request_at_once() -> None:
    async def scene() -> None:
        client = CommandClient(Wire())
        tasks = [await ask(client, pria.ListAssistants()), await ask(client, pria.ListFavorites())]
        client.link_lost()
        for task in tasks:
            with pytest.raises(LinkDropped):
                await task

    asyncio.run(scene())


def test_a_request_while_the_link_is_down_fails_at_once() -> None:
    async def scene() -> None:
        wire = Wire()
        wire.up = False
        with pytest.raises(LinkDropped):
            await CommandClient(wire).request(pria.ListAssistants())

    asyncio.run(scene())


def test_a_service_that_does_not_answer_is_not_waited_for_for_ever() -> None:
    async def scene() -> None:
        with pytest.raises(AnswerLate):
            await CommandClient(Wire(), timeout_s=0.02).request(pria.ListAssistants())

    asyncio.run(scene())


@pytest.mark.parametrize("junk", [None, 3, "x", [], {}, {"type": "pria-response", "response": 5}])
def test_junk_and_unasked_for_answers_are_survived(junk: object) -> None:
    async def scene() -> None:
        client = CommandClient(Wire())
        task = await ask(client, pria.ListAssistants())
        client.arrived(junk)
        client.arrived(pria.reply("favorites.list", ["unasked"]))
        client.arrived(pria.reply("assistants.list", ["good"]))
        assert await task == ["good"]

    asyncio.run(scene())
