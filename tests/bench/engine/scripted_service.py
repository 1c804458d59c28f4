"""A service on loopback, in a process of its own, that says what the bench wants when the bench wants it.

python -m tests.bench.engine.scripted_service. Tells `listening` (url, token). Commands:

    reply   id, path, pace, jitter_ms, stall_ms, stall_every_ms
            speaks a .npy (int16, 24 kHz) in chunks of 20 ms: pace 1 as it is spoken, 0 at once; tells `began`, `sent`
    event   id, name, data      sends one event; tells `sent`
    save    path                writes .npz of the frames that came: pcm, and when each was here
"""

import asyncio
import random
import sys
import threading
import time
from typing import Any

import numpy as np
import socketio
from aiohttp import web

from tests.bench.engine.children import commands, tell

TOKEN = "open sesame"
CHAT = "chat-1"
CHUNK_BYTES, CHUNK_S = 960, 0.02


class Service:
    """One client, one talk."""

    def __init__(self) -> None:
        self.frames: list[tuple[float, bytes]] = []
        self._sio = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=[])
        self._sio.on("connect", self._connect)
        self._sio.on("pria-request", self._request)
        self._sio.on("attempt_join", self._join)
        self._sio.on("attempt_audio_start", self._audio_start)
        self._sio.on("attempt_audio_frame", self._frame)
        self._sio.on("attempt_audio_stop", self._audio_stop)
        self._sio.on("attempt_end", self._end)
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        app = web.Application()
        self._sio.attach(app)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        loop = asyncio.get_running_loop()
        gone = asyncio.Event()

        def read() -> None:
            for command in commands():
                loop.call_soon_threadsafe(self._take, command)
            loop.call_soon_threadsafe(gone.set)

        threading.Thread(target=read, daemon=True).start()
        tell("listening", url=f"http://127.0.0.1:{runner.addresses[0][1]}", token=TOKEN)
        await gone.wait()
        await self._sio.shutdown()
        await runner.cleanup()

    def _take(self, command: dict[str, Any]) -> None:
        match command:
            case {"do": "reply"}:
                task = asyncio.get_running_loop().create_task(self._reply(command))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            case {"do": "event", "id": ident, "name": name, "data": data}:
                task = asyncio.get_running_loop().create_task(self._send(ident, name, data))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            case {"do": "save", "path": path}:
                frames = self.frames[:]
                np.savez(
                    path,
                    came=np.array([at for at, _ in frames]),
                    pcm=np.frombuffer(b"".join(pcm for _, pcm in frames), np.int16),
                )
                tell("saved")
            case {"do": "forget"}:
                self.frames.clear()

    async def _send(self, ident: int, name: str, data: dict[str, Any]) -> None:
        at = time.monotonic()
        await self._sio.emit(name, {"chat_id": CHAT, **data})
        tell("sent", id=ident, at=at)

    async def _reply(self, wanted: dict[str, Any]) -> None:
        ident, pace = wanted["id"], wanted.get("pace", 1.0)
        pcm = np.load(wanted["path"]).astype("<i2").tobytes()
        chance = random.Random(ident)
        await self._sio.emit(
            "attempt_assistant_start",
            {"chat_id": CHAT, "message_id": f"m-{ident}", "created_at": "2026-01-01T00:00:00.000Z"},
        )
        await self._sio.emit(
            "attempt_progress", {"chat_id": CHAT, "content_type": "delta", "content": f"Reply {ident}."}
        )
        begun = time.monotonic()
        tell("began", id=ident, at=begun)
        stall_s, every_s = wanted.get("stall_ms", 0) / 1000, wanted.get("stall_every_ms", 0) / 1000
        for number in range(len(pcm) // CHUNK_BYTES):
            spoken_s = number * CHUNK_S * pace
            due = spoken_s + chance.uniform(0, wanted.get("jitter_ms", 0)) / 1000
            if every_s and number * CHUNK_S % every_s < stall_s and number * CHUNK_S >= every_s:
                # All that was made during a stall comes at its end.
                due = (number * CHUNK_S // every_s * every_s) + stall_s
            wait_s = begun + due - time.monotonic()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
            await self._sio.emit(
                "attempt_assistant_audio",
                {
                    "chat_id": CHAT,
                    "content_type": "audio",
                    "audio": pcm[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES],
                },
            )
        await self._sio.emit(
            "attempt_assistant_complete", {"chat_id": CHAT, "message_id": f"m-{ident}", "content": f"Reply {ident}."}
        )
        tell("sent", id=ident, at=time.monotonic())

    # -- the contract, as little of it as a talk needs -------------------------------------------------------

    async def _connect(self, _sid: str, _environ: object, _auth: object = None) -> None:
        tell("connected")

    async def _request(self, _sid: str, data: dict[str, Any]) -> dict[str, Any]:
        command = data["command"]
        is_list = command.endswith(".list")
        if command == "convo.start":
            loop = asyncio.get_running_loop()
            loop.call_later(0.02, lambda: self._take(_event("attempt_started", attempt_id="a", chat_entry_id="e")))
            loop.call_later(0.04, lambda: self._take(_event("attempt_chat_started", attempt_id="a")))
        content = [] if is_list else "Convo started (STS)"
        kind = "object" if is_list else "string"
        response = {"content": content, "command": command, "type": kind, "isError": False}
        return {"type": "pria-response", "response": response, "version": 1}

    async def _join(self, *_: object) -> None:
        self._take(_event("attempt_joined", success=True))

    async def _audio_start(self, *_: object) -> None:
        self._take(_event("attempt_audio_ready", success=True))
        tell("voice")

    async def _audio_stop(self, *_: object) -> None:
        self._take(_event("attempt_audio_ended", success=True))

    async def _end(self, *_: object) -> None:
        self._take(_event("attempt_ended", attempt_id="a", success=True))

    async def _frame(self, _sid: str, data: dict[str, Any]) -> None:
        self.frames.append((time.monotonic(), data["audio"]))


def _event(name: str, **data: object) -> dict[str, Any]:
    return {"do": "event", "id": -1, "name": name, "data": data}


if __name__ == "__main__":
    asyncio.run(Service().run())
    sys.exit(0)
