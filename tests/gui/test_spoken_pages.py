from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.conversation.feedback import CheckState
from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import MainWindow
from tests.gui.conftest import Run, until
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.window_states_feedback import FOUND, SAID, turns


@pytest.fixture
def window(bridge: Bridge, app: FakeApp, qtbot: QtBot, run: Run) -> Iterator[MainWindow]:
    run(app.start())
    app.tasks.results = [FOUND]
    window = MainWindow(bridge)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    yield window
    window.hide()


def offers(window: MainWindow) -> list[QPushButton]:
    found = window.conversation.findChildren(QPushButton)
    return [one for one in found if one.isVisible() and one.text() == "Check what I said"]


def test_after_a_talk_it_is_offered_and_leads_there_and_back(
    window: MainWindow, app: FakeApp, run: Run, qtbot: QtBot
) -> None:
    app.show(replace(sample_state(Phase.LISTENING), turns=turns()))
    run(until(lambda: window.page is window.conversation))
    assert offers(window) == []
    app.show(replace(app.state, phase=Phase.ENDED))
    run(until(lambda: offers(window)))
    qtbot.mouseClick(offers(window)[0], Qt.MouseButton.LeftButton)
    page = window.spoken.page
    assert window.page is page
    run(until(lambda: page.remarks.state is CheckState.REMARKS))
    assert page.text.texts() == SAID
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert page.remarks.current == 0
    qtbot.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert page.remarks.current == len(page.remarks.feedback) - 1
    checked = len(app.tasks.calls)
    qtbot.keyClick(page.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    run(until(lambda: len(app.tasks.calls) > checked))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.page is window.conversation


def test_the_turn_at_the_cursor_is_played_by_key(window: MainWindow, app: FakeApp, run: Run, qtbot: QtBot) -> None:
    app.playable = frozenset({"learner-0"})
    app.show(replace(sample_state(Phase.ENDED), turns=turns()))
    window.show_live()
    window.spoken.open()
    qtbot.keyClick(window.spoken.page.text, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert ("play_turn", "learner-0") in app.calls
    assert window.page is window.spoken.page
