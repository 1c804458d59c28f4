"""`python -m tests.window_states FOLDER`: every state of the talk bar and its neighbours, in every look.

The window is real, what it shows comes from FakeApp: states that a real conversation passes through too quickly, or
not at all. `make pictures` takes these after its conversation.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import engine
from desktop.conversation.state import ConversationState, Phase, Problem, ProblemKind, TurnMode
from desktop.demo import WINDOW_PX
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.event_loop import make_loop, run_until_done
from desktop.gui.main_window import LEAST_SIZE_PX, MainWindow
from desktop.gui.views.settings.doctor_page import DoctorPage
from tests.support.fake_app import FakeApp, Levels
from tests.support.sample_conversation import NOW, sample_state
from tests.support.sample_examination import GOOD, MIXED, PLAYING_BACK, SPEAKING
from tests.window_states_feedback import take_feedback
from tests.window_states_grades import take_grades
from tests.window_states_speech import take_speech
from tests.window_states_tasks import take_tasks

LOOKS = {
    "light": ("light", 1.0, WINDOW_PX),
    "dark": ("dark", 1.0, WINDOW_PX),
    "200": ("light", 2.0, (1600, 1000)),
    "narrow": ("light", 1.0, LEAST_SIZE_PX),
    "narrow-200": ("light", 2.0, LEAST_SIZE_PX),
}
_NEWS = Problem(ProblemKind.DEVICE_CHANGED, "“USB headset” is gone. Sound goes on through “Built-in speakers”.")


def states() -> Iterator[tuple[str, ConversationState]]:
    """Yield each state of a talk that has words of its own, by name."""

    def at(phase: Phase, mode: TurnMode = TurnMode.HANDS_FREE, **others: object) -> ConversationState:
        return replace(sample_state(phase, datetime.now()), turn_mode=mode, **others)

    hold, tap = TurnMode.HOLD, TurnMode.TAP
    yield "connecting", at(Phase.CONNECTING)
    yield "connecting-heard", at(Phase.CONNECTING, capturing=True)
    yield "listening", at(Phase.LISTENING)
    yield "time-to-think", at(Phase.LEARNER_SPEAKING, thinking_time=True)
    yield "muted", at(Phase.MUTED)
    yield "reply", at(Phase.ASSISTANT_SPEAKING)
    yield "hold", at(Phase.LISTENING, hold)
    yield "holding", at(Phase.LEARNER_SPEAKING, hold, floor_held=True)
    yield "hold-sent", at(Phase.LEARNER_SPEAKING, hold)
    yield "hold-reply", at(Phase.ASSISTANT_SPEAKING, hold)
    yield "tap", at(Phase.LEARNER_SPEAKING, tap)
    yield "tap-reply", at(Phase.ASSISTANT_SPEAKING, tap)


async def take_states(app: FakeApp, window: MainWindow, folder: Path) -> None:
    """Take every state in every look."""
    app.current_levels = Levels(0.2, 0.2)
    app.unheard = frozenset({"assistant-2"})
    for name, state in states():
        app.settings = app.settings.changed(turn_mode=state.turn_mode.value)
        app.show(state)
        await _all_looks(window, folder / f"state-{name}")
    app.playing = "assistant-2"
    app.raise_notice(_NEWS)
    app.show(replace(state, phase=Phase.LISTENING))
    await _all_looks(window, folder / "state-playing-the-rest")
    app.dismiss_notice()
    await _all_looks(window, folder / "state-turn-modes", lambda: window.talk_bar.controls.mode.click())
    window.sheets.show_settings()
    page = window.page
    for part in ("voice", "turns"):
        await _all_looks(window, folder / f"state-settings-{part}", lambda: page.reveal(getattr(page, part)))  # noqa: B023


async def take_doctor(app: FakeApp, window: MainWindow, folder: Path) -> None:
    """Take the test of the sound: before, while the learner speaks and hears themselves, and after it."""
    app.show(replace(app.state, phase=Phase.ENDED))
    window.sheets.show_doctor()
    page = window.page
    assert isinstance(page, DoctorPage)
    await _all_looks(window, folder / "state-doctor-before")
    for name, findings in (("good", GOOD), ("warnings", MIXED)):
        app.examined = None
        page.start()
        while app.examined is None or app.tell_examination is None:
            await asyncio.sleep(0.01)
        app.tell_examination(SPEAKING)
        if findings is GOOD:
            await _all_looks(window, folder / "state-doctor-speaking")
            app.tell_examination(PLAYING_BACK)
            await _all_looks(window, folder / "state-doctor-playing-back")
        app.examined.set_result(engine.Examined(findings, is_complete=True))
        await _all_looks(window, folder / f"state-doctor-{name}")


async def _all_looks(window: MainWindow, path: Path, prepare: object = None) -> None:
    for look, (palette, scale, size) in LOOKS.items():
        theme.apply(palette, scale)
        window.resize(*size)
        await asyncio.sleep(0.1)
        if callable(prepare):
            prepare()
            await asyncio.sleep(0.05)
        _picture(window).save(f"{path}-{look}.png")
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()


def _picture(window: QWidget) -> QPixmap:
    """Return the window as it stands, with what is open above it."""
    picture = window.grab()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        painter = QPainter(picture)
        painter.drawPixmap(window.mapFromGlobal(popup.pos()), popup.grab())
        painter.end()
    return picture


def run(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication(["vivavoce"])
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    loop = make_loop(application)

    async def session() -> int:
        app = FakeApp()
        bridge = Bridge(loop, app)  # type: ignore[arg-type]
        theme.apply("light", 1.0)
        window = MainWindow(bridge)
        window.show()
        await app.start()
        await take_states(app, window, folder)
        await take_doctor(app, window, folder)
        window.talk_bar._clock = NOW.timestamp  # from here on the talks are those of the samples
        await take_grades(app, window, lambda name, show: _all_looks(window, folder / f"state-{name}", show))
        await take_speech(app, window, lambda name, show: _all_looks(window, folder / f"state-{name}", show))
        await take_feedback(app, window, lambda name, show: _all_looks(window, folder / f"state-{name}", show))
        await take_tasks(app, window, lambda name, show: _all_looks(window, folder / f"state-{name}", show))
        await bridge.close()
        window.close()
        window.deleteLater()
        return 0

    return run_until_done(loop, session)


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")))
