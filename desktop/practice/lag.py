"""How late the service's loop is: sampled every 5 ms."""

import asyncio
import time
from collections import deque
from typing import TypedDict

SAMPLE_EVERY_S = 0.005
KEPT_SAMPLES = 12_000
"""The last minute."""


class Lag(TypedDict):
    samples: int
    p50_ms: float
    p99_ms: float
    max_ms: float


class LagSampler:
    """Sleeps 5 ms again and again and keeps by how much longer it took."""

    def __init__(self) -> None:
        self._late_s: deque[float] = deque(maxlen=KEPT_SAMPLES)

    async def run(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(SAMPLE_EVERY_S)
            self._late_s.append(time.perf_counter() - began - SAMPLE_EVERY_S)

    def take(self) -> Lag:
        """Return the lag since the last call, and begin anew."""
        late = sorted(self._late_s) or [0.0]
        count = len(self._late_s)
        self._late_s.clear()
        return Lag(
            samples=count,
            p50_ms=1000 * late[len(late) // 2],
            p99_ms=1000 * late[min(len(late) - 1, int(0.99 * len(late)))],
            max_ms=1000 * late[-1],
        )
