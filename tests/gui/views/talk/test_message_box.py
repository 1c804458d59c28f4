from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from desktop.conversation.state import Phase
from desktop.gui.views.talk.message_box import LONGEST_MESSAGE, MessageBox
from tests.gui.views.hosting import host
from tests.support.sample_conversation import sample_state


@pytest.fixture
def box(qtbot: QtBot) -> Iterator[MessageBox]:
    box = MessageBox()
    window = host(qtbot, box, 500, 300)
    box.show_state(sample_state(Phase.LISTENING), "Mia")
    yield box
    window.hide()


def send_button(box: MessageBox) -> QToolButton:
    button = box.findChild(QToolButton, "send")
    assert isinstance(button, QToolButton)
    return button


def counter(box: MessageBox) -> QLabel:
    label = box.findChild(QLabel)
    assert isinstance(label, QLabel)
    return label


def test_enter_sends_and_empties_the_field(box: MessageBox, qtbot: QtBot) -> None:
    sent = QSignalSpy(box.messageSubmitted)
    qtbot.keyClicks(box.field, "  Milk, please. ")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert [sent.at(0)[0], box.text()] == ["Milk, please.", ""]


def test_shift_enter_begins_a_line_and_the_field_grows(box: MessageBox, qtbot: QtBot) -> None:
    sent = QSignalSpy(box.messageSubmitted)
    before = box.field.height()
    qtbot.keyClicks(box.field, "Milk")
    qtbot.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(box.field, "please")
    assert box.text() == "Milk\nplease"
    assert sent.count() == 0
    grown = box.field.height()
    assert grown > before
    box.put("\n" * 50)
    assert box.field.height() < 6 * before


def test_nothing_and_spaces_are_not_sent(box: MessageBox, qtbot: QtBot) -> None:
    sent = QSignalSpy(box.messageSubmitted)
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    qtbot.keyClicks(box.field, "   ")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert sent.count() == 0
    assert not send_button(box).isEnabled()


def test_a_message_that_cannot_be_sent_is_kept_and_says_why(box: MessageBox, qtbot: QtBot) -> None:
    sent = QSignalSpy(box.messageSubmitted)
    box.put("Milk, please.")
    box.show_state(sample_state(Phase.CONNECTING), "Mia")
    assert not box.field.isEnabled()
    assert box.field.placeholderText() == "You can write as soon as the talk is connected"
    assert not send_button(box).isEnabled()
    box.field.submitted.emit()
    assert sent.count() == 0
    box.show_state(sample_state(Phase.LISTENING), "Mia")
    assert box.text() == "Milk, please."
    qtbot.mouseClick(send_button(box), Qt.MouseButton.LeftButton)
    assert sent.at(0) == ["Milk, please."]


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_invites_or_explains(box: MessageBox, phase: Phase) -> None:
    box.show_state(sample_state(Phase.LISTENING).__class__(phase=phase), "Mia {x}")
    assert box.field.placeholderText()
    assert box.field.isEnabled() is ("Mia {x}" in box.field.placeholderText())


def test_the_counter_appears_near_the_limit_and_too_much_is_kept_but_not_sent(box: MessageBox) -> None:
    box.put("😀" * (LONGEST_MESSAGE - 501))
    assert not counter(box).isVisible()
    box.field.setPlainText("😀" * LONGEST_MESSAGE)
    assert counter(box).isVisible()
    assert counter(box).text().replace(",", "") == "5000 of 5000 characters"
    assert send_button(box).isEnabled()
    box.field.setPlainText("😀" * (LONGEST_MESSAGE + 1))
    assert "shorten" in counter(box).text()
    assert not send_button(box).isEnabled()
    assert len(box.text()) == LONGEST_MESSAGE + 1


def test_a_hint_is_put_behind_what_is_written(box: MessageBox) -> None:
    box.put("Hello.")
    box.put("How much is it?")
    assert box.text() == "Hello. How much is it?"
    assert box.field.textCursor().atEnd()
    assert box.field.hasFocus()


def test_pasted_markup_stays_text(box: MessageBox) -> None:
    box.put("<b>bold</b>")
    assert box.text() == "<b>bold</b>"


def test_the_tab_key_leaves_the_field_and_every_control_has_a_name(box: MessageBox, qtbot: QtBot) -> None:
    box.put("Milk")
    qtbot.keyClick(box.field, Qt.Key.Key_Tab)
    assert box.text() == "Milk"
    assert not box.field.hasFocus()
    assert box.field.accessibleName() == "Message"
    assert send_button(box).accessibleName() == "Send the message"
