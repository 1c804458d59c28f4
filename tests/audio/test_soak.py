"""The short form of `make bench ARGS=soak`: a few minutes of conversation on a simulated clock."""

import gc
import statistics
import tracemalloc

from tests.support.soaking import Soak

WARM_UP, MEASURED = 3, 4
GROWTH_LIMIT_BYTES = 60_000
"""Over 48 s of conversation; a reply that is kept by mistake is 288,000."""


def test_minutes_of_conversation_keep_no_memory_and_no_sound() -> None:
    soak = Soak(blocks=10)
    tracemalloc.start()
    try:
        for _ in range(WARM_UP):
            soak.exchange()
        before = soak.kept_ms()
        gc.collect()
        begun, _ = tracemalloc.get_traced_memory()
        for _ in range(MEASURED):
            soak.exchange()
        gc.collect()
        ended, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    after = soak.kept_ms()
    soak.close()
    assert ended - begun < GROWTH_LIMIT_BYTES
    assert (after["capture"], after["queued"], after["dropped"]) == (0, 0, 0)
    assert abs(after["playback"] - before["playback"]) < 10  # it is topped up in whole blocks


def test_a_reply_begins_as_soon_after_minutes_as_at_first() -> None:
    soak = Soak(blocks=10)
    late = [ms for manner, ms in (soak.exchange() for _ in range(15)) if ms is not None and manner == "at once"]
    soak.close()
    assert len(late) >= 4
    assert statistics.median(late[-2:]) <= statistics.median(late[:2]) + 100
