from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.grade import EntryKind, GradeEntry
from desktop.gui import theme
from desktop.gui.views.beside.entry_card import EntryCard
from tests.gui.views.hosting import host
from tests.support.sample_grades import CRITERIA, REMARKS

WIDTH = 300
Show = Callable[[GradeEntry], EntryCard]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    windows: list[QWidget] = []

    def show(entry: GradeEntry) -> EntryCard:
        card = EntryCard(entry)
        windows.append(host(qtbot, card, WIDTH, 400))
        card.resize(WIDTH, card.heightForWidth(WIDTH))
        return card

    yield show
    for window in windows:
        window.hide()


def press(card: EntryCard) -> QWidget:
    return card.stops()[0]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.MouseButton.LeftButton])
def test_a_card_that_names_words_is_a_button_all_over(show: Show, qtbot: QtBot, key: object) -> None:
    card = show(CRITERIA[1])
    chosen = QSignalSpy(card.chosen)
    button = press(card)
    assert isinstance(button, QAbstractButton)
    assert button.geometry() == card.rect()
    assert button.accessibleName().startswith("Grammar, 7 of 10, confident")
    if isinstance(key, Qt.Key):
        qtbot.keyClick(button, key)
    else:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert chosen.count() == 1


def test_a_card_without_a_place_in_the_talk_is_no_button_but_can_be_read(show: Show) -> None:
    card = show(REMARKS[0])
    assert press(card) is card
    assert card.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert card.accessibleName().startswith("Polite requests")


def test_what_a_criterion_asks_for_unfolds(show: Show, qtbot: QtBot) -> None:
    card = show(CRITERIA[0])
    folded = card.heightForWidth(WIDTH)
    more = card.findChild(QPushButton)
    assert isinstance(more, QPushButton)
    assert more.accessibleName() == "What this asks for: Task completion"
    qtbot.keyClick(more, Qt.Key.Key_Space)
    assert card.heightForWidth(WIDTH) > folded
    assert more.accessibleDescription() == CRITERIA[0].description
    qtbot.keyClick(more, Qt.Key.Key_Space)
    assert card.heightForWidth(WIDTH) == folded


def test_a_place_that_is_missing_is_said_at_the_card(show: Show) -> None:
    card = show(CRITERIA[1])
    card.say_missing()
    assert press(card).accessibleDescription() == "These words are not in the talk shown"


def test_the_cards_controls_lie_where_they_were_measured(show: Show) -> None:
    card = show(CRITERIA[1])
    more = card.findChild(QPushButton)
    assert isinstance(more, QPushButton)
    assert card.rect().contains(more.geometry())
    theme.apply("light", 2.0)
    card.resize(WIDTH, card.heightForWidth(WIDTH))
    assert card.rect().contains(more.geometry())
    assert more.height() >= more.sizeHint().height()


def test_a_text_without_end_is_bounded_and_a_long_word_breaks(show: Show) -> None:
    entry = GradeEntry(EntryKind.FEEDBACK, "n" * 5000, reason="r" * 50_000, level="l" * 5000, score=1, total=2)
    card = show(entry)
    assert card.heightForWidth(WIDTH) < 2000
    assert len(press(card).accessibleName()) < 1200
