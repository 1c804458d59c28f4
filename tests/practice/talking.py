"""A practice service in this process, and a learner on a real socket, for the tests of this room."""

import asyncio
import math
import struct
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import socketio

from desktop.practice.options import ServiceOptions
from desktop.practice.recognisers import QueuedRecogniser, Samples
from desktop.practice.server import PracticeServer
from desktop.practice.speak import SpokenVoice
from desktop.practice.speech import Speech
from desktop.practice.voice_activity import EnergyVoiceActivity
from desktop.practice.warm_up import WarmUp
from desktop.protocol import attempt as wire
from desktop.protocol.pria import decode_envelope

TOKEN = "correct-horse-battery-staple"
LIMIT_S = 20.0
FRAME_MS = 20


def _tone(peak: int) -> bytes:
    return struct.pack("<480h", *(int(peak * math.sin(n / 3)) for n in range(480)))


LOUD = _tone(12_000)
MUMBLED = _tone(3_000)
"""Loud enough to be called speech, but `FakeSpeech` hears no words in it."""
SILENT = bytes(960)

Kind = TypeVar("Kind", bound=wire.Event)


@dataclass
class FakeSpeech:
    """What a loud sound is heard as, and how long every sentence of the partner lasts."""

    words: str = "I would like a large latte, please."
    sentence_s: float = 0.2
    ready: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.ready.set()

    def load(self) -> Speech:
        self.ready.wait(LIMIT_S)
        return Speech(QueuedRecogniser(self._decode), EnergyVoiceActivity, SpokenVoice(self._synthesise), "fake")

    def _decode(self, samples: Samples) -> str:
        return self.words if np.abs(samples).max() > 0.2 else ""

    def _synthesise(self, _text: str, _speed: float) -> Iterator[Samples]:
        yield np.sin(np.arange(int(24_000 * self.sentence_s)) / 9).astype(np.float32)


class Learner:
    """A client that follows the contract: keeps every event, answers none by itself."""

    def __init__(self, url: str) -> None:
        self.events: list[wire.AttemptEvent | wire.UnknownEvent] = []
        self.names: list[str] = []
        self.envelopes: list[dict[str, Any]] = []
        self.drops = 0
        self.attempt_id = ""
        self.chat_id = ""
        self._url = url
        self._news = asyncio.Condition()
        self.socket = socketio.AsyncClient(handle_sigint=False, reconnection=False)
        self.socket.on("*", self._hear)
        self.socket.on("disconnect", self._drop)

    async def connect(self, auth: object = None) -> None:
        await self.socket.connect(
            self._url, auth=auth or {"token": f"Bearer {TOKEN}"}, transports=["websocket"], wait_timeout=LIMIT_S
        )

    async def _hear(self, name: str, *payload: Any) -> None:
        if name == "pria-response":
            self.envelopes.append(payload[0])
        else:
            self.names.append(name)
            self.events.append(wire.decode_event(name, payload[0]))
        async with self._news:
            self._news.notify_all()

    async def _drop(self, *_reason: object) -> None:
        self.drops += 1
        async with self._news:
            self._news.notify_all()

    async def until(self, reached: Callable[[], object]) -> None:
        """Return when `reached()` is true, looked at after every event."""
        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(lambda: bool(reached())), LIMIT_S)
            except TimeoutError as error:
                raise AssertionError(f"not reached; seen: {self.kinds()[-12:]}") from error

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self.events if isinstance(event, kind)]

    def kinds(self) -> list[str]:
        """Event names in order, sound left out."""
        return [event.event for event in self.events if isinstance(event, wire.Event) and event.event != SOUND]

    async def wait_for(self, kind: type[Kind], count: int = 1) -> Kind:
        """Return the count-th event of a kind, waiting for it."""
        await self.until(lambda: len(self.all(kind)) >= count)
        return self.all(kind)[count - 1]

    async def ask(self, command: str, **parameters: object) -> Any:
        """Return the content of the answer, however it comes; an error as the text after "error: "."""
        acknowledged: asyncio.Queue[tuple[Any, ...]] = asyncio.Queue()
        seen = len(self.envelopes)
        await self.socket.emit(
            "pria-request", {"command": command, **parameters}, callback=lambda *given: acknowledged.put_nowait(given)
        )
        by_ack = asyncio.create_task(acknowledged.get())
        by_event = asyncio.create_task(self.until(lambda: len(self.envelopes) > seen))
        try:
            await asyncio.wait({by_ack, by_event}, return_when=asyncio.FIRST_COMPLETED, timeout=LIMIT_S)
            given = by_ack.result()[0] if by_ack.done() else self.envelopes[seen]
        finally:
            for task in (by_ack, by_event):
                task.cancel()
            await asyncio.gather(by_ack, by_event, return_exceptions=True)
        envelope = decode_envelope(given)
        return f"error: {envelope.content}" if envelope.is_error else envelope.content

    async def send(self, name: str, **payload: object) -> None:
        await self.socket.emit(name, {"chat_id": self.chat_id, "attempt_id": self.attempt_id, **payload})

    async def open_talk(self, **parameters: object) -> None:
        """convo.start and join."""
        started = len(self.all(wire.ChatStarted))
        assert await self.ask("convo.start", **parameters) == "Convo started (STS)"
        chat = await self.wait_for(wire.ChatStarted, started + 1)
        self.attempt_id, self.chat_id = chat.attempt_id, chat.chat_id
        joined = len(self.all(wire.Joined))
        await self.send("attempt_join")
        assert (await self.wait_for(wire.Joined, joined + 1)).success

    async def start_voice(self) -> wire.AudioReady:
        """Start the voice session, as a client does: again when nothing came for a while."""
        count = len(self.all(wire.AudioReady))
        for _ in range(2):
            await self.send("attempt_audio_start")
            try:
                await asyncio.wait_for(self.wait_for(wire.AudioReady, count + 1), 1.0)
            except TimeoutError:
                continue
            break
        return await self.wait_for(wire.AudioReady, count + 1)

    async def speak(self, loud_s: float = 0.8, silent_s: float = 1.2, sound: bytes = LOUD) -> None:
        """Say something; as fast as the socket takes it."""
        for frame, seconds in ((sound, loud_s), (SILENT, silent_s)):
            for _ in range(round(1000 * seconds / FRAME_MS)):
                await self.send("attempt_audio_frame", audio=frame)

    async def take_turn(self, replies: int) -> None:
        """Speak and wait until that many replies have been made altogether."""
        await self.speak()
        await self.wait_for(wire.HintProgress, replies)


SOUND = wire.AssistantAudio.event


@asynccontextmanager
async def running_service(
    folder: Path, speech: FakeSpeech | None = None, **options: Any
) -> AsyncIterator[PracticeServer]:
    """A service with fake speech, stopped at the end."""
    given = ServiceOptions(**{"data_dir": folder, "token": TOKEN, "seed": 7, "pause_s": 0.6, **options})
    server = PracticeServer(given, WarmUp((speech or FakeSpeech()).load))
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def connected_learner(server: PracticeServer) -> AsyncIterator[Learner]:
    learner = Learner(server.url)
    await learner.connect()
    try:
        yield learner
    finally:
        await learner.socket.disconnect()


@asynccontextmanager
async def talk(folder: Path, speech: FakeSpeech | None = None, **options: Any) -> AsyncIterator[Learner]:
    """A service and a learner connected to it."""
    async with running_service(folder, speech, **options) as server, connected_learner(server) as learner:
        yield learner
