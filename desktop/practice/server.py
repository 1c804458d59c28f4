"""The practice service: Socket.IO and HTTP on loopback, everything joined.

socket --> pria-request --> PriaRequests --> Courses --> Hub --> Session --> Outbox --> socket
       --> attempt_*    --> AttemptCommands ------------^
HTTP   --> /health, /scenarios/<picture>, /user/histories
       --> /feedback/compute --> FeedbackEndpoint --> Reviewer
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import socketio
from aiohttp import web

from desktop import __version__
from desktop.practice.access import SOCKET_PATH, Access
from desktop.practice.commands import AttemptCommands
from desktop.practice.courses import Courses
from desktop.practice.failures import where_it_failed
from desktop.practice.hub import Hub
from desktop.practice.lag import LagSampler
from desktop.practice.options import ServiceOptions
from desktop.practice.quirks import AnswerManner, BadManners, GoodManners
from desktop.practice.requests import PriaRequests
from desktop.practice.review.endpoint import PATH as FEEDBACK_PATH
from desktop.practice.review.endpoint import FeedbackEndpoint
from desktop.practice.review.reviewer import Reviewer
from desktop.practice.scenarios import FOLDER, load_common, load_scenarios, load_scenes
from desktop.practice.store import LONGEST_DIALOGUE, Store
from desktop.practice.warm_up import WarmUp
from desktop.protocol.aliases import canonical_name
from desktop.protocol.attempt import AttemptMessage, Event
from desktop.protocol.errors import WireFormatError
from desktop.protocol.pria import RESPONSE_TYPE, SelectedCourse
from desktop.protocol.wire import read

HOST = "127.0.0.1"
MAX_FRAME_BYTES = 1_000_000
PING_EVERY_S = 25
PING_LIMIT_S = 60
PICTURE_TYPES: Mapping[str, str] = {".svg": "image/svg+xml", ".png": "image/png"}

_log = logging.getLogger(__name__)
# The libraries' own logs hold payloads.
_silent = logging.getLogger(f"{__name__}.libraries")
_silent.setLevel(logging.CRITICAL + 1)


class PracticeServer:
    """The service in this process. Start it and stop it on the same loop."""

    def __init__(self, options: ServiceOptions, warm_up: WarmUp | None = None) -> None:
        self._options = options
        self._access = Access(options.token)
        self._sockets = socketio.AsyncServer(
            async_mode="aiohttp",
            max_http_buffer_size=MAX_FRAME_BYTES,
            ping_interval=PING_EVERY_S,
            ping_timeout=PING_LIMIT_S,
            logger=_silent,
            engineio_logger=_silent,
        )
        self._requests_of: dict[str, web.Request] = {}
        self._manners_of: dict[str, GoodManners] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None
        self._reviewer = Reviewer(utf16=options.quirks)
        self.warm_up = warm_up or WarmUp.of(options.stub_speech)
        self.lag = LagSampler()
        self.url = ""
        self.notice = ""

    async def start(self) -> str:
        """Listen, begin to load speech, and return the address. Raises OSError where the port or folder is not free."""
        self._store = await Store.open(self._options.data_dir)
        self.notice = self._store.notice
        model_name = self._options.chat.model if self._options.chat else "scripted"
        self._hub = Hub(
            self._options,
            load_scenarios(),
            load_scenes(),
            load_common(),
            self._store,
            self.warm_up,
            self._reviewer,
            self._emit,
            self._cut,
        )
        courses = Courses(self._hub, self._store)
        self._pria = PriaRequests(self._hub, courses, self._store, model_name)
        self._commands = AttemptCommands(self._hub, courses, self._store, self._tell)
        self._listen_to_sockets()
        application = web.Application(middlewares=[self._access.middleware], client_max_size=MAX_FRAME_BYTES)
        application.router.add_get("/health", self._health)
        application.router.add_get("/scenarios/{file}", self._picture)
        application.router.add_post("/user/histories", self._histories)
        application.router.add_post(FEEDBACK_PATH, FeedbackEndpoint(self._reviewer).handle)
        self._sockets.attach(application, socketio_path=SOCKET_PATH.strip("/"))
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        try:
            await self._runner.setup()
            site = web.TCPSite(self._runner, HOST, self._options.port)
            await site.start()
        except OSError:
            await self.stop()
            raise
        self.url = f"http://{HOST}:{self._runner.addresses[0][1]}"
        self._hub.begin()
        self.warm_up.begin()
        if self._options.measure:
            self._begin(self.lag.run(), "lag sampler")
        return self.url

    async def stop(self) -> None:
        """Close everything in reverse order; what was said is kept."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._hub.close()
        await self._sockets.shutdown()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.warm_up.close()
        await asyncio.to_thread(self._reviewer.close)
        await self._store.close()

    # -- sockets -----------------------------------------------------------------------------------------------

    def _listen_to_sockets(self) -> None:
        self._sockets.on("connect", self._connected)
        self._sockets.on("disconnect", self._disconnected)
        self._sockets.on("pria-request", self._pria_requested)
        self._sockets.on("*", self._commanded)

    async def _connected(self, sid: str, environ: Mapping[str, Any], auth: object = None) -> None:
        if not isinstance(auth, dict) or not self._access.knows(auth.get("token")):
            raise socketio.exceptions.ConnectionRefusedError("Unauthorized")
        self._requests_of[sid] = environ["aiohttp.request"]
        self._manners_of[sid] = BadManners() if self._options.quirks else GoodManners()

    async def _disconnected(self, sid: str, _reason: str = "") -> None:
        self._requests_of.pop(sid, None)
        self._manners_of.pop(sid, None)
        self._hub.forget_socket(sid)

    async def _pria_requested(self, sid: str, payload: object = None) -> object:
        try:
            envelope = await self._pria.answer(sid, payload)
        except Exception as error:  # noqa: BLE001  # one bad request must not cost the connection
            _log.error("a request failed: %s", where_it_failed(error))  # no message: it may hold words
            return None
        manners = self._manners_of.get(sid)
        if manners is None:
            return None
        manner, envelope = manners.answer(envelope)
        if manner is not AnswerManner.ACKNOWLEDGED:
            await self._sockets.emit(RESPONSE_TYPE, envelope, to=sid)
        return self._sockets.not_handled if manner is AnswerManner.AS_EVENT else envelope

    async def _commanded(self, name: str, sid: str, *payload: object) -> None:
        if canonical_name(name) is None:
            return
        try:
            await self._commands.handle(sid, name, payload[0] if payload else None)
        except Exception as error:  # noqa: BLE001  # one bad command must not cost the connection
            _log.error("%s failed: %s", AttemptMessage.event, where_it_failed(error))

    def _tell(self, sid: str, event: Event) -> None:
        self._begin(self._emit(event.event, event.to_wire(), sid), "tell")

    async def _emit(self, name: str, payload: dict[str, Any], sid: str) -> None:
        await self._sockets.emit(name, payload, to=sid)

    def _cut(self, sid: str) -> None:
        """Drop a socket's transport without a farewell, as a lost network does."""
        request = self._requests_of.get(sid)
        if request is not None and request.transport is not None:
            request.transport.abort()

    def _begin(self, work: Any, name: str) -> None:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- HTTP --------------------------------------------------------------------------------------------------

    async def _health(self, _request: web.Request) -> web.Response:
        health: dict[str, Any] = {"status": "ok", "version": __version__, "speech": self.warm_up.state}
        if self._options.measure:
            health["lag"] = self.lag.take()
        return web.json_response(health)

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["file"]
        pictures = {scenario.picture for scenario in self._hub.scenarios.values()}
        if name not in pictures:
            raise web.HTTPNotFound(text="There is no such picture.")
        path = FOLDER / name
        return web.FileResponse(path, headers={"Content-Type": PICTURE_TYPES[path.suffix]})

    async def _histories(self, request: web.Request) -> web.Response:
        try:
            course = read(SelectedCourse, await request.json(), "histories")
        except (WireFormatError, ValueError):
            return web.json_response({"success": False, "message": "Send an object with a course_id."}, status=400)
        records = await self._pria.dialogue(course.course_id, LONGEST_DIALOGUE)
        return web.json_response({"success": True, "data": [record.to_wire() for record in records]})
