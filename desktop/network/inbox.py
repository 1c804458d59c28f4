"""Inbox: brings items from a stranger's thread to the owner's event loop, in order."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Inbox(Generic[_T]):
    """Items are kept in a queue of our own: a wake-up only says "look", so the order never depends on the loop's."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Callable[[_T], None]) -> None:
        self._loop = loop
        self._receive = receive
        self._items: deque[_T] = deque()
        self._closed = False

    def post(self, item: _T) -> None:
        """Called on any one thread; never blocks."""
        self._items.append(item)
        with contextlib.suppress(RuntimeError):  # the owner's loop is closed: nobody is left to tell
            self._loop.call_soon_threadsafe(self._drain)

    def close(self) -> None:
        self._closed = True
        self._items.clear()

    def _drain(self) -> None:
        while self._items and not self._closed:
            self._receive(self._items.popleft())
