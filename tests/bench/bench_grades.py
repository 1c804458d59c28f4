"""Sixty results of a grade arriving one by one, and all at once: how long each holds the window up."""

import asyncio
import os
import time
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desktop.conversation.grade import Grade, GradeEntry, GradeStatus
from desktop.conversation.state import Phase
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import MainWindow
from desktop.gui.panel_tabs import Tab
from desktop.gui.views.beside.grades_panel import GradesPanel
from tests.bench.rows import Row, spread
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.support.sample_grades import CRITERIA, REMARKS

RESULTS = 60
LONGEST_MS = 8
"""Half a frame: a reply is being played while results arrive."""


def results() -> tuple[GradeEntry, ...]:
    kinds = CRITERIA + REMARKS
    return tuple(replace(kinds[number % len(kinds)], name=f"Result {number}") for number in range(RESULTS))


def since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def measure() -> list[Row]:
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply("light", 1.0)
    loop = asyncio.new_event_loop()
    app = FakeApp()
    bridge = Bridge(loop, app)  # type: ignore[arg-type]
    window = MainWindow(bridge)
    window.show()
    app.show(sample_state(Phase.ENDED))
    window.show_live()
    window.beside.open(Tab.GRADES)
    application.processEvents()
    told, painted = [], []
    entries = results()
    for count in range(1, RESULTS + 1):
        grade = Grade("chat-1", GradeStatus.GRADING, entries[:count], "grade-1")
        app.state = replace(app.state, grades=(grade,))
        start = time.perf_counter()
        bridge.conversationChanged.emit()
        told.append(since(start))
        start = time.perf_counter()
        application.processEvents()
        painted.append(since(start))
    stretches = all_at_once(application, window, entries)
    window.close()
    window.deleteLater()
    loop.run_until_complete(bridge.close())
    loop.close()
    return [
        spread("take in a result", told, limit=LONGEST_MS),
        spread("lay out and paint it", painted, limit=LONGEST_MS),
        spread(f"a stretch of work while {RESULTS} arrive at once", stretches, limit=LONGEST_MS),
    ]


def all_at_once(application: QApplication, window: MainWindow, entries: tuple[GradeEntry, ...]) -> list[float]:
    """Show a past talk's grade; return how long each round of the event loop took until it stood there."""
    panel = window.findChild(GradesPanel)
    assert isinstance(panel, GradesPanel)
    start = time.perf_counter()
    panel.show_past((Grade("chat-9", GradeStatus.GRADED, entries, "grade-9"),))
    stretches = [since(start)]
    while not panel.is_complete:
        start = time.perf_counter()
        application.processEvents()
        stretches.append(since(start))
    return stretches
