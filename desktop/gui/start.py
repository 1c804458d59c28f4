"""Opens the window at once, starts the App behind it, and closes both in order."""

import asyncio
import contextlib
import json
import logging
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from desktop import RESOURCES
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.event_loop import make_loop, run_until_done
from desktop.gui.garbage import GarbageCollection
from desktop.gui.main_window import MainWindow

if TYPE_CHECKING:
    from desktop.app import App

_log = logging.getLogger(__name__)

CLOSE_LIMIT_S = 10.0
"""Sound, service and archive have this long to end; then the program ends without them."""


def run(app_factory: "Callable[[], App] | None" = None, argv: Sequence[str] | None = None) -> int:
    """Open the window and return the exit status when it was closed.

    app_factory: makes the App; None makes the ordinary one. Called after the first paint.
    """
    application = QApplication(list(argv if argv is not None else sys.argv[:1]))
    application.setApplicationName("vivavoce")
    application.setApplicationDisplayName("Vivavoce")
    application.setDesktopFileName("vivavoce")
    application.setWindowIcon(QIcon(str(RESOURCES / "vivavoce.svg")))
    # The window is closed before the App is; the loop ends when both are.
    application.setQuitOnLastWindowClosed(False)
    loop = make_loop(application)
    return run_until_done(loop, lambda: _session(loop, app_factory or _ordinary_app))


async def _session(loop: asyncio.AbstractEventLoop, app_factory: "Callable[[], App]") -> int:
    bridge = Bridge(loop)
    saved = _saved_settings()
    look = Look(bridge, *_saved_look(saved))
    window = MainWindow(bridge)
    window.put(str(saved.get("window", "")))
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    loop.set_exception_handler(lambda _, context: _report(bridge, context))
    with _hook_exceptions(bridge), _signals_close(loop, window):
        window.show()
        await _first_paint(window)
        app = app_factory()
        garbage = GarbageCollection()
        bridge.attach(app)
        starting = bridge.spawn("start", app.start())
        await closed.wait()
        starting.cancel()
        await bridge.close()
        status = 0
        try:
            async with asyncio.timeout(CLOSE_LIMIT_S):
                await app.close()
        except TimeoutError:
            _log.error("the application did not close within %.0f s", CLOSE_LIMIT_S)
            status = 1
    garbage.stop()
    look.close()
    window.deleteLater()
    return status


def _ordinary_app() -> "App":
    from desktop.app import App, Options
    from desktop.settings.files import data_dir, settings_file

    return App(Options(data_dir(), settings_file()))


def _saved_settings() -> dict[str, Any]:
    """Return the settings as saved and unproven, so that the first paint already has them; empty where there are none.

    The settings' own model takes 150 ms to import, and the App validates what it reads soon.
    """
    from desktop.settings.files import settings_file

    try:
        saved = json.loads(settings_file().read_bytes())
    except (OSError, ValueError):
        return {}
    return saved if isinstance(saved, dict) else {}


def _saved_look(saved: dict[str, Any]) -> tuple[str, float]:
    """Return theme and text scale of the saved settings."""
    try:
        chosen, scale = saved.get("theme"), float(saved.get("text_scale", 1.0))
    except (ValueError, TypeError):
        return "system", 1.0
    return (chosen if chosen in ("light", "dark") else "system"), min(max(scale, 0.8), 2.0)


class Look(QObject):
    """Keeps theme and text size as the settings, and the system where these leave it to it, say.

    chosen, text_scale: what is in force until there is an App to ask.
    """

    def __init__(self, bridge: Bridge, chosen: str, text_scale: float) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._wanted = (chosen, text_scale)
        theme.apply(*self._wanted)
        bridge.settingsChanged.connect(self._follow)
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._system_changed)

    def close(self) -> None:
        self._hints.colorSchemeChanged.disconnect(self._system_changed)

    def _follow(self) -> None:
        wanted = (self._bridge.settings.theme, self._bridge.settings.text_scale)
        if wanted != self._wanted:
            self._wanted = wanted
            theme.apply(*wanted)

    def _system_changed(self) -> None:
        theme.apply(*self._wanted)


class _PaintWatch(QObject):
    painted = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.painted.emit()
        return False


async def _first_paint(window: MainWindow) -> None:
    """Return once the window has been painted for the first time."""
    done = asyncio.Event()
    watch = _PaintWatch()
    # The event arrives before it is painted: one more turn of the loop, and it is on the screen.
    watch.painted.connect(lambda: QTimer.singleShot(0, done.set))
    window.frame.installEventFilter(watch)
    await done.wait()
    window.frame.removeEventFilter(watch)


def _report(bridge: Bridge, context: dict[str, Any]) -> None:
    error = context.get("exception")
    _log.error("%s", context.get("message"), exc_info=error)
    if error is not None:
        bridge.fail(error)


@contextlib.contextmanager
def _hook_exceptions(bridge: Bridge) -> Iterator[None]:
    """Show what a Qt slot raises; PySide hands it to sys.excepthook and goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.error("in a slot", exc_info=(kind, error, trace))
        bridge.fail(error)

    before = sys.excepthook
    sys.excepthook = hook
    try:
        yield
    finally:
        sys.excepthook = before


@contextlib.contextmanager
def _signals_close(loop: asyncio.AbstractEventLoop, window: MainWindow) -> Iterator[None]:
    """Let SIGINT and SIGTERM close the window as the learner would; Windows has no such handlers."""
    names = (signal.SIGINT, signal.SIGTERM) if sys.platform != "win32" else ()
    for name in names:
        loop.add_signal_handler(name, window.close)
    try:
        yield
    finally:
        for name in names:
            loop.remove_signal_handler(name)
