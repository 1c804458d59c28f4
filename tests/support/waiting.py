"""Waiting for a condition with a limit, in place of sleeping."""

import asyncio
import time
from collections.abc import Callable


def wait_until(reached: Callable[[], object], limit_s: float = 10.0) -> None:
    """Return as soon as `reached()` is true; fail after the limit."""
    end = time.monotonic() + limit_s
    while not reached():
        assert time.monotonic() < end, f"not reached within {limit_s} s"
        time.sleep(0.002)


async def until(reached: Callable[[], object], limit_s: float = 60.0) -> None:
    """The same on an event loop, which goes on meanwhile. Raises TimeoutError."""
    async with asyncio.timeout(limit_s):
        while not reached():
            await asyncio.sleep(0.005)
