"""The only file that knows qasync: asyncio on Qt's event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import qasync
from PySide6.QtWidgets import QApplication

WORKERS = 4
"""Threads for `asyncio.to_thread`: pictures and files; sound and speech have processes of their own."""


def make_loop(application: QApplication) -> asyncio.AbstractEventLoop:
    """Return an asyncio loop that runs on the application's events. Close it before the application goes."""
    loop = cast(asyncio.AbstractEventLoop, qasync.QEventLoop(application, already_running=False))
    loop.set_default_executor(ThreadPoolExecutor(WORKERS, thread_name_prefix="gui-worker"))
    return loop


def run_until_done(loop: asyncio.AbstractEventLoop, main: Callable[[], Awaitable[int]]) -> int:
    """Run `main` to its end, then cancel and await what is left, close the loop and return main's result.

    The default quit on the last closed window must be off: it would stop the loop before `main` is done.
    """
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(main())
    finally:
        close_loop(loop)


def close_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel and await every task that is left, then close the loop."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    asyncio.set_event_loop(None)
    loop.close()
