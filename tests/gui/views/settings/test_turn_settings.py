from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.conversation.state import Phase, TurnMode
from desktop.gui.bridge import Bridge
from desktop.gui.views.settings.turn_settings import TurnSettings
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state


@pytest.fixture
def turns(bridge: Bridge, qtbot: QtBot) -> Iterator[TurnSettings]:
    turns = TurnSettings(bridge)
    window = host(qtbot, turns, 500, 400)
    yield turns
    window.hide()


def checked(turns: TurnSettings) -> list[TurnMode]:
    return [mode for mode, option in turns.options.items() if option.isChecked()]


def test_a_mode_is_one_click_and_the_chosen_one_again_changes_nothing(
    turns: TurnSettings, app: FakeApp, qtbot: QtBot
) -> None:
    chosen = QSignalSpy(turns.modePicked)
    qtbot.mouseClick(turns.options[TurnMode.TAP], Qt.MouseButton.LeftButton)
    assert app.calls == [("choose_turn_mode", TurnMode.TAP)]
    assert checked(turns) == [TurnMode.TAP]
    qtbot.mouseClick(turns.options[TurnMode.TAP], Qt.MouseButton.LeftButton)
    assert app.calls == [("choose_turn_mode", TurnMode.TAP)]
    assert chosen.count() == 2


def test_a_talk_under_way_shows_its_own_mode(turns: TurnSettings, app: FakeApp) -> None:
    app.show(replace(sample_state(Phase.LISTENING), turn_mode=TurnMode.HOLD))
    assert checked(turns) == [TurnMode.HOLD]
    app.show(replace(app.state, phase=Phase.ENDED))
    assert checked(turns) == [TurnMode.HANDS_FREE]


def test_the_pause_is_saved_and_only_used_hands_free(turns: TurnSettings, app: FakeApp, qtbot: QtBot) -> None:
    turns.pause.setFocus()
    qtbot.keyClick(turns.pause, Qt.Key.Key_Right)
    assert app.settings.pause_s == 0.9
    assert "0.9 s" in [label.text() for label in turns.findChildren(QLabel)]
    turns.options[TurnMode.HOLD].click()
    assert not turns.pause.isEnabled()


def test_it_shows_the_settings_without_changing_them(turns: TurnSettings, app: FakeApp) -> None:
    app.change_settings(pause_s=1.2, turn_mode="tap")
    assert turns.pause.value() == 1200
    assert checked(turns) == [TurnMode.TAP]
    assert [call[0] for call in app.calls] == ["change_settings"]
