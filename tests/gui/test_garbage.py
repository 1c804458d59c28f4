import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from desktop.gui.garbage import GarbageCollection


class Cycle:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def garbage(qapp: object) -> Iterator[GarbageCollection]:
    automatic = gc.isenabled()
    garbage = GarbageCollection()
    yield garbage
    garbage.stop()
    if not automatic:
        gc.disable()


def test_a_cycle_is_not_collected_on_another_thread(garbage: GarbageCollection) -> None:
    cycle = weakref.ref(Cycle())
    worker = threading.Thread(target=lambda: [[] for _ in range(50_000)])
    worker.start()
    worker.join()
    assert cycle() is not None


def test_a_look_collects_when_there_is_enough(garbage: GarbageCollection) -> None:
    cycle = weakref.ref(Cycle())
    keep = [[] for _ in range(2 * gc.get_threshold()[0])]
    assert cycle() is not None
    garbage.look()
    assert cycle() is None
    assert keep


def test_stopping_gives_the_collector_back(qapp: object) -> None:
    automatic = gc.isenabled()
    GarbageCollection().stop()
    assert gc.isenabled()
    if not automatic:
        gc.disable()
