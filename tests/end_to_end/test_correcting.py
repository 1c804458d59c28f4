"""What was said in a talk with the practice service is checked in the real window, corrected by key, and kept."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.app import App, Options, engine
from desktop.conversation.feedback import CheckState, Verdict
from desktop.conversation.state import Phase
from desktop.conversation.turn import Speaker, Turn
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import MainWindow
from desktop.gui.words import OPEN_PHASES
from tests.end_to_end.conftest import Run, press
from tests.support.waiting import until

# The offscreen platform says that it cannot hold a window to its smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SAID = ("Yesterday I go to the market with my sister.", "She has bought many nice things there.")
MENDED = "Yesterday I went to the market with my sister."


def test_what_was_said_is_checked_corrected_and_kept(run: Run, tmp_path: Path) -> None:
    async def scene() -> None:
        app = App(Options(tmp_path, card=engine.FileCard("", ""), practice_arguments=("--stub-speech",)))
        bridge = Bridge(asyncio.get_running_loop(), app)
        theme.apply("light", 1.0)
        window = MainWindow(bridge)
        window.show()
        window.activateWindow()
        try:
            await app.start()
            await talk(bridge)
            await correct(window)
            await come_back(bridge, window)
        finally:
            await bridge.close()
            await app.close()
            window.close()
            window.deleteLater()

    async def talk(bridge: Bridge) -> None:
        await until(lambda: bridge.catalogue.assistants)
        bridge.start_talk(bridge.catalogue.assistants[0].id)
        for number, words in enumerate(SAID, start=1):
            await until(lambda: bridge.state.phase in OPEN_PHASES and not bridge.state.reply_active)
            bridge.send_message(words)
            await until(lambda: len(said(bridge)) == number)  # noqa: B023
        bridge.stop_talk()
        await until(lambda: bridge.state.phase is Phase.ENDED)

    async def correct(window: MainWindow) -> None:
        await until(lambda: window.conversation.end.isVisible())
        found = window.conversation.end.findChildren(QPushButton)
        next(one for one in found if one.text() == "Check what I said").setFocus()
        press(Qt.Key.Key_Return)
        page = window.spoken.page
        await until(lambda: page.remarks.state is CheckState.REMARKS)
        assert page.text.texts() == SAID
        for _ in page.remarks.feedback:
            press(Qt.Key.Key_F8)
            if page.text.textCursor().selectedText() == "go":
                break
        assert page.remarks.feedback[page.remarks.current].verdict is Verdict.WRONG
        QTest.keyClicks(page.text, "went")
        assert page.text.texts() == (MENDED, SAID[1])
        assert page.remarks.state is CheckState.STALE
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: page.remarks.state in (CheckState.REMARKS, CheckState.NO_REMARKS))
        assert page.remarks.counts[Verdict.WRONG] == 0
        press(Qt.Key.Key_Escape)
        assert window.page is window.conversation

    async def come_back(bridge: Bridge, window: MainWindow) -> None:
        course_id = bridge.state.course_id
        await until(lambda: [turn.wording for turn in said(bridge)] == [MENDED, SAID[1]])
        await until(lambda: any(one.course_id == course_id for one in bridge.catalogue.conversations))
        turns = await bridge.turns_of(course_id)
        kept = next(turn for turn in turns if turn.speaker is Speaker.LEARNER)
        assert (kept.text, kept.corrected) == (SAID[0], MENDED)

    run(scene())


def said(bridge: Bridge) -> list[Turn]:
    return [turn for turn in bridge.state.turns if turn.speaker is Speaker.LEARNER and turn.text]
