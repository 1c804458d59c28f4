import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy

from desktop.gui import start, theme
from desktop.gui.bridge import Bridge
from tests.support.fake_app import FakeApp

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import asyncio, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.gui import start
from desktop.gui.main_window import MainWindow
from tests.support.fake_app import FakeApp

app = FakeApp()

def window():
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))

def factory():
    print("factory, visible:", window().isVisible(), flush=True)
    {during}
    return app

status = start.run(factory, ["vivavoce"])
print("calls:", [call[0] for call in app.calls if call[0] in ("start", "close")], "status:", status)
print("watchers:", len(app.watchers))
"""


def run_window(tmp_path: Path, during: str, **popen: object) -> "subprocess.Popen[str]":
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "VIVAVOCE_DATA": str(tmp_path)}
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT).replace("{during}", during)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_window_is_shown_before_the_app_is_made_and_closes_it_at_the_end(tmp_path: Path) -> None:
    process = run_window(tmp_path, "QTimer.singleShot(0, lambda: window().close())")
    out, err = process.communicate(timeout=60)
    assert out.splitlines() == [
        "factory, visible: True",
        "calls: ['start', 'close'] status: 0",
        "watchers: 0",
    ], err
    assert "Traceback" not in err
    assert "Exception" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM handlers")
def test_a_termination_signal_closes_as_the_learner_would(tmp_path: Path) -> None:
    process = run_window(tmp_path, "")
    assert process.stdout is not None
    assert process.stdout.readline().startswith("factory")
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert "'close'] status: 0" in out, err


def test_closing_while_the_service_still_starts_ends_properly(tmp_path: Path) -> None:
    during = "app.start_gate = asyncio.Event(); QTimer.singleShot(0, lambda: window().close())"
    out, err = run_window(tmp_path, during).communicate(timeout=60)
    assert "calls: ['start', 'close'] status: 0" in out, err
    assert "Traceback" not in err


def test_an_error_in_a_slot_becomes_a_notice_and_the_window_goes_on(tmp_path: Path) -> None:
    during = (
        "QTimer.singleShot(0, lambda: 1 / 0);"
        "QTimer.singleShot(50, lambda: print('notice:', window()._bridge.notice is not None));"
        "QTimer.singleShot(60, lambda: window().close())"
    )
    out, err = run_window(tmp_path, during).communicate(timeout=60)
    assert "notice: True" in out, err
    assert "status: 0" in out


@pytest.mark.parametrize(
    ("saved", "look"),
    [
        ({"theme": "dark", "text_scale": 1.5}, ("dark", 1.5)),
        ({"theme": "pink", "text_scale": 9}, ("system", 2.0)),
        ({"text_scale": "large"}, ("system", 1.0)),
        ([], ("system", 1.0)),
        (None, ("system", 1.0)),
    ],
)
def test_the_first_paint_has_the_saved_look_whatever_the_file_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: object, look: tuple[str, float]
) -> None:
    monkeypatch.setenv("VIVAVOCE_DATA", str(tmp_path))
    if saved is not None:
        (tmp_path / "settings.json").write_text(json.dumps(saved))
    assert start._saved_look(start._saved_settings()) == look


def test_a_change_of_settings_is_in_force_at_once_and_only_once(
    loop: asyncio.AbstractEventLoop, bridge: Bridge, app: FakeApp
) -> None:
    look = start.Look(bridge, "light", 1.0)
    spy = QSignalSpy(theme.changes.changed)
    app.change_settings(theme="dark", text_scale=1.2)
    assert theme.is_dark()
    assert theme.metrics.scale == 1.2
    app.change_settings(pause_s=1.0)
    assert spy.count() == 1
    look.close()


def test_a_change_of_the_system_before_there_is_an_app_keeps_the_saved_text_size(
    loop: asyncio.AbstractEventLoop,
) -> None:
    look = start.Look(Bridge(loop), "system", 1.6)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.metrics.scale == 1.6
    look.close()
