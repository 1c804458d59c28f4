"""How the learner spoke in a quarter and in a whole hour of talk: to compute it, and to show what is new of it."""

import asyncio
import os
import time
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desktop.conversation.speech_figures import speech_figures
from desktop.conversation.state import Phase
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import MainWindow
from desktop.gui.panel_tabs import Tab
from desktop.gui.views.beside.speech_panel import SpeechPanel
from tests.bench.rows import Row, spread
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.support.sample_speech import sample_talk

LONGEST_MS = 8
"""Half a frame: a reply is being played meanwhile."""
ROUNDS = 30
TALKS = {"14 min": 10, "55 min": 40}
"""How long a talk is, and how many times nine exchanges that is."""


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
    app.show(sample_state(Phase.LISTENING))
    window.show_live()
    window.beside.open(Tab.SPEECH)
    application.processEvents()
    rows = []
    for length, repeat in TALKS.items():
        turns, voice = sample_talk(repeat)
        computed = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            speech_figures(turns, voice)
            computed.append(since(start))
        rows.append(spread(f"compute the figures of {length}", computed, limit=LONGEST_MS))
        for as_table in (False, True):
            stretches = shown(application, app, window, repeat, as_table)
            what = "tables" if as_table else "plots"
            rows.append(spread(f"a stretch of work while {what} of {length} grow", stretches, limit=LONGEST_MS))
    window.close()
    window.deleteLater()
    loop.run_until_complete(bridge.close())
    loop.close()
    return rows


def shown(application: QApplication, app: FakeApp, window: MainWindow, repeat: int, as_table: bool) -> list[float]:
    """Let a talk grow turn by turn; return how long each round of the event loop took."""
    panel = window.findChild(SpeechPanel)
    assert isinstance(panel, SpeechPanel)
    panel.as_table.setChecked(as_table)
    turns, voice = sample_talk(repeat)
    stretches = []
    for left_out in range(ROUNDS, 0, -1):
        app.speech = speech_figures(turns[:-left_out], voice)
        app.state = replace(app.state, phase=Phase.LISTENING)
        start = time.perf_counter()
        panel.show_live()
        stretches.append(since(start))
        while panel.is_busy:
            start = time.perf_counter()
            application.processEvents()
            stretches.append(since(start))
        start = time.perf_counter()
        application.processEvents()
        stretches.append(since(start))
    return stretches
