import os
import sys

import pytest

from desktop.audio.priority import ask_for_priority

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="each system has its own way")


def refuse(*_: object) -> None:
    raise PermissionError


def test_it_asks_for_real_time_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "sched_setscheduler", lambda pid, policy, param: asked.append(policy))
    monkeypatch.setattr(os, "setpriority", refuse)
    assert ask_for_priority()
    assert asked == [os.SCHED_RR]


def test_where_those_are_refused_it_asks_to_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    monkeypatch.setattr(os, "setpriority", lambda which, who, nice: asked.append(nice))
    assert ask_for_priority()
    assert asked == [-11]


def test_where_nothing_is_granted_it_goes_on_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    monkeypatch.setattr(os, "setpriority", refuse)
    assert not ask_for_priority()
