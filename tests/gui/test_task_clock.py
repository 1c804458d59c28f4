from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy

from desktop.gui.task_clock import TaskClock


class Now:
    at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def clock(qapp: object, now: Now) -> Iterator[TaskClock]:
    owner = QObject()
    clock = TaskClock(owner, now)
    yield clock
    clock.run(False)


def test_only_the_time_it_runs_counts(clock: TaskClock, now: Now) -> None:
    clock.set(10)
    now.at += 3
    clock.run(True)
    now.at += 2
    assert clock.seconds == 12
    clock.run(False)
    now.at += 50
    assert clock.seconds == 12


def test_another_task_goes_on_from_its_own_time_while_the_clock_runs(clock: TaskClock, now: Now) -> None:
    clock.run(True)
    now.at += 4
    clock.set(60)
    now.at += 1
    assert clock.seconds == 61


def test_a_computer_that_slept_adds_a_few_seconds_at_most(clock: TaskClock, now: Now) -> None:
    clock.run(True)
    now.at += 3600
    clock._tick()
    assert clock.seconds == 5


def test_it_tells_when_it_stops_and_only_then_once(clock: TaskClock) -> None:
    clock.run(True)
    told = QSignalSpy(clock.ticked)
    clock.run(False)
    clock.run(False)
    assert told.count() == 1
