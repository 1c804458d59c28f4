"""A loop and a thread of its own for HTTP, started with the first request: the window's loop must not wait for it."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

_T = TypeVar("_T")
CLOSE_LIMIT_S = 3.0


class HttpThread:
    """Made, used and closed on the main loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    async def run(self, job: Coroutine[Any, Any, _T]) -> _T:
        """Run a coroutine on the thread's loop and return what it returns. Cancelling this cancels it there."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._serve, args=(self._loop,), name="http", daemon=True)
            self._thread.start()
        future: Future[_T] = asyncio.run_coroutine_threadsafe(job, self._loop)
        return await asyncio.wrap_future(future)

    async def close(self) -> None:
        """Cancel what runs and end the thread; idempotent."""
        loop, thread = self._loop, self._thread
        self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            await asyncio.to_thread(thread.join, CLOSE_LIMIT_S)

    @staticmethod
    def _serve(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        loop.run_forever()
        rest = asyncio.all_tasks(loop)
        for task in rest:
            task.cancel()
        if rest:
            loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
