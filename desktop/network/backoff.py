"""How long to wait before the next attempt."""

import random
from collections.abc import Iterator

FIRST_S = 0.15
FACTOR = 1.5
LIMIT_S = 3.0


def delays(rng: random.Random | None = None) -> Iterator[float]:
    """Yield seconds to wait: 0.15, growing by half to 3, then 3 for ever, each spread by ±20 %.

    The spread keeps many clients of a restarted service from coming back in step.
    """
    rng = rng or random.Random()
    delay = FIRST_S
    while True:
        yield delay * rng.uniform(0.8, 1.2)
        delay = min(delay * FACTOR, LIMIT_S)
