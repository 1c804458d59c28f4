"""SocketConnection: one Socket.IO link, kept alive, on an asyncio loop and thread of its own.

Why a thread: python-socketio pairs a binary event's header with its bytes by the order in which tasks run. The stock
loop guarantees that order; a loop built on a window system's timers does not, and a busy window would delay the link.
Everything that arrives is handed to `post` on that thread, in the order in which it was sent.
"""

import asyncio
import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from desktop.network.backoff import delays
from desktop.network.errors import LinkDropped, NetworkError, ServiceUnreachable, SignInRefused

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

CONNECT_TIMEOUT_S = 10.0
MAX_MESSAGE_BYTES = 1_000_000
"""Larger frames end the link: nothing in the contracts comes near."""
OUTBOX_LIMIT = 500
"""A server drops unread frames beyond this number in silence, so holding more is of no use."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service is and how to sign in. `token` never appears in a repr or a log."""

    url: str
    token: str
    socketio_path: str = "/socket.io"

    def __repr__(self) -> str:
        return f"Address({self.url!r})"


@dataclass(frozen=True, slots=True)
class Opened:
    """The link stands, for the first time or again."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The link is gone. It is being restored, unless `final`."""

    final: NetworkError | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    name: str
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    ticket: int
    args: tuple[Any, ...]


Item = Opened | Lost | Arrived | Acknowledged


class TakenOver(NetworkError):
    """The service ended the link on purpose; fighting it would only end the other sign-in."""


class SocketConnection:
    """Methods are called on the owner's thread; `post` is called on the link's thread and must not block."""

    def __init__(self, address: Address, post: Callable[[Item], None]) -> None:
        self._address = address
        self._post = post
        self._outbox: deque[tuple[str, Mapping[str, Any], int]] = deque()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="network", daemon=True)
        self._first: Future[None] = Future()
        self._wake: asyncio.Event | None = None
        self._main: asyncio.Task[None] | None = None
        self._connected = False
        self._closed = False
        self.frames_dropped = 0

    def start(self) -> "Future[None]":
        """Begin to connect. The future fails with SignInRefused or ServiceUnreachable if the first attempt does."""
        self._thread.start()
        return self._first

    def emit(self, name: str, payload: Mapping[str, Any], *, ticket: int = 0) -> bool:
        """Send in order; return False, sending nothing, while the link is down.

        ticket: when not 0, the server's acknowledgement arrives as Acknowledged(ticket, ...).
        """
        if not self._connected or self._closed:
            return False
        if len(self._outbox) >= OUTBOX_LIMIT:
            self.frames_dropped += 1
            return False
        self._outbox.append((name, payload, ticket))
        self._call(self._notice_outbox)
        return True

    def run(self, job: Coroutine[Any, Any, _T]) -> "Future[_T]":
        """Run a coroutine on the link's loop; for HTTP beside the socket."""
        return asyncio.run_coroutine_threadsafe(job, self._loop)

    def close(self) -> None:
        """End the link and its thread; idempotent. Blocks for at most 3 s."""
        if self._closed:
            return
        self._closed = True
        if self._thread.is_alive():
            self._call(self._cancel)
            self._thread.join(3.0)
        if not self._thread.is_alive():
            self._loop.close()

    # -- on the link's thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._main = self._loop.create_task(self._keep_connected(), name="keep connected")
        with contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._main)
        rest = asyncio.all_tasks(self._loop)
        for task in rest:
            task.cancel()
        if rest:
            self._loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        if not self._first.done():
            self._first.set_exception(LinkDropped("The connection was closed."))

    def _call(self, action: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is already closed
            self._loop.call_soon_threadsafe(action)

    def _notice_outbox(self) -> None:
        if self._wake is not None:
            self._wake.set()

    def _cancel(self) -> None:
        if self._main is not None:
            self._main.cancel()

    async def _keep_connected(self) -> None:
        """Connect, serve until the link is lost, wait a little, connect again; until told to stop."""
        import aiohttp  # with socketio 300 ms: kept off the window's first paint
        import socketio

        waits = delays()
        transports = (["websocket"], ["polling", "websocket"])
        attempt = 0
        while True:
            session = aiohttp.ClientSession()  # a session of the client's own stays open when it cannot connect
            client = socketio.AsyncClient(
                reconnection=False,
                handle_sigint=False,
                http_session=session,
                websocket_extra_options={"max_msg_size": MAX_MESSAGE_BYTES},
            )
            ended: asyncio.Future[NetworkError | None] = self._loop.create_future()
            self._listen(client, ended)
            try:
                await self._connect(client, transports[attempt % 2])
                attempt, waits = 0, delays()
                final = await self._serve(client, ended)
                self._post(Lost(final))
            except NetworkError as error:
                attempt += 1
                final = error if isinstance(error, SignInRefused) else None
                if not self._first.done():
                    if final or attempt >= len(transports):
                        self._first.set_exception(error)
                        return
                elif final:
                    self._post(Lost(final))
            finally:
                await client.shutdown()
                await session.close()
            if final:
                return
            await asyncio.sleep(next(waits))

    def _listen(self, client: Any, ended: "asyncio.Future[NetworkError | None]") -> None:
        reason = client.reason

        def on_any(name: str, *args: Any) -> None:
            self._post(Arrived(name, args))

        def on_disconnect(why: str) -> None:
            if ended.done():
                return
            taken = why == reason.SERVER_DISCONNECT
            ended.set_result(
                TakenOver("You signed in somewhere else, so this connection was closed. Reconnect to use it here.")
                if taken
                else None
            )

        client.on("*", on_any)
        client.on("disconnect", on_disconnect)

    async def _connect(self, client: Any, transports: list[str]) -> None:
        from socketio.exceptions import ConnectionError as SocketError

        auth = {"token": f"Bearer {self._address.token}"}
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                await client.connect(
                    self._address.url,
                    auth=auth,
                    transports=transports,
                    socketio_path=self._address.socketio_path,
                    wait_timeout=CONNECT_TIMEOUT_S,
                )
        except (SocketError, TimeoutError, OSError, ValueError) as error:
            if client.failed_namespaces:
                raise SignInRefused("The service refused the sign-in. Check the account or the token.") from error
            raise ServiceUnreachable(
                f"No service answered at {self._address.url}. Check the address and that it is running."
            ) from error

    async def _serve(self, client: Any, ended: "asyncio.Future[NetworkError | None]") -> NetworkError | None:
        """Send what is queued until the link ends; return why it must not be restored, or None."""
        from socketio.exceptions import SocketIOError

        wake = self._wake = asyncio.Event()
        ended.add_done_callback(lambda _: wake.set())
        self._outbox.clear()
        self._connected = True
        self._post(Opened())
        if not self._first.done():
            self._first.set_result(None)
        try:
            while not ended.done():
                while self._outbox and not ended.done():
                    name, payload, ticket = self._outbox.popleft()
                    callback = self._acknowledge(ticket) if ticket else None
                    await client.emit(name, payload, callback=callback)
                await wake.wait()
                wake.clear()
        except SocketIOError:  # the link went away between two messages
            return ended.result() if ended.done() else None
        finally:
            self._connected = False
        return ended.result()

    def _acknowledge(self, ticket: int) -> Callable[..., None]:
        return lambda *args: self._post(Acknowledged(ticket, args))
