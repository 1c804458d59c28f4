import itertools
import random

from desktop.network.backoff import FACTOR, FIRST_S, LIMIT_S, delays


def test_delays_grow_to_the_limit_and_stay_there() -> None:
    waits = list(itertools.islice(delays(random.Random(1)), 40))
    assert FIRST_S * 0.8 <= waits[0] <= FIRST_S * 1.2
    assert all(wait <= LIMIT_S * 1.2 for wait in waits)
    assert all(later >= sooner * FACTOR * 0.6 for sooner, later in itertools.pairwise(waits[:7]))
    assert min(waits[-20:]) >= LIMIT_S * 0.8


def test_two_clients_do_not_wait_in_step() -> None:
    assert next(delays(random.Random(1))) != next(delays(random.Random(2)))
