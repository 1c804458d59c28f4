"""Eight hours of conversation on a simulated clock with real buffers: memory and latency must stay as they were.

In a child process: what its memory is made of is the conversation alone. See tests/support/soaking.py.
"""

import os
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from tests.bench.engine.children import Child, tell
from tests.bench.engine.processes import resident_mb
from tests.bench.rows import Row
from tests.support.soaking import Soak

HOURS, WITH_ECHO_HOURS = 8.0, 1 / 6
WARM_UP_HOURS = 0.5
SLOPE_LIMIT_MB = 1.0
SAMPLED_EVERY = 25
"""Exchanges; five minutes."""


def measure() -> Iterator[Row]:
    yield from _soaked("eight hours", HOURS, echo=False)
    yield from _soaked("ten minutes with echo cancelling", WITH_ECHO_HOURS, echo=True)


def _soaked(name: str, hours: float, *, echo: bool) -> Iterator[Row]:
    with Child("tests.bench.bench_soak", str(hours), str(int(echo))) as child:
        child.wait_for("done", limit_s=900)
        samples, replies = child.all_of("sample"), child.all_of("reply")
    yield Row(f"{name}: resident memory at the end", "MB", samples[-1]["mb"])
    warm = [sample for sample in samples if sample["hour"] >= min(WARM_UP_HOURS, hours / 2)]
    if hours >= 1:
        slope = float(np.polyfit([each["hour"] for each in warm], [each["mb"] for each in warm], 1)[0])
        yield Row(
            f"{name}: memory grows after the first {WARM_UP_HOURS:g} h by", "MB an hour", slope, target=SLOPE_LIMIT_MB
        )
    yield Row(f"{name}: memory grows from the middle to the end by", "MB", warm[-1]["mb"] - warm[len(warm) // 2]["mb"])
    for place in ("capture", "playback", "queued"):
        most = [sample[place] for sample in samples]
        yield Row(f"{name}: sound waiting between replies, {place}, at the end", "ms", most[-1], target=max(most[:3]))
    yield Row(f"{name}: blocks lost", "", samples[-1]["dropped"], target=0)
    late: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for reply in replies:
        late[reply["manner"]].append((reply["hour"], reply["late_ms"]))
    for manner, each in sorted(late.items()):
        edge = min(1.0, hours / 2)
        first = statistics.median(ms for hour, ms in each if hour <= edge)
        last = statistics.median(ms for hour, ms in each if hour >= hours - edge)
        row = f"{name}: a reply {manner} begins later in the last part than in the first by"
        yield Row(row, "ms", last - first, target=samples[0]["step_ms"])


def _soak(hours: float, echo: bool) -> None:
    soak = Soak(echo=echo)
    exchanges = 0
    while soak.now < 3600 * hours:
        manner, late_ms = soak.exchange()
        exchanges += 1
        if late_ms is not None:
            tell("reply", hour=soak.now / 3600, manner=manner, late_ms=late_ms)
        if exchanges % SAMPLED_EVERY == 0:
            tell("sample", step_ms=soak.step_ms, hour=soak.now / 3600, mb=resident_mb(os.getpid()), **soak.kept_ms())
    soak.close()
    tell("done")


if __name__ == "__main__":
    _soak(float(sys.argv[1]), sys.argv[2] == "1")
