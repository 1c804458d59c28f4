from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.state import Phase, TurnMode
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.views.settings.turn_settings import TurnSettings
from desktop.gui.views.talk.talk_controls import TalkControls
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state

# The offscreen platform says what it cannot do with a popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "propagateSizeHints")


@pytest.fixture
def controls(bridge: Bridge, app: FakeApp, qtbot: QtBot) -> Iterator[TalkControls]:
    controls = TalkControls(bridge)
    bridge.phaseChanged.connect(controls.show_state)
    bridge.settingsChanged.connect(controls.show_state)
    window = host(qtbot, controls, 700, 500)
    controls.fit(700)
    app.show(sample_state(Phase.LISTENING))
    yield controls
    window.hide()


def in_mode(mode: TurnMode, app: FakeApp) -> None:
    app.settings = app.settings.changed(turn_mode=mode.value)
    app.show(replace(sample_state(Phase.LISTENING), turn_mode=mode))


def test_time_to_think_is_switched_on_and_off_by_one_button(controls: TalkControls, app: FakeApp, qtbot: QtBot) -> None:
    qtbot.mouseClick(controls.think, Qt.MouseButton.LeftButton)
    assert app.calls[-1] == ("let_me_think", True)
    assert controls.think.isChecked()
    qtbot.mouseClick(controls.think, Qt.MouseButton.LeftButton)
    assert app.calls[-1] == ("let_me_think", False)
    assert not controls.think.isChecked()


@pytest.mark.parametrize("mode", [TurnMode.HOLD, TurnMode.TAP])
def test_where_no_pause_ends_a_turn_the_talk_is_ended_by_a_button_of_its_own(
    controls: TalkControls, app: FakeApp, qtbot: QtBot, mode: TurnMode
) -> None:
    asked = QSignalSpy(controls.endRequested)
    assert not controls.end.isVisible()
    in_mode(mode, app)
    assert controls.end.isVisible()
    assert not controls.think.isVisible()
    qtbot.mouseClick(controls.end, Qt.MouseButton.LeftButton)
    assert asked.count() == 1


def test_between_talks_only_the_mode_can_be_chosen(controls: TalkControls, app: FakeApp) -> None:
    app.show(sample_state(Phase.ENDED))
    assert controls.mode.isVisible()
    assert not any(one.isVisible() for one in (controls.think, controls.end, controls.mute, controls.meter))


def test_the_modes_open_at_the_one_in_force_and_close_with_a_choice(
    controls: TalkControls, app: FakeApp, qtbot: QtBot
) -> None:
    qtbot.mouseClick(controls.mode, Qt.MouseButton.LeftButton)
    popover = QApplication.activePopupWidget()
    assert popover is not None
    assert popover.accessibleName() == "How you take turns"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Hands-free"
    qtbot.keyClick(focus, Qt.Key.Key_Down)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Hold to talk"
    assert app.calls[-1] == ("choose_turn_mode", TurnMode.HOLD), "arrow keys choose, as in any group of radio buttons"
    assert popover.isVisible()
    qtbot.keyClick(focus, Qt.Key.Key_Space)
    assert not popover.isVisible()
    assert controls.mode.accessibleName() == "Turn mode: Hold to talk"


def test_the_modes_open_above_their_button_at_any_text_size_one_after_the_other(
    controls: TalkControls, qtbot: QtBot
) -> None:
    window = controls.window()
    controls.setGeometry(0, 420, 700, 80)
    for scale in (1.0, 1.3, 1.0):
        theme.apply("light", scale)
        controls.mode.click()
        popover = QApplication.activePopupWidget()
        assert popover is not None
        bottom = window.mapFromGlobal(popover.geometry().bottomLeft()).y()
        above = controls.mode.mapTo(window, QPoint(0, 0)).y() - bottom
        assert 0 < above <= 12
        assert max(child.geometry().bottom() for child in popover.findChildren(TurnSettings)) < popover.height()
        popover.close()


def test_the_modes_close_without_a_choice(controls: TalkControls, app: FakeApp, qtbot: QtBot) -> None:
    qtbot.mouseClick(controls.mode, Qt.MouseButton.LeftButton)
    popover = QApplication.activePopupWidget()
    assert popover is not None
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    assert app.calls == []


def test_words_give_way_to_icons_and_then_the_meter_goes(controls: TalkControls) -> None:
    assert controls.mode.text() == "Hands-free"
    controls.fit(300)
    assert controls.mode.text() == controls.mute.text() == ""
    assert controls.mode.accessibleName() == "Turn mode: Hands-free"
    assert controls.meter.width() > 0
    controls.fit(200)
    assert controls.meter.maximumWidth() == 0
    controls.fit(900)
    assert controls.mode.text() == "Hands-free"
    assert controls.meter.maximumWidth() > 0


def test_the_icons_alone_fit_half_of_the_least_window_at_normal_size(controls: TalkControls) -> None:
    theme.apply("light", 1.0)
    controls.fit((720 - 2 * 40 - 88) // 2)
    assert controls.minimumSizeHint().width() <= (720 - 2 * 40 - 88) // 2


def test_a_talk_of_hours_finds_room_for_its_length(controls: TalkControls) -> None:
    controls.show_elapsed("00:42")
    before = controls.elapsed.minimumWidth()
    controls.show_elapsed("11:11")
    assert controls.elapsed.minimumWidth() == before
    controls.show_elapsed("1:00:42")
    assert controls.elapsed.minimumWidth() >= controls.elapsed.fontMetrics().horizontalAdvance("1:00:42")


def test_a_click_leaves_the_focus_where_it_was(controls: TalkControls, qtbot: QtBot) -> None:
    window = controls.window()
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.setFocus()
    for button in (controls.think, controls.mute):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert not button.hasFocus()
