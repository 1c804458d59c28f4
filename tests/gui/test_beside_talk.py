from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import LEAST_SIZE_PX, MainWindow
from desktop.gui.views.badges import RailButton
from tests.gui.conftest import Run
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state

# The offscreen platform says that it cannot hold a window to its smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, bridge: Bridge, app: FakeApp, run: Run) -> Iterator[MainWindow]:
    window = MainWindow(bridge)
    with qtbot.waitActive(window):
        window.show()
    run(app.start())
    app.calls.clear()
    yield window
    window.close()
    window.deleteLater()


def test_a_key_opens_a_tab_of_the_panel_even_where_it_is_folded_and_escape_leads_back(
    window: MainWindow, app: FakeApp, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert not window.panel.isVisible(), "there is no talk yet"
    window.resize(*LEAST_SIZE_PX)
    app.show(sample_state(Phase.LISTENING))
    field = window.conversation.message_box.field
    field.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert window.panel.isVisible()
    assert window.panel.has_keyboard
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.panel.isVisible()
    assert field.hasFocus()
    assert ("stop_talk",) not in app.calls
    rail = next(one for one in window.findChildren(RailButton) if one.isVisible())
    assert rail.accessibleName() == "Show the hints, 3 new"
    qtbot.mouseClick(rail, Qt.MouseButton.LeftButton)
    assert window.panel.isVisible()
