"""An essay in the real window, checked by the practice service: by key only, from the first page to a mended text."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import App, Options, engine
from desktop.conversation.feedback import CheckState, Verdict
from desktop.conversation.task import TaskKind
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import MainWindow
from tests.end_to_end.conftest import Run, press
from tests.support.waiting import until

# The offscreen platform says that it cannot hold a window to its smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CONTROL = Qt.KeyboardModifier.ControlModifier
WRONG = "Yesterday I go to the market with my sister. It was nice."
RIGHT = "Yesterday I went to the market with my sister. It was nice."


def typed(text: str) -> None:
    for letter in text:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, letter)


def test_an_essay_is_written_checked_and_mended_by_key(run: Run, tmp_path: Path) -> None:
    async def scene() -> None:
        app = App(Options(tmp_path, card=engine.FileCard("", ""), practice_arguments=("--stub-speech",)))
        bridge = Bridge(asyncio.get_running_loop(), app)
        theme.apply("light", 1.0)
        window = MainWindow(bridge)
        window.show()
        window.activateWindow()
        try:
            await app.start()
            await walk(window)
        finally:
            await bridge.close()
            await app.close()
            window.close()
            window.deleteLater()

    async def walk(window: MainWindow) -> None:
        press(Qt.Key.Key_3, CONTROL)
        pages = window.tasks
        await until(lambda: pages.list.cards.model().rowCount())
        press(Qt.Key.Key_F, CONTROL)
        typed("answer to Sam")
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Return)
        page = pages.page
        assert page.task is not None
        assert page.task.kind is TaskKind.ESSAY
        await until(page.resource.bar.isVisible)
        typed(WRONG)
        press(Qt.Key.Key_Return, CONTROL)
        assert page.remarks.state is CheckState.CHECKING
        await until(lambda: page.remarks.state is CheckState.REMARKS)
        marked = []
        while not marked or marked[-1] != "go":
            press(Qt.Key.Key_F8)
            marked.append(page.essay.field.textCursor().selectedText())
            assert len(marked) <= len(page.remarks.feedback), marked
        assert page.remarks.feedback[page.remarks.current].verdict is Verdict.WRONG
        typed("went")
        assert page.essay.text() == RIGHT
        assert page.remarks.state is CheckState.STALE
        press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: page.remarks.state in (CheckState.REMARKS, CheckState.NO_REMARKS))
        assert page.remarks.counts[Verdict.WRONG] == 0
        assert page.foot.solution.isVisible()
        press(Qt.Key.Key_Escape)
        row = next(row for row in pages.list._model.rows if row.task == page.task)
        assert row.progress.startswith("Checked"), row.progress

    run(scene())
