from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.gui.bridge import Bridge
from desktop.gui.views.buttons import Tick
from desktop.gui.views.settings.voice_settings import VoiceSettings
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


@pytest.mark.parametrize(
    ("tick", "setting"),
    [
        ("echo", "echo_cancellation"),
        ("noise", "noise_suppression"),
        ("gain", "gain_control"),
        ("rumble", "high_pass"),
    ],
)
def test_each_way_of_cleaning_the_sound_is_a_tick(page: VoiceSettings, app: FakeApp, tick: str, setting: str) -> None:
    box: Tick = getattr(page, tick)
    before = getattr(app.settings, setting)
    assert box.isChecked() is before
    box.click()
    assert getattr(app.settings, setting) is not before
    app.change_settings(**{setting: before})
    assert box.isChecked() is before


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


def test_the_list_follows_what_is_plugged_while_it_is_shown(page: VoiceSettings, app: FakeApp) -> None:
    assert app.devices_shown == 1
    app.plug(*(one for one in app.devices if one.id != "in-1"))
    assert page.microphone.findText("Built-in microphone") == -1
    assert page.microphone.findText("USB headset") > 0
    page.hide()
    assert app.devices_shown == 0


def test_advice_about_the_devices_stands_under_them(page: VoiceSettings, app: FakeApp) -> None:
    assert not page.device_advice.isVisible()
    app.device_advice = "Use the built-in microphone."
    app.plug(*app.devices)
    assert page.device_advice.isVisible()
    assert page.device_advice.text() == "Use the built-in microphone."


def test_the_wheel_scrolls_the_page_and_changes_no_device(page: VoiceSettings, app: FakeApp) -> None:
    page.echo.setFocus()
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
