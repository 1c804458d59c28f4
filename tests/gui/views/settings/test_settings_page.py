from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.gui.bridge import Bridge
from desktop.gui.views.settings.settings_page import SettingsPage
from tests.gui.conftest import Run
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp


@pytest.fixture
def page(qtbot: QtBot, bridge: Bridge, app: FakeApp, run: Run) -> Iterator[SettingsPage]:
    page = SettingsPage(bridge)
    window = host(qtbot, page, 760, 700)
    app.calls.clear()
    yield page
    window.close()


def texts(page: SettingsPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


def test_it_shows_the_settings_without_changing_them(page: SettingsPage, app: FakeApp) -> None:
    app.change_settings(text_scale=1.3)
    assert page.text_size.value() == 130
    assert "130 %" in texts(page)
    assert [call[0] for call in app.calls] == ["change_settings"]


def test_a_theme_is_one_click(page: SettingsPage, app: FakeApp, qtbot: QtBot) -> None:
    dark = next(one for one in page.findChildren(QPushButton) if one.text() == "Dark")
    qtbot.mouseClick(dark, Qt.MouseButton.LeftButton)
    assert app.settings.theme == "dark"
    assert dark.isChecked()


def test_voice_and_turns_have_their_cards(page: SettingsPage) -> None:
    assert {"Look", "Voice", "Your turn", "About"} <= set(texts(page))
    assert page.isAncestorOf(page.voice.microphone)
    assert page.isAncestorOf(page.turns.pause)


def test_the_text_size_moves_by_the_keyboard(page: SettingsPage, app: FakeApp, qtbot: QtBot) -> None:
    page.text_size.setFocus()
    qtbot.keyClick(page.text_size, Qt.Key.Key_Right)
    assert app.settings.text_scale == 1.1
    qtbot.keyClick(page.text_size, Qt.Key.Key_End)
    assert app.settings.text_scale == 2.0
