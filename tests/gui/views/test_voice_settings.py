from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.gui.bridge import Bridge
from desktop.gui.views.voice_settings import VoiceSettings
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp


@pytest.fixture
def page(qtbot: QtBot, bridge: Bridge, app: FakeApp, run: Run) -> Iterator[VoiceSettings]:
    page = VoiceSettings(bridge)
    window = host(qtbot, page, 600, 700)
    run(until(lambda: page.microphone.count() == 3))
    app.calls.clear()
    yield page
    window.close()


def texts(page: VoiceSettings) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


def test_pause_and_echo_are_saved(page: VoiceSettings, app: FakeApp, qtbot: QtBot) -> None:
    page.pause.setFocus()
    qtbot.keyClick(page.pause, Qt.Key.Key_Right)
    assert app.settings.pause_s == 0.9
    page.echo.click()
    assert app.settings.echo_cancellation is False


def test_devices_are_listed_when_the_page_opens_and_can_be_chosen(
    page: VoiceSettings, app: FakeApp, qtbot: QtBot
) -> None:
    assert [page.microphone.itemText(row) for row in range(3)] == [
        "The system's choice",
        "Built-in microphone",
        "USB headset",
    ]
    page.microphone.setFocus()
    qtbot.keyClick(page.microphone, Qt.Key.Key_Down)
    assert (app.settings.microphone, app.settings.microphone_name) == ("in-1", "Built-in microphone")
    assert app.settings.loudspeaker == ""
    assert page.microphone.currentText() == "Built-in microphone"


def test_a_chosen_device_that_is_unplugged_stays_chosen_and_says_so(page: VoiceSettings, app: FakeApp) -> None:
    app.change_settings(loudspeaker="out-9", loudspeaker_name="Old speakers")
    assert page.loudspeaker.currentText() == "Old speakers (not connected)"


def test_the_wheel_scrolls_the_page_and_changes_no_device(page: VoiceSettings, app: FakeApp) -> None:
    page.pause.setFocus()
    centre = QPointF(page.microphone.rect().center())
    event = QWheelEvent(
        centre,
        page.microphone.mapToGlobal(centre),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.microphone, event)
    assert page.microphone.currentIndex() == 0
    assert app.calls == []


def test_names_stand_above_their_controls_where_there_is_no_room(page: VoiceSettings) -> None:
    label = next(one for one in page.findChildren(QLabel) if one.text() == "Pause")

    def beside() -> bool:
        return label.mapTo(page, QPoint(0, 0)).x() + label.width() <= page.pause.mapTo(page, QPoint(0, 0)).x()

    assert beside()
    page.resize(300, 700)
    QApplication.sendPostedEvents()
    assert not beside()


def test_it_shows_the_settings_without_changing_them(page: VoiceSettings, app: FakeApp) -> None:
    app.change_settings(pause_s=1.2, echo_cancellation=False)
    assert page.pause.value() == 1200
    assert not page.echo.isChecked()
    assert "1.2 s" in texts(page)
    assert [call[0] for call in app.calls] == ["change_settings"]
