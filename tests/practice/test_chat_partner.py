"""The language model as partner, against a loopback endpoint that behaves as each test says."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from desktop.practice import chat_partner
from desktop.practice.chat_partner import ChatPartner
from desktop.practice.options import ChatEndpoint
from desktop.practice.partner import ScriptedPartner
from desktop.practice.scenarios import load_common, load_scenarios

SCENARIO = next(iter(load_scenarios().values()))
Answer = Callable[[web.StreamResponse], Awaitable[None]]


def token(text: str) -> bytes:
    return b"data: " + json.dumps({"choices": [{"delta": {"content": text}}]}).encode() + b"\n\n"


class Endpoint:
    """Keeps what it was asked and lets the test answer."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, Any], str]] = []
        self.status = 200
        self.answer: Answer = self.say("Hello there.")
        self.url = ""

    @staticmethod
    def say(*pieces: str) -> Answer:
        async def answer(response: web.StreamResponse) -> None:
            for piece in pieces:
                await response.write(token(piece))
            await response.write(b"data: [DONE]\n\n")

        return answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((await request.json(), request.headers.get("Authorization", "")))
        response = web.StreamResponse(status=self.status, headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await self.answer(response)
        return response


@asynccontextmanager
async def endpoint() -> AsyncIterator[Endpoint]:
    made = Endpoint()
    application = web.Application()
    application.router.add_post("/v1/chat/completions", made.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield made
    finally:
        await runner.cleanup()


def partner(url: str, key: str = "") -> ChatPartner:
    return ChatPartner(SCENARIO, ScriptedPartner(SCENARIO, load_common(), 1), ChatEndpoint(url, "small-model", key))


async def reply(made: ChatPartner, text: str) -> list[str]:
    return [sentence async for sentence in made.reply(text)]


async def scripted_reply(text: str) -> list[str]:
    return [sentence async for sentence in ScriptedPartner(SCENARIO, load_common(), 1).reply(text)]


def test_the_answer_comes_in_sentences_while_it_is_written() -> None:
    async def scenario() -> None:
        async with endpoint() as service:
            held = asyncio.Event()

            async def answer(response: web.StreamResponse) -> None:
                for piece in ("Good ", "morning! ", "What wo"):
                    await response.write(token(piece))
                await held.wait()
                await response.write(token("uld you like?") + b": a comment\n\ndata: [DONE]\n\n")

            service.answer = answer
            sentences = partner(service.url).reply("Hello")
            assert await anext(sentences) == "Good morning!"
            held.set()
            assert [sentence async for sentence in sentences] == ["What would you like?"]

    asyncio.run(scenario())


def test_the_model_is_told_its_role_and_what_was_said() -> None:
    async def scenario() -> None:
        async with endpoint() as service:
            made = partner(service.url, key="k-1")
            opening = [sentence async for sentence in made.opening()]
            await reply(made, "A tea, please.")
            await reply(made, "A small one.")
            body, authorisation = service.requests[-1]
            assert authorisation == "Bearer k-1"
            assert (body["model"], body["stream"]) == ("small-model", True)
            system, *said = body["messages"]
            assert system["role"] == "system"
            assert "Mia" in system["content"]
            assert said == [
                {"role": "assistant", "content": " ".join(opening)},
                {"role": "user", "content": "A tea, please."},
                {"role": "assistant", "content": "Hello there."},
                {"role": "user", "content": "A small one."},
            ]

    asyncio.run(scenario())


def test_without_a_key_none_is_sent() -> None:
    async def scenario() -> None:
        async with endpoint() as service:
            await reply(partner(service.url), "Hello")
            assert service.requests[0][1] == ""

    asyncio.run(scenario())


@pytest.mark.parametrize("status", [401, 404, 500])
def test_an_endpoint_that_refuses_is_replaced_by_the_script(status: int) -> None:
    async def scenario() -> None:
        async with endpoint() as service:
            service.status = status
            assert await reply(partner(service.url), "A tea, please.") == await scripted_reply("A tea, please.")

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "line", [b"data: not json\n\n", b"data: [DONE]\n\n", b"", b'data: {"choices": []}\n\n', b"data: 7\n\n"]
)
def test_an_endpoint_that_says_nothing_usable_is_replaced_by_the_script(line: bytes) -> None:
    async def scenario() -> None:
        async with endpoint() as service:

            async def answer(response: web.StreamResponse) -> None:
                await response.write(line)

            service.answer = answer
            assert await reply(partner(service.url), "A tea, please.") == await scripted_reply("A tea, please.")

    asyncio.run(scenario())


def test_an_endpoint_that_does_not_begin_in_time_is_replaced_by_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_partner, "FIRST_TOKEN_LIMIT_S", 0.1)

    async def scenario() -> None:
        async with endpoint() as service:
            never = asyncio.Event()

            async def answer(_response: web.StreamResponse) -> None:
                await never.wait()

            service.answer = answer
            assert await reply(partner(service.url), "A tea, please.") == await scripted_reply("A tea, please.")
            never.set()

    asyncio.run(scenario())


def test_nobody_at_the_address_is_replaced_by_the_script() -> None:
    async def scenario() -> None:
        async with endpoint() as service:
            url = service.url
        assert await reply(partner(url), "A tea, please.") == await scripted_reply("A tea, please.")

    asyncio.run(scenario())


def test_an_answer_that_breaks_off_ends_with_what_was_said() -> None:
    async def scenario() -> None:
        async with endpoint() as service:

            async def answer(response: web.StreamResponse) -> None:
                await response.write(token("One thing is sure. ") + token("The other") + b"data: {broken\n\n")

            service.answer = answer
            made = partner(service.url)
            assert await reply(made, "Tell me.") == ["One thing is sure."]
            service.answer = service.say("Yes.")
            await reply(made, "And?")
            assert {"role": "assistant", "content": "One thing is sure."} in service.requests[-1][0]["messages"]

    asyncio.run(scenario())


def test_an_endless_answer_is_cut() -> None:
    async def scenario() -> None:
        async with endpoint() as service:
            service.answer = service.say(*["Again and again. "] * 1000)
            said = await reply(partner(service.url), "Go on.")
            assert len(" ".join(said)) <= chat_partner.LONGEST_REPLY + 20

    asyncio.run(scenario())


def test_closing_a_reply_early_remembers_only_what_was_passed_on() -> None:
    async def scenario() -> None:
        async with endpoint() as service:
            service.answer = service.say("First. ", "Second. ", "Third. ")
            made = partner(service.url)
            sentences = made.reply("Tell me.")
            await anext(sentences)
            await sentences.aclose()
            await reply(made, "Go on.")
            assert {"role": "assistant", "content": "First."} in service.requests[-1][0]["messages"]

    asyncio.run(scenario())


def test_hints_and_the_end_are_those_of_the_script() -> None:
    made = partner("http://127.0.0.1:9/v1")
    assert made.hints() == SCENARIO.nodes[SCENARIO.start].hints
    assert not made.finished
