from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, TextSpan, Verdict
from desktop.gui import theme
from desktop.gui.models.remarks import Remarks
from desktop.gui.views.feedback.remark_list import RemarkList
from tests.gui.views.hosting import host

TEXT = "word " * 60


def numbered(count: int) -> tuple[Feedback, ...]:
    spans = [TextSpan(5 * number, 5 * number + 4, "word") for number in range(count)]
    return tuple(Feedback(f"Remark {n}.", Verdict.WRONG, spans=(span,)) for n, span in enumerate(spans))


@pytest.fixture
def cards(qtbot: QtBot) -> Iterator[RemarkList]:
    remarks = Remarks()
    remarks.text_edited(TEXT)
    cards = RemarkList(remarks)
    window = host(qtbot, cards, 300, 400)
    remarks.show(CheckResult(CheckState.REMARKS, numbered(40)), TEXT)
    qtbot.waitUntil(lambda: not cards.visualRect(cards.model().index(39, 0)).isEmpty())
    yield cards
    window.hide()


def current(cards: RemarkList) -> int:
    return cards._remarks.current


def test_arrows_choose_and_enter_asks_for_the_words(cards: RemarkList, qtbot: QtBot) -> None:
    wanted = QSignalSpy(cards.activatedByLearner)
    cards.setFocus()
    qtbot.keyClick(cards, Qt.Key.Key_Down)
    qtbot.keyClick(cards, Qt.Key.Key_Down)
    chosen = current(cards)
    assert chosen >= 0
    qtbot.keyClick(cards, Qt.Key.Key_Up)
    assert current(cards) == chosen - 1
    qtbot.keyClick(cards, Qt.Key.Key_End)
    assert current(cards) == 39
    qtbot.keyClick(cards, Qt.Key.Key_Return)
    assert wanted.count() == 1


def test_a_click_chooses_and_asks_for_the_words(cards: RemarkList, qtbot: QtBot) -> None:
    wanted = QSignalSpy(cards.activatedByLearner)
    box = cards.visualRect(cards.model().index(1, 0))
    qtbot.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert (current(cards), wanted.count()) == (1, 1)


def test_a_remark_chosen_elsewhere_comes_into_sight_as_soon_as_it_has_a_place(cards: RemarkList, qtbot: QtBot) -> None:
    cards._remarks.show(CheckResult(CheckState.REMARKS, numbered(60)), TEXT)
    cards._remarks.choose(50)
    index = cards.currentIndex()
    assert index.row() == 50
    qtbot.waitUntil(lambda: cards.viewport().rect().contains(cards.visualRect(index).center()))
    cards._remarks.choose(-1)
    assert not cards.currentIndex().isValid()


def test_the_choice_survives_a_filter_that_lets_it_through(cards: RemarkList) -> None:
    nice = Feedback("Nice.", Verdict.CORRECT, spans=(TextSpan(0, 4, "word"),))
    cards._remarks.show(CheckResult(CheckState.REMARKS, (nice, *numbered(3))), TEXT)
    cards._remarks.choose(2)
    cards._remarks.toggle(Verdict.CORRECT)
    assert (current(cards), cards.currentIndex().row()) == (2, 1)
    cards._remarks.toggle(Verdict.CORRECT)
    assert (current(cards), cards.currentIndex().row()) == (2, 2)


def test_cards_are_measured_anew_for_another_width_and_text_size(cards: RemarkList, qtbot: QtBot) -> None:
    long = Feedback("Many words that go on. " * 8, Verdict.WRONG, spans=(TextSpan(0, 4, "word"),))
    cards._remarks.show(CheckResult(CheckState.REMARKS, (long,)), TEXT)
    first = cards.model().index(0, 0)
    usual = cards.visualRect(first).height()
    cards.resize(160, 400)
    qtbot.waitUntil(lambda: cards.visualRect(first).height() > usual)
    narrow = cards.visualRect(first).height()
    theme.apply("light", 2.0)
    qtbot.waitUntil(lambda: cards.visualRect(first).height() > narrow)
