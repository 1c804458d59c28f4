from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.conversation.state import ConversationState, Phase, TurnMode
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.views.talk.talk_bar import TalkBar
from desktop.gui.views.talk.talk_button import TalkButton
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp, Levels
from tests.support.sample_conversation import NOW, sample_state


@pytest.fixture
def bar(bridge: Bridge, app: FakeApp, run: Run, qtbot: QtBot) -> Iterator[TalkBar]:
    run(app.start())
    bar = TalkBar(bridge, clock=lambda: NOW.timestamp() - 60)
    window = host(qtbot, bar, 900, 100)
    yield bar
    window.hide()


def words(bar: TalkBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisible() and label.text()]


def talk(bar: TalkBar) -> TalkButton:
    button = bar.findChild(TalkButton)
    assert isinstance(button, TalkButton)
    return button


def mute(bar: TalkBar) -> QPushButton:
    return bar.controls.mute


def test_without_a_partner_there_is_nothing_to_start(bar: TalkBar) -> None:
    assert not talk(bar).isEnabled()
    assert talk(bar).accessibleName() == "Choose a partner to start talking"
    assert words(bar) == ["Ready", "Choose a partner to start talking"]


def test_the_button_starts_with_the_chosen_partner_and_then_stops(
    bar: TalkBar, bridge: Bridge, app: FakeApp, qtbot: QtBot
) -> None:
    bridge.choose("cafe")
    assert talk(bar).accessibleName() == "Start talking with Mia"
    qtbot.keyClick(talk(bar), Qt.Key.Key_Space)
    assert app.calls[-1] == ("start_talk", "cafe", 0)
    assert words(bar)[0] == "Connecting"
    assert talk(bar).accessibleName() == "Stop the talk"
    qtbot.mouseClick(talk(bar), Qt.MouseButton.LeftButton, pos=talk(bar).rect().center())
    assert app.calls[-1] == ("stop_talk",)
    assert words(bar)[0] == "Ended"
    assert talk(bar).accessibleName() == "Go on talking with Mia"


@pytest.mark.parametrize(
    ("phase", "title"),
    [
        (Phase.LISTENING, "Speak now"),
        (Phase.LEARNER_SPEAKING, "Listening"),
        (Phase.ASSISTANT_THINKING, "Thinking"),
        (Phase.ASSISTANT_SPEAKING, "Mia is speaking"),
        (Phase.MUTED, "Muted"),
        (Phase.STOPPING, "Stopping"),
    ],
)
def test_the_state_stands_beside_the_button_in_words(bar: TalkBar, app: FakeApp, phase: Phase, title: str) -> None:
    app.show(replace(sample_state(Phase.LISTENING), phase=phase))
    assert words(bar)[0] == title


def test_a_talk_that_is_stopping_cannot_be_stopped_again(bar: TalkBar, app: FakeApp) -> None:
    app.show(replace(sample_state(Phase.LISTENING), phase=Phase.STOPPING))
    assert not talk(bar).isEnabled()
    assert not mute(bar).isVisible()


def test_the_microphone_is_muted_and_unmuted_by_the_same_button(bar: TalkBar, app: FakeApp, qtbot: QtBot) -> None:
    app.show(sample_state(Phase.LISTENING))
    assert mute(bar).text() == "Mute"
    qtbot.keyClick(mute(bar), Qt.Key.Key_Space)
    assert app.calls[-1] == ("set_muted", True)
    assert mute(bar).isChecked()
    assert (mute(bar).text(), mute(bar).accessibleName()) == ("Unmute", "Unmute the microphone")
    qtbot.keyClick(mute(bar), Qt.Key.Key_Space)
    assert app.calls[-1] == ("set_muted", False)
    assert not mute(bar).isChecked()


def test_the_length_of_the_talk_is_shown_and_stays_when_it_ended(bar: TalkBar, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    assert words(bar)[-1] == "00:42"
    app.show(sample_state(Phase.ENDED))
    assert words(bar)[-1] == "00:42"


def test_levels_are_pulled_only_while_a_talk_is_on_and_in_sight(
    bar: TalkBar, bridge: Bridge, app: FakeApp, run: Run
) -> None:
    pulled: list[None] = []

    def levels() -> Levels:
        pulled.append(None)
        return Levels(0.5, 0.0)

    app.levels = levels  # type: ignore[method-assign]
    app.show(sample_state(Phase.LISTENING))
    run(until(lambda: len(pulled) > 3))
    assert bar.is_moving
    bar.hide()
    assert not bar.is_moving
    bar.show()
    assert bar.is_moving
    app.show(sample_state(Phase.ENDED))
    assert not bar.is_moving


def test_a_narrow_bar_keeps_the_state_and_drops_the_advice(bar: TalkBar, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    assert "Mia is all ears" in words(bar)
    bar.resize(480, 100)
    assert "Speak now" in words(bar)
    assert "Mia is all ears" not in words(bar)


def every_state() -> list[ConversationState]:
    states = []
    for phase in set(Phase) - {Phase.IDLE}:
        for mode in TurnMode:
            state = replace(sample_state(phase), turn_mode=mode)
            states += [state, replace(state, floor_held=True), replace(state, thinking_time=True)]
    return states


@pytest.mark.parametrize(("width", "scale"), [(1200, 1.0), (720, 1.0), (1600, 2.0), (720, 2.0)])
def test_nothing_moves_from_one_state_to_the_next(bar: TalkBar, app: FakeApp, width: int, scale: float) -> None:
    theme.apply("light", scale)
    bar.resize(width, 100)
    places = set()
    for state in every_state():
        app.settings = app.settings.changed(turn_mode=state.turn_mode.value)
        app.show(state)
        QApplication.sendPostedEvents()
        controls = bar.controls
        parts = (talk(bar), controls.mute, controls.mode, controls.meter)
        places.add(
            (
                bar.heightForWidth(width),
                *(part.mapTo(bar, QPoint(0, 0)).toTuple() + part.size().toTuple() for part in parts),
            )
        )
    assert len(places) == 1


def test_hold_to_talk_is_heard_from_the_press_of_the_mouse_to_its_release_wherever_that_is(
    bar: TalkBar, app: FakeApp, qtbot: QtBot
) -> None:
    app.show(replace(sample_state(Phase.LISTENING), turn_mode=TurnMode.HOLD))
    centre = talk(bar).rect().center()
    qtbot.mousePress(talk(bar), Qt.MouseButton.LeftButton, pos=centre)
    assert app.calls[-1] == ("take_floor",)
    assert words(bar)[0] == "I hear you"
    qtbot.mouseRelease(talk(bar), Qt.MouseButton.LeftButton, pos=centre + QPoint(300, 0))
    assert app.calls[-1] == ("release_floor",)
    assert [call for call in app.calls if call == ("stop_talk",)] == []


def test_tap_to_send_sends_and_interrupts_with_the_same_button(bar: TalkBar, app: FakeApp, qtbot: QtBot) -> None:
    centre = talk(bar).rect().center()
    app.show(replace(sample_state(Phase.LEARNER_SPEAKING), turn_mode=TurnMode.TAP))
    assert talk(bar).accessibleName() == "Send what you said"
    qtbot.mouseClick(talk(bar), Qt.MouseButton.LeftButton, pos=centre)
    assert app.calls[-1] == ("release_floor",)
    app.show(replace(sample_state(Phase.ASSISTANT_SPEAKING), turn_mode=TurnMode.TAP))
    assert talk(bar).accessibleName() == "Interrupt"
    qtbot.mouseClick(talk(bar), Qt.MouseButton.LeftButton, pos=centre)
    assert app.calls[-1] == ("silence_reply",)


def test_a_wide_bar_keeps_the_talk_button_in_its_middle(bar: TalkBar, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    bar.resize(1400, 100)
    QApplication.sendPostedEvents()
    assert abs(talk(bar).geometry().center().x() - 700) <= 2


def test_every_control_has_a_name(bar: TalkBar, app: FakeApp) -> None:
    for mode in TurnMode:
        app.show(replace(sample_state(Phase.LISTENING), turn_mode=mode))
        shown = [one for one in bar.findChildren(QAbstractButton) if one.isVisible()]
        assert len(shown) == 4
        assert all(control.accessibleName() for control in (*shown, bar))
