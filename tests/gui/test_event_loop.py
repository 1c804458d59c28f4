import asyncio

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.gui.event_loop import make_loop, run_until_done


def test_asyncio_and_qt_events_run_side_by_side(qapp: QApplication) -> None:
    ticked: list[str] = []

    async def main() -> int:
        done = asyncio.Event()
        QTimer.singleShot(1, done.set)
        async with asyncio.timeout(5):
            await done.wait()
            ticked.append(await asyncio.to_thread(lambda: "worker"))
        return 7

    assert run_until_done(make_loop(qapp), main) == 7
    assert ticked == ["worker"]


def test_what_is_left_over_is_cancelled_and_awaited(qapp: QApplication) -> None:
    ended: list[str] = []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("cleaned up")

    tasks: list[asyncio.Task[None]] = []

    async def main() -> int:
        tasks.append(asyncio.get_running_loop().create_task(forever()))
        await asyncio.sleep(0)
        return 0

    loop = make_loop(qapp)
    run_until_done(loop, main)
    assert ended == ["cleaned up"]
    assert loop.is_closed()


def test_an_error_closes_the_loop_and_is_raised(qapp: QApplication) -> None:
    async def main() -> int:
        raise RuntimeError("broken")

    loop = make_loop(qapp)
    with pytest.raises(RuntimeError, match="broken"):
        run_until_done(loop, main)
    assert loop.is_closed()
