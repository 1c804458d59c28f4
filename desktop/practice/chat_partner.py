"""A partner played by a language model behind any OpenAI-compatible endpoint; the scripted one stands in for it."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from urllib.parse import urlsplit

import aiohttp

from desktop.practice.access import LOOPBACK
from desktop.practice.options import ChatEndpoint
from desktop.practice.partner import Partner
from desktop.practice.scenarios import Scenario
from desktop.practice.sentences import SentenceCutter

FIRST_TOKEN_LIMIT_S = 8.0
NEXT_TOKEN_LIMIT_S = 20.0
REMEMBERED_MESSAGES = 24
LONGEST_REPLY = 1500
"""Characters; a spoken reply that is longer is no longer a conversation."""
REPLY_TOKENS = 220

_log = logging.getLogger(__name__)


class EndpointFailed(Exception):
    """The endpoint gave no usable answer. The text names the kind of failure, no content."""


class ChatPartner:
    """One conversation with a model. Every reply that the model does not begin within 8 s is the scripted one."""

    def __init__(self, scenario: Scenario, scripted: Partner, endpoint: ChatEndpoint) -> None:
        self._scripted = scripted
        self._endpoint = endpoint
        self._instructions = _instructions(scenario)
        self._history: list[dict[str, str]] = []

    @property
    def slots(self) -> Mapping[str, str]:
        return self._scripted.slots

    @property
    def finished(self) -> bool:
        return self._scripted.finished

    def hints(self) -> tuple[str, ...]:
        return self._scripted.hints()

    async def opening(self) -> AsyncGenerator[str, None]:
        async for sentence in self._remembered(self._scripted.opening()):
            yield sentence

    async def welcome_back(self) -> AsyncGenerator[str, None]:
        async for sentence in self._remembered(self._scripted.welcome_back()):
            yield sentence

    async def reply(self, learner_text: str) -> AsyncGenerator[str, None]:
        self._history.append({"role": "user", "content": learner_text})
        spoken = False
        try:
            async with aclosing(self._remembered(self._ask())) as sentences:
                async for sentence in sentences:
                    spoken = True
                    yield sentence
        except EndpointFailed as error:
            _log.warning("the chat endpoint failed: %s", error)
        if not spoken:
            async for sentence in self._remembered(self._scripted.reply(learner_text)):
                yield sentence

    async def _remembered(self, sentences: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
        """Pass sentences on; what was passed on is what the model remembers having said."""
        said: list[str] = []
        try:
            async with aclosing(sentences):
                async for sentence in sentences:
                    said.append(sentence)
                    yield sentence
        finally:
            if said:
                self._history.append({"role": "assistant", "content": " ".join(said)})
            del self._history[:-REMEMBERED_MESSAGES]

    async def _ask(self) -> AsyncGenerator[str, None]:
        """Yield the sentences of the model's answer. Raises EndpointFailed, before or between sentences."""
        cutter = SentenceCutter()
        length = 0
        async with aclosing(self._tokens()) as tokens:
            limit_s = FIRST_TOKEN_LIMIT_S
            while length < LONGEST_REPLY:
                try:
                    token = await asyncio.wait_for(anext(tokens), limit_s)
                except StopAsyncIteration:
                    break
                except TimeoutError as error:
                    raise EndpointFailed(f"no token for {limit_s:g} s") from error
                except (aiohttp.ClientError, OSError, ValueError) as error:
                    raise EndpointFailed(type(error).__name__) from error
                limit_s = NEXT_TOKEN_LIMIT_S
                length += len(token)
                for sentence in cutter.feed(token):
                    yield sentence
        for sentence in cutter.finish():
            yield sentence

    async def _tokens(self) -> AsyncGenerator[str, None]:
        url = f"{self._endpoint.base_url.rstrip('/')}/chat/completions"
        headers = {"Authorization": f"Bearer {self._endpoint.key}"} if self._endpoint.key else {}
        body = {
            "model": self._endpoint.model,
            "messages": [{"role": "system", "content": self._instructions}, *self._history],
            "stream": True,
            "max_tokens": REPLY_TOKENS,
            "temperature": 0.7,
        }
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=FIRST_TOKEN_LIMIT_S)
        # A proxy for the world is none for this computer.
        outside = urlsplit(url).hostname not in LOOPBACK
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=outside) as client,
            client.post(url, json=body, headers=headers) as response,
        ):
            if response.status != 200:
                raise EndpointFailed(f"status {response.status}")
            async for line in response.content:
                data = line.decode("utf-8", "replace").strip()
                if not data.startswith("data:"):
                    continue
                data = data.removeprefix("data:").strip()
                if data == "[DONE]":
                    return
                if token := _token(json.loads(data)):
                    yield token


def _token(chunk: object) -> str:
    """Return the text of one streamed chunk; "" for chunks of another kind."""
    try:
        content = chunk["choices"][0]["delta"]["content"]  # type: ignore[index]  # any shape may come
    except (KeyError, IndexError, TypeError):
        return ""
    return content if isinstance(content, str) else ""


def _instructions(scenario: Scenario) -> str:
    return (
        f"You are {scenario.role} You speak with somebody who is learning English at level {scenario.level}. "
        f"Their goal: {scenario.goal} Stay in your role. Answer with one to three short spoken sentences that such a "
        "learner understands, then ask one question. When the learner makes a mistake, say the right form in passing "
        "and go on. Never use lists, markup or emoji."
    )
