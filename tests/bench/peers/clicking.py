"""The same click for every client: handed to its output, waited for at its input. Needs the standard library only."""

import array
import math
import random
import threading
import time
from collections.abc import Callable

from tests.bench.engine.children import commands, tell

LOUD = 2500
CLICK_MS, REST_MS = 10, 100
"""No client plays 10 ms by itself: the rest stands for the sound that follows."""
WAITED_S = 1.5


class Clicks:
    """Tells `begin` (pids), then `end` (loop_ms, missed, arrivals): how long each click was under way.

    rate_hz: of both directions, int16 mono.
    """

    def __init__(self, rate_hz: int) -> None:
        frames = rate_hz * CLICK_MS // 1000
        self.click = array.array(
            "h", (round(12_000 * math.cos(2 * math.pi * 1000 * frame / rate_hz)) for frame in range(frames))
        ).tobytes() + bytes(2 * rate_hz * REST_MS // 1000)
        self._arrived = threading.Event()
        self._waiting = False
        self._heard_at = 0.0
        self._arrivals = 0

    def heard(self, pcm: bytes) -> None:
        """Take what the client's input gives; any thread."""
        now = time.monotonic()
        self._arrivals += 1
        if self._waiting:
            samples = array.array("h", pcm)
            if max(samples, default=0) > LOUD or min(samples, default=0) < -LOUD:
                self._heard_at = now
                self._waiting = False
                self._arrived.set()

    def run(self, send: Callable[[bytes], object], pids: tuple[int, ...], seconds: float) -> None:
        """Send clicks at odd times; blocks."""
        chance = random.Random(6)
        loop_ms, missed = [], 0
        time.sleep(1.0)  # streams have started and the first buffers are through
        self._arrivals = 0
        begun = time.monotonic()
        tell("begin", pids=pids)
        while time.monotonic() < begun + seconds:
            self._arrived.clear()
            self._waiting = True
            sent = time.monotonic()
            send(self.click)
            if self._arrived.wait(WAITED_S):
                loop_ms.append(1000 * (self._heard_at - sent))
            else:
                missed += 1
            time.sleep(0.25 + chance.uniform(0, 0.1))
        tell("end", loop_ms=loop_ms, missed=missed, arrivals=self._arrivals / (time.monotonic() - begun))

    @staticmethod
    def wait() -> None:
        """Return when the bench has looked at this process for the last time."""
        for _ in commands():
            return
