"""A Socket.IO server on loopback that a test scripts: another process's manners without another process."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import socketio
from aiohttp import web

TOKEN = "open sesame"


class SocketServer:
    """Runs on a thread of its own until `stop`; keeps what clients sent in `received`."""

    def __init__(self, port: int = 0) -> None:
        self.received: list[tuple[str, Any]] = []
        self.sids: list[str] = []
        self._requests: list[web.Request] = []
        self.pages: dict[str, tuple[int, bytes]] = {}
        self.answer: Callable[[str, Any], Any] = lambda name, data: None
        self.port = port
        self._sio = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=[])
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop: asyncio.Event
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()), name="server")

    def start(self) -> "SocketServer":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def emit(self, name: str, payload: Any) -> None:
        """Send to every client, in the order of the calls."""
        asyncio.run_coroutine_threadsafe(self._sio.emit(name, payload), self._loop).result(5)

    def dismiss(self) -> None:
        """End every client's session on purpose, as a second sign-in does."""
        for sid in tuple(self.sids):
            asyncio.run_coroutine_threadsafe(self._sio.disconnect(sid), self._loop).result(5)

    def cut(self) -> None:
        """Lose every client's transport without a word."""

        for request in self._requests:
            if request.transport is not None:
                self._loop.call_soon_threadsafe(request.transport.abort)

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(10)
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        app = web.Application()
        self._sio.attach(app)
        app.router.add_route("*", "/{path:(?!socket.io).*}", self._page)

        @self._sio.on("connect")
        async def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
            if not isinstance(auth, dict) or auth.get("token") != f"Bearer {TOKEN}":
                raise socketio.exceptions.ConnectionRefusedError("no")
            self.sids.append(sid)
            self._requests.append(environ["aiohttp.request"])

        @self._sio.on("disconnect")
        async def disconnect(sid: str, *_: object) -> None:
            if sid in self.sids:
                self.sids.remove(sid)

        @self._sio.on("*")
        async def anything(name: str, sid: str, data: Any = None) -> Any:
            self.received.append((name, data))
            return self.answer(name, data)

        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._stop.wait()
        await self._sio.shutdown()
        await runner.cleanup()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def _page(self, request: web.Request) -> web.Response:
        status, body = self.pages.get(request.path, (404, b""))
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            status = 401
        return web.Response(status=status, body=body)
