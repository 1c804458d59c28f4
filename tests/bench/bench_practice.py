"""How late the practice service's loop is under many talks: 30 with stubbed speech, 2 with the real engines.

The service is a child process that samples its own loop; the clients live in this process.
"""

import asyncio
import math
import os
import struct
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import aiohttp
import socketio

from desktop.practice.launch import PracticeService
from desktop.protocol.aliases import canonical_name
from tests.support.speech_samples import has_espeak, sentences, speak

MANY, FEW = 30, 2
MEASURED_S = 10.0
FRAME_S = 0.02
FRAME_BYTES = 960
LOUD = struct.pack("<480h", *(int(12_000 * math.sin(n / 3)) for n in range(480)))
TARGET_MS = 50.0

Row = tuple[str, float, str]


def measure() -> list[tuple[str, float, str]]:
    """Return (what, value, unit) rows."""
    tone = [LOUD] * 75 + [bytes(FRAME_BYTES)] * 125
    return [*asyncio.run(_load(MANY, [tone], ("--stub-speech",))), *asyncio.run(_load(FEW, _spoken(), ()))]


def _spoken() -> list[list[bytes]]:
    """Return learners' sound as frames: a sentence, then 3 s of silence, in another voice for each learner."""
    voices = ("en-us", "en-gb+f4") if has_espeak() else ("learner", "partner")
    return [
        [
            pcm[at : at + FRAME_BYTES]
            for text in sentences()[:4]
            for pcm in [speak(text, voice, tail_s=3.0).tobytes()]
            for at in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)
        ]
        for voice in voices
    ]


class _Talker:
    """One learner: speaks as a microphone does, counts what comes back."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.chat_id = ""
        self.sent = 0
        self._ready, self._ended = asyncio.Event(), asyncio.Event()
        self.socket = socketio.AsyncClient(handle_sigint=False, reconnection=False)
        self.socket.on("*", self._hear)

    async def _hear(self, name: str, payload: dict[str, Any]) -> None:
        canonical = canonical_name(name, payload) or name
        self.seen[canonical] += 1
        if canonical == "attempt_chat_started":
            self.chat_id = payload["chat_id"]
            await self.socket.emit("attempt_join", {"chat_id": self.chat_id})
            await self.socket.emit("attempt_audio_start", {"chat_id": self.chat_id})
        elif canonical == "attempt_audio_ready":
            self._ready.set()
        elif canonical == "attempt_audio_ended":
            self._ended.set()

    async def begin(self, service: PracticeService) -> None:
        await self.socket.connect(service.url, auth={"token": f"Bearer {service.token}"}, transports=["websocket"])
        await self.socket.emit("pria-request", {"command": "convo.start"})
        async with asyncio.timeout(60):
            await self._ready.wait()

    async def finish(self) -> None:
        """End the voice session first: the client library drops a connection badly while sound is on its way."""
        await self.socket.emit("attempt_audio_stop", {"chat_id": self.chat_id})
        async with asyncio.timeout(60):
            await self._ended.wait()
        await self.socket.disconnect()

    async def speak(self, frames: Sequence[bytes], delay_s: float, until: float) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + delay_s
        for frame in cycle(frames):
            await asyncio.sleep(max(0.0, due - loop.time()))
            if loop.time() > until:
                return
            await self.socket.emit("attempt_audio_frame", {"chat_id": self.chat_id, "audio": frame})
            self.sent += 1
            due += FRAME_S


async def _load(count: int, voices: list[list[bytes]], options: tuple[str, ...]) -> list[Row]:
    name = f"{count} talks, {'stubbed' if '--stub-speech' in options else 'real'} speech"
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        service = await PracticeService.start(Path(folder), extra_args=("--measure", *options))
        started_s = time.perf_counter() - began
        try:
            await service.warm()
            warm_s = time.perf_counter() - began
            talkers = [_Talker() for _ in range(count)]
            await asyncio.gather(*(talker.begin(service) for talker in talkers))
            await _lag(service)
            cpu_s, since = _cpu_s(service), time.perf_counter()
            until = asyncio.get_running_loop().time() + MEASURED_S
            await asyncio.gather(
                *(
                    talker.speak(voices[number % len(voices)], FRAME_S * number / count + 1.7 * (number % 4) / 4, until)
                    for number, talker in enumerate(talkers)
                )
            )
            lag = await _lag(service)
            wall_s = time.perf_counter() - since
            cpu_s = _cpu_s(service) - cpu_s
            await asyncio.gather(*(talker.finish() for talker in talkers))
        finally:
            service.stop()
    seen = sum((talker.seen for talker in talkers), Counter[str]())
    return [
        (f"{name}: loop lag p50", lag["p50_ms"], "ms"),
        (f"{name}: loop lag p99 (target {TARGET_MS:g})", lag["p99_ms"], "ms"),
        (f"{name}: loop lag max", lag["max_ms"], "ms"),
        (f"{name}: frames in", sum(talker.sent for talker in talkers) / wall_s, "/s"),
        (f"{name}: learner turns recognised", seen["attempt_user_complete"], ""),
        (f"{name}: chunks of sound out", seen["attempt_assistant_audio"] / wall_s, "/s"),
        (f"{name}: processor time of the service", 100 * cpu_s / wall_s, "% of a core"),
        (f"{name}: start until it listens", started_s, "s"),
        (f"{name}: start until speech is warm", warm_s, "s"),
    ]


async def _lag(service: PracticeService) -> dict[str, float]:
    """Return the service's loop lag since the last call."""
    headers = {"Authorization": f"Bearer {service.token}"}
    async with aiohttp.ClientSession(service.url, headers=headers) as client, client.get("/health") as response:
        lag: dict[str, float] = (await response.json())["lag"]
        return lag


def _cpu_s(service: PracticeService) -> float:
    """Return the processor time the child has used; not a number where there is no /proc."""
    try:
        fields = Path(f"/proc/{service.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return math.nan
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
