"""Finds what a test left running: threads, child processes, asyncio tasks, Qt timers and threads.

`install()` once, before the tests; then `watch = Watch()` before a test and `watch.leaks()` after it. What ran
before the watch began (fixtures of a module or of the session) is nobody's leak.
"""

import asyncio
import os
import threading
import time
import traceback
import weakref
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children, resource_tracker
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from shiboken6 import isValid

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv"
LIMIT_S = 5.0
_PROC = Path("/proc")

_executors: "weakref.WeakSet[ThreadPoolExecutor]" = weakref.WeakSet()
_tasks: "weakref.WeakSet[asyncio.Task[Any]]" = weakref.WeakSet()
_cancelled_at_close: list[str] = []
_qt_started: "weakref.WeakKeyDictionary[Any, str]" = weakref.WeakKeyDictionary()


class Watch:
    """What was running when it was made, to be compared with what is running at the end."""

    def __init__(self) -> None:
        self._threads = set(threading.enumerate())
        self._processes = child_processes()
        self._executors = set(_executors)
        self._tasks = set(_tasks)

    def leaks(self, limit_s: float = LIMIT_S) -> list[str]:
        """One sentence for each leak, after waiting up to `limit_s` for threads and processes to end."""
        end = time.monotonic() + limit_s
        found = _leaked_qt(limit_s) + self._leaked_tasks()
        while (running := self._running()) and time.monotonic() < end:
            time.sleep(0.005)
        return found + running

    def _running(self) -> list[str]:
        of_older_executors = {thread for executor in self._executors for thread in executor._threads}
        threads = [
            f"thread {thread.name!r} is still running"
            for thread in threading.enumerate()
            if thread not in self._threads | of_older_executors and _is_started_by_python(thread)
        ]
        processes = [
            f"child process {pid} is still running: {command}"
            for pid, command in child_processes().items()
            if pid not in self._processes
        ]
        return threads + processes

    def _leaked_tasks(self) -> list[str]:
        pending = [_describe(task) for task in _tasks - self._tasks if not task.done()]
        leaked = [f"asyncio task is still pending: {task}" for task in pending if task]
        leaked += [f"asyncio task was pending when its loop closed: {task}" for task in _cancelled_at_close]
        _cancelled_at_close.clear()
        return leaked


def _leaked_qt(limit_s: float) -> list[str]:
    """Stops the timers it reports: one that fired later would do so in another test."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    leaked = []
    for started, place in list(_qt_started.items()):
        if not isValid(started):
            continue
        if isinstance(started, QTimer) and started.isActive():
            started.stop()
            leaked.append(f"QTimer is still active, started at {place}")
        elif isinstance(started, QThread) and started.isRunning() and not started.wait(int(limit_s * 1000)):
            leaked.append(f"QThread is still running, started at {place}")
    _qt_started.clear()
    return leaked


def child_processes() -> dict[int, str]:
    """Process id -> command line of every living child, without the interpreter's own resource tracker.

    Elsewhere than on Linux only the children of multiprocessing are seen.
    """
    if not _PROC.is_dir():
        return {child.pid: child.name for child in active_children() if child.pid is not None}
    active_children()  # reaps the finished ones
    own = getattr(resource_tracker, "_resource_tracker")._pid  # noqa: B009  (mypy does not know the attribute)
    found: dict[int, str] = {}
    for entry in _PROC.iterdir():
        if not entry.name.isdigit() or int(entry.name) == own:
            continue
        try:
            # pid (name, may hold spaces and brackets) state parent ...
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(parent) == os.getpid() and state != "Z":
                found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ").strip()
        except OSError:  # ended meanwhile
            continue
    return found


def install() -> None:
    """Record executors, tasks, Qt timers and Qt threads from now on, for the whole run."""
    _record_executors()
    _record_tasks()
    _record_start(QTimer, int)
    _record_start(QThread, QThread.Priority)


def _record_executors() -> None:
    original = ThreadPoolExecutor.__init__

    def recording(self: ThreadPoolExecutor, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        _executors.add(self)

    ThreadPoolExecutor.__init__ = recording  # type: ignore[method-assign]


def _record_tasks() -> None:
    create = asyncio.BaseEventLoop.create_task
    cancel_all = asyncio.runners._cancel_all_tasks  # type: ignore[attr-defined]

    def recording(self: asyncio.BaseEventLoop, *args: Any, **kwargs: Any) -> "asyncio.Task[Any]":
        task = create(self, *args, **kwargs)
        _tasks.add(task)
        return task

    def noting(loop: asyncio.AbstractEventLoop) -> None:
        _cancelled_at_close.extend(text for task in asyncio.all_tasks(loop) if (text := _describe(task)))
        cancel_all(loop)

    asyncio.BaseEventLoop.create_task = recording  # type: ignore[assignment,method-assign]
    asyncio.runners._cancel_all_tasks = noting  # type: ignore[attr-defined]


def _record_start(kind: Any, argument: type) -> None:
    """Wrap kind.start(), which takes one optional argument of that type.

    A signal connected to a wrapped start passes all its arguments where Qt would drop those start() does not take.
    """
    original = kind.start

    def recording(self: Any, *args: Any) -> None:
        _qt_started[self] = _calling_place()
        original(self, *(arg for arg in args[:1] if isinstance(arg, argument) and not isinstance(arg, bool)))

    kind.start = recording


def _calling_place() -> str:
    frames = [frame for frame in traceback.extract_stack()[:-2] if _is_ours(frame.filename)]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"


def _describe(task: "asyncio.Task[Any]") -> str:
    """Name and place of a task whose coroutine is written in this project; "" for a library's."""
    code = getattr(task.get_coro(), "cr_code", None)
    return f"{task.get_name()} ({code.co_qualname})" if code and _is_ours(code.co_filename) else ""


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(ROOT) and not path.is_relative_to(ENVIRONMENT)


def _is_started_by_python(thread: threading.Thread) -> bool:
    """False for threads of PortAudio and the like that once called into Python: they are not ours to join."""
    return not isinstance(thread, threading._DummyThread)
