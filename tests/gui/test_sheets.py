from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QStackedWidget
from pytestqt.qtbot import QtBot

from desktop.gui.bridge import Bridge
from desktop.gui.sheets import Sheets
from desktop.gui.views.settings.doctor_page import DoctorPage
from desktop.gui.views.settings.keys_sheet import KeysSheet
from desktop.gui.views.settings.settings_page import SettingsPage
from tests.gui.views.hosting import host


@pytest.fixture
def pages(qtbot: QtBot) -> Iterator[QStackedWidget]:
    pages = QStackedWidget()
    pages.addWidget(QPushButton("The page below"))
    window = host(qtbot, pages, 700, 500)
    yield pages
    window.hide()


@pytest.fixture
def sheets(bridge: Bridge, pages: QStackedWidget) -> Sheets:
    return Sheets(bridge, pages, pages.setCurrentWidget, pages)


def test_a_sheet_lies_over_the_page_and_asked_for_again_leads_back(sheets: Sheets, pages: QStackedWidget) -> None:
    assert not sheets.is_open
    sheets.show_settings()
    assert isinstance(pages.currentWidget(), SettingsPage)
    assert sheets.is_open
    sheets.show_settings()
    assert pages.currentIndex() == 0
    sheets.show_settings()
    assert pages.count() == 2, "it is made once"


def test_from_one_sheet_to_the_next_the_way_back_leads_to_the_page(sheets: Sheets, pages: QStackedWidget) -> None:
    sheets.show_settings()
    sheets.show_keys()
    assert isinstance(pages.currentWidget(), KeysSheet)
    sheets.leave()
    assert pages.currentIndex() == 0


def test_the_test_of_the_sound_leads_back_to_the_settings_it_was_opened_from(
    sheets: Sheets, pages: QStackedWidget
) -> None:
    sheets.show_settings()
    settings = pages.currentWidget()
    assert isinstance(settings, SettingsPage)
    settings.testRequested.emit()
    doctor = pages.currentWidget()
    assert isinstance(doctor, DoctorPage)
    doctor.left.emit()
    assert pages.currentWidget() is settings
    sheets.leave()
    sheets.show_doctor()
    sheets.leave()
    assert pages.currentIndex() == 0


def test_the_keyboard_begins_at_the_way_back(sheets: Sheets, pages: QStackedWidget) -> None:
    sheets.show_keys()
    sheet = pages.currentWidget()
    assert isinstance(sheet, KeysSheet)
    assert sheet.back.hasFocus()
