import asyncio
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QObject, QThread, QTimer, Signal
from pytestqt.qtbot import QtBot

from tests.support.leaks import Watch, child_processes

SHORT_S = 0.02


def test_a_thread_left_running_is_reported_with_its_name() -> None:
    end = threading.Event()
    watch = Watch()
    thread = threading.Thread(target=end.wait, name="forgotten")
    thread.start()
    assert watch.leaks(SHORT_S) == ["thread 'forgotten' is still running"]
    end.set()
    thread.join()


def test_a_thread_that_ends_within_the_limit_is_no_leak() -> None:
    watch = Watch()
    timer = threading.Timer(0.05, lambda: None)
    timer.start()
    assert watch.leaks() == []


def test_the_worker_of_an_executor_made_in_the_test_is_a_leak_and_of_an_older_one_is_not() -> None:
    with ThreadPoolExecutor(thread_name_prefix="older") as older:
        watch = Watch()
        older.submit(int).result()
        assert watch.leaks(SHORT_S) == []
        with ThreadPoolExecutor(thread_name_prefix="newer") as newer:
            newer.submit(int).result()
            assert watch.leaks(SHORT_S) == ["thread 'newer_0' is still running"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_child_process_left_running_is_reported_with_its_command() -> None:
    watch = Watch()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    leaks = watch.leaks(SHORT_S)
    child.communicate(b"\n")
    assert len(leaks) == 1
    assert str(child.pid) in leaks[0]
    assert "input()" in leaks[0]
    assert child.pid not in child_processes()


async def _for_ever() -> None:
    await asyncio.Event().wait()


def test_a_task_cancelled_only_by_the_closing_loop_is_reported() -> None:
    async def forgetful() -> None:
        task = asyncio.create_task(_for_ever(), name="forgotten")
        await asyncio.sleep(0)
        assert not task.done()

    watch = Watch()
    asyncio.run(forgetful())
    assert watch.leaks(SHORT_S) == ["asyncio task was pending when its loop closed: forgotten (_for_ever)"]


def test_a_task_pending_in_an_open_loop_is_reported() -> None:
    watch = Watch()
    loop = asyncio.new_event_loop()
    task = loop.create_task(_for_ever(), name="forgotten")
    loop.run_until_complete(asyncio.sleep(0))
    leaks = watch.leaks(SHORT_S)
    task.cancel()
    loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
    loop.close()
    assert leaks == ["asyncio task is still pending: forgotten (_for_ever)"]


def test_tasks_that_are_awaited_are_no_leak() -> None:
    async def careful() -> None:
        task = asyncio.create_task(_for_ever())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    watch = Watch()
    asyncio.run(careful())
    assert watch.leaks(SHORT_S) == []


def test_an_active_timer_is_reported_with_the_line_that_started_it(qtbot: QtBot) -> None:
    watch = Watch()
    timer = QTimer()
    timer.start(60_000)
    leaks = watch.leaks(SHORT_S)
    assert len(leaks) == 1
    assert leaks[0].startswith("QTimer is still active")
    assert "test_leaks.py:" in leaks[0]
    assert not timer.isActive()


def test_a_stopped_or_deleted_timer_is_no_leak(qtbot: QtBot) -> None:
    watch = Watch()
    owner = QObject()
    stopped, deleted = QTimer(owner), QTimer(owner)
    stopped.start(60_000)
    deleted.start(60_000)
    stopped.stop()
    deleted.deleteLater()
    assert watch.leaks(SHORT_S) == []


def test_a_signal_may_start_a_timer_whatever_the_signal_carries(qtbot: QtBot) -> None:
    class Field(QObject):
        edited = Signal(str)

    field, timer = Field(), QTimer()
    timer.setInterval(60_000)
    field.edited.connect(timer.start)
    field.edited.emit("a")
    assert timer.isActive()
    assert timer.interval() == 60_000
    timer.stop()


def test_a_running_qthread_is_reported(qtbot: QtBot) -> None:
    watch = Watch()
    thread = QThread()
    thread.start()
    leaks = watch.leaks(SHORT_S)
    thread.quit()
    assert thread.wait(5_000)
    assert len(leaks) == 1
    assert leaks[0].startswith("QThread is still running")
