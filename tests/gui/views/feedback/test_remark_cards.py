from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, Points, Remedy, TextSpan, Verdict
from desktop.gui.models.remarks import Remarks
from desktop.gui.views.feedback.marked_text import MarkedText
from desktop.gui.views.feedback.remark_cards import RemarkCards, VerdictFilter
from tests.gui.views.hosting import host

TEXT = "I has a tea."
HAS = Feedback("Say “had”.", Verdict.WRONG, "Tense", (TextSpan(2, 5, "has"),))
WHOLE = Feedback("Nice.", Verdict.CORRECT, points=Points(3, 4))


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[RemarkCards]:
    remarks = Remarks()
    remarks.text_edited(TEXT)
    panel = RemarkCards(remarks)
    window = host(qtbot, panel, 320, 500)
    yield panel
    window.hide()


def show(
    panel: RemarkCards, state: CheckState, *feedback: Feedback, note: str = "", remedy: Remedy = Remedy.NONE
) -> None:
    panel._remarks.show(CheckResult(state, feedback, note, remedy), TEXT)


def words(panel: RemarkCards) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def buttons(panel: RemarkCards) -> list[QPushButton]:
    found = panel.findChildren(QPushButton)
    return [one for one in found if one.isVisible() and not isinstance(one, VerdictFilter)]


def filters(panel: RemarkCards) -> dict[str, VerdictFilter]:
    return {one.accessibleName(): one for one in panel.findChildren(VerdictFilter) if one.isVisible()}


def test_before_a_check_and_during_it_there_is_a_sentence_and_nothing_else(panel: RemarkCards) -> None:
    assert (words(panel), buttons(panel), filters(panel)) == (["Not checked yet."], [], {})
    panel._remarks.checking()
    assert (words(panel), buttons(panel), panel.list.isVisible()) == (["Checking …"], [], False)


def test_no_remarks_says_so(panel: RemarkCards) -> None:
    show(panel, CheckState.NO_REMARKS)
    assert words(panel) == ["No remarks: nothing to mend was found."]


def test_remarks_are_counted_with_filters_and_points(panel: RemarkCards, qtbot: QtBot) -> None:
    show(panel, CheckState.REMARKS, HAS, WHOLE)
    assert words(panel) == ["2 remarks", "3 of 4 points"]
    assert list(filters(panel)) == ["Correct: 1, shown", "Wrong: 1, shown"]
    qtbot.keyClick(filters(panel)["Wrong: 1, shown"], Qt.Key.Key_Space)
    assert panel.list.model().rowCount() == 1
    qtbot.keyClick(filters(panel)["Wrong: 1, hidden"], Qt.Key.Key_Return)
    qtbot.keyClick(filters(panel)["Wrong: 1, shown"], Qt.Key.Key_Return)
    assert words(panel)[0] == "1 of 2 remarks shown"
    assert panel.list.model().rowCount() == 1
    qtbot.mouseClick(filters(panel)["Wrong: 1, hidden"], Qt.MouseButton.LeftButton)
    assert panel.list.model().rowCount() == 2


@pytest.mark.parametrize(
    ("state", "remedy", "button", "asked"),
    [
        (CheckState.NOT_CHECKED, Remedy.RETRY, "Try again", "retryRequested"),
        (CheckState.FAILED, Remedy.RETRY, "Try again", "retryRequested"),
        (CheckState.FAILED, Remedy.NEW_TOKEN, "Give a new token", "tokenRequested"),
        (CheckState.FAILED, Remedy.NONE, "", ""),
        (CheckState.FAILED, Remedy.ASK_OTHERS, "", ""),
    ],
)
def test_what_went_wrong_comes_with_what_helps(
    panel: RemarkCards, qtbot: QtBot, state: CheckState, remedy: Remedy, button: str, asked: str
) -> None:
    show(panel, state, note="Something <b>went</b> wrong.", remedy=remedy)
    assert words(panel) == ["Something <b>went</b> wrong."]
    assert [one.text() for one in buttons(panel)] == [button] * bool(button)
    if button:
        told = QSignalSpy(getattr(panel, asked))
        qtbot.mouseClick(buttons(panel)[0], Qt.MouseButton.LeftButton)
        assert told.count() == 1


def test_after_an_edit_it_offers_to_check_again_and_taking_the_edit_back_is_enough(
    panel: RemarkCards, qtbot: QtBot
) -> None:
    show(panel, CheckState.REMARKS, HAS, remedy=Remedy.NONE)
    panel._remarks.text_edited("I had a tea.")
    assert words(panel) == ["The text was changed since the check. Check it again."]
    asked = QSignalSpy(panel.retryRequested)
    qtbot.mouseClick(buttons(panel)[0], Qt.MouseButton.LeftButton)
    assert (buttons(panel)[0].text(), asked.count()) == ("Check again", 1)
    panel._remarks.text_edited(TEXT)
    assert (words(panel), buttons(panel)) == (["1 remark"], [])


def test_focus_goes_both_ways_between_card_and_words(qtbot: QtBot, panel: RemarkCards) -> None:
    editor = MarkedText(panel._remarks, panel)
    editor.setGeometry(0, 300, 300, 200)
    editor.show()
    editor.set_text(TEXT)
    editor.cardRequested.connect(panel.focus_current)
    panel.textRequested.connect(editor.show_current)
    show(panel, CheckState.REMARKS, HAS, WHOLE)
    editor.select_span(3, 3)
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert panel.list.hasFocus()
    assert panel.list.currentIndex().row() == 1
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert editor.hasFocus()
    assert editor.textCursor().selectedText() == "has"
    panel.focus_current()
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.list.hasFocus()  # a remark on the whole answer has no words to go to
