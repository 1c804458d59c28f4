from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.gui.views.talk.conversation_header import ConversationHeader
from tests.gui.views.hosting import host


@pytest.fixture
def header(qtbot: QtBot) -> Iterator[ConversationHeader]:
    header = ConversationHeader()
    window = host(qtbot, header, 400, 60)
    yield header
    window.hide()


def title(header: ConversationHeader) -> QLabel:
    label = header.findChild(QLabel)
    assert isinstance(label, QLabel)
    return label


def test_a_long_title_is_cut_on_screen_but_read_out_whole(header: ConversationHeader) -> None:
    whole = "Interview at the design studio, second round with the whole team of designers"
    header.show_title(whole, "with Mia", can_continue=False)
    assert title(header).text().endswith("…")
    assert title(header).accessibleName() == title(header).toolTip() == whole
    header.resize(1200, 60)
    header.layout().activate()
    assert title(header).text() == whole
    assert title(header).toolTip() == ""


def test_a_title_is_plain_text_on_one_line(header: ConversationHeader) -> None:
    header.show_title("<b>one</b>\ntwo", "", can_continue=False)
    header.layout().activate()
    assert title(header).text() == "<b>one</b> two"
    assert title(header).textFormat() == Qt.TextFormat.PlainText


def test_only_a_past_talk_can_be_continued(header: ConversationHeader, qtbot: QtBot) -> None:
    button = next(one for one in header.findChildren(QPushButton) if one.text() == "Continue this talk")
    asked = QSignalSpy(header.continueRequested)
    header.show_title("Café", "", can_continue=False)
    assert not button.isVisible()
    header.show_title("Café", "", can_continue=True)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked.count() == 1


def test_the_menu_copies_and_saves_once_something_was_said(header: ConversationHeader) -> None:
    menu = header.findChild(QMenu)
    assert isinstance(menu, QMenu)
    copied, saved = QSignalSpy(header.copyRequested), QSignalSpy(header.saveRequested)
    header.show_has_turns(False)
    for action in menu.actions():
        action.trigger()
    assert (copied.count(), saved.count()) == (0, 0)
    header.show_has_turns(True)
    for action in menu.actions():
        action.trigger()
    assert (copied.count(), saved.count()) == (1, 1)


def test_what_was_said_can_be_checked_where_that_is_offered(header: ConversationHeader, qtbot: QtBot) -> None:
    button = next(one for one in header.findChildren(QPushButton) if one.accessibleName() == "Check what I said")
    asked = QSignalSpy(header.checkRequested)
    assert not button.isVisible()
    header.show_can_check(True)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked.count() == 1
    header.resize(800, header.height())
    assert button.text() == "Check what I said"
    header.resize(560, header.height())
    assert button.text() == "", "the title needs the room"
