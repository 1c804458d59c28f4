"""A bridge to a FakeApp on Qt's own asyncio loop; every window test begins with these."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.event_loop import close_loop, make_loop
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp

LIMIT_S = 10.0

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Stage = Callable[[QWidget, int, int], None]
Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    """Start every test with the light theme at normal size."""
    theme.apply("light", 1.0)


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    loop = make_loop(qapp)
    yield loop
    close_loop(loop)


@pytest.fixture
def app() -> FakeApp:
    return FakeApp()


@pytest.fixture
def bridge(loop: asyncio.AbstractEventLoop, app: FakeApp) -> Iterator[Bridge]:
    bridge = Bridge(loop, app)
    yield bridge
    loop.run_until_complete(bridge.close())


@pytest.fixture
def run(loop: asyncio.AbstractEventLoop) -> Run:
    """Run a coroutine on the window's loop, with a limit."""
    return lambda job: loop.run_until_complete(asyncio.wait_for(job, LIMIT_S))


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    """Show views, each in a window that lasts as long as the test."""
    windows: list[QWidget] = []
    yield lambda view, width, height: windows.append(host(qtbot, view, width, height))
    for window in windows:
        window.hide()


async def until(claim: Callable[[], object]) -> None:
    """Wait until `claim` is true; the test's own limit ends it otherwise."""
    async with asyncio.timeout(LIMIT_S):
        while not claim():
            await asyncio.sleep(0.005)
