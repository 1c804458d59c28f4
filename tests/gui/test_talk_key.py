from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.state import Phase, TurnMode
from desktop.gui.bridge import Bridge
from desktop.gui.talk_key import TalkKey
from tests.gui.conftest import Run, until
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state

KEY_UP = QEvent.Type.KeyRelease


@pytest.fixture
def key(bridge: Bridge, app: FakeApp, run: Run) -> Iterator[TalkKey]:
    run(app.start())
    app.calls.clear()
    key = TalkKey(bridge, bridge)
    yield key
    key.let_go()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


def hold_mode(app: FakeApp) -> None:
    app.settings = app.settings.changed(turn_mode="hold")
    app.show(replace(sample_state(Phase.LISTENING), turn_mode=TurnMode.HOLD))


def release(window: QWidget, repeats: bool = False) -> None:
    event = QKeyEvent(KEY_UP, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", repeats)
    QCoreApplication.sendEvent(window, event)


def test_the_floor_is_held_from_the_press_to_the_release(key: TalkKey, app: FakeApp, window: QWidget, run: Run) -> None:
    hold_mode(app)
    key.hold(KEY_UP)
    key.hold(KEY_UP)
    assert app.calls == [("take_floor",)]
    release(window)
    run(until(lambda: not key.is_held))
    assert app.calls == [("take_floor",), ("release_floor",)]
    release(window)
    assert len(app.calls) == 2


def test_a_key_that_repeats_itself_is_not_let_go(key: TalkKey, app: FakeApp, window: QWidget) -> None:
    hold_mode(app)
    key.hold(KEY_UP)
    release(window, repeats=True)
    assert not key._letting_go.isActive()


def test_a_release_that_is_followed_by_a_press_at_once_is_a_repetition_too(
    key: TalkKey, app: FakeApp, window: QWidget
) -> None:
    hold_mode(app)
    key.hold(KEY_UP)
    release(window)
    assert key._letting_go.isActive()
    key.hold(KEY_UP)
    assert not key._letting_go.isActive()
    assert key.is_held
    assert app.calls == [("take_floor",)]


def test_another_key_or_a_click_does_not_let_go(key: TalkKey, app: FakeApp, window: QWidget, qtbot: QtBot) -> None:
    hold_mode(app)
    key.hold(KEY_UP)
    qtbot.keyClick(window, Qt.Key.Key_A)
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton)
    assert key.is_held


def test_whoever_turns_to_another_window_has_let_go(key: TalkKey, app: FakeApp, window: QWidget) -> None:
    hold_mode(app)
    key.hold(KEY_UP)
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert app.calls[-1] == ("release_floor",)
    assert not key.is_held


@pytest.mark.parametrize("end", [Phase.ENDED, Phase.FAILED, Phase.STOPPING])
def test_the_end_of_the_talk_lets_go(key: TalkKey, app: FakeApp, end: Phase) -> None:
    hold_mode(app)
    key.hold(KEY_UP)
    app.show(replace(app.state, phase=end))
    assert not key.is_held


def test_another_mode_lets_go(key: TalkKey, app: FakeApp, bridge: Bridge) -> None:
    hold_mode(app)
    key.hold(KEY_UP)
    bridge.choose_turn_mode(TurnMode.TAP)
    assert not key.is_held


def test_the_press_that_starts_a_talk_is_heard_already(key: TalkKey, app: FakeApp, bridge: Bridge) -> None:
    app.settings = app.settings.changed(turn_mode="hold")
    key.hold(KEY_UP)
    assert app.calls == [], "nobody is chosen"
    bridge.choose("cafe")
    key.hold(KEY_UP)
    assert app.calls == [("start_talk", "cafe", 0), ("take_floor",)]
    assert key.is_held


def test_a_press_that_cannot_last_takes_the_floor_and_the_next_gives_it_back(key: TalkKey, app: FakeApp) -> None:
    hold_mode(app)
    key.press()
    key.press()
    assert app.calls == [("take_floor",), ("release_floor",)]


def test_hands_free_a_press_starts_and_ends(key: TalkKey, app: FakeApp, bridge: Bridge) -> None:
    bridge.choose("cafe")
    key.hold(KEY_UP)
    key.hold(KEY_UP)
    assert app.calls == [("start_talk", "cafe", 0), ("stop_talk",)]
    assert not key.is_held


def test_a_tap_sends_and_interrupts(key: TalkKey, app: FakeApp) -> None:
    app.show(replace(sample_state(Phase.LEARNER_SPEAKING), turn_mode=TurnMode.TAP))
    key.hold(KEY_UP)
    app.show(replace(sample_state(Phase.ASSISTANT_SPEAKING), turn_mode=TurnMode.TAP))
    key.hold(KEY_UP)
    assert app.calls == [("release_floor",), ("silence_reply",)]


@pytest.mark.parametrize("mode", TurnMode)
def test_between_two_scenes_a_press_begins_the_next(key: TalkKey, app: FakeApp, mode: TurnMode) -> None:
    app.settings = app.settings.changed(turn_mode=mode.value)
    app.show(replace(sample_state(Phase.BETWEEN), turn_mode=mode))
    app.calls.clear()
    key.hold(KEY_UP)
    assert app.calls == [("next_scenario",)] + [("take_floor",)] * (mode is TurnMode.HOLD)
