from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.grade import EntryKind, GradeEntry
from desktop.gui import theme
from desktop.gui.views.entry_card import EntryCard
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


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("entry", [*CRITERIA, *REMARKS])
def test_everything_lies_within_the_card_and_nothing_upon_another(show: Show, entry: GradeEntry, scale: float) -> None:
    theme.apply("light", scale)
    card = show(replace(entry, level=entry.level and "a level that takes some room"))
    places = [placed.place for placed in card._placed] + [card._level_at, card._bar_at, card._foot_at]
    places += [button.geometry() for button in card.findChildren(QPushButton)]
    places = [place for place in places if place.width() > 0 and place.height() > 0]
    assert places
    for number, place in enumerate(places):
        assert card.rect().contains(place)
        assert not any(place.intersects(other) for other in places[number + 1 :])
    ink = QRect(0, 0, 1, 1)
    assert card.grab(ink).size() == ink.size()


def test_a_text_without_end_is_bounded_and_a_long_word_breaks(show: Show) -> None:
    entry = GradeEntry(EntryKind.FEEDBACK, "n" * 5000, reason="r" * 50_000, level="l" * 5000, score=1, total=2)
    card = show(entry)
    assert card.heightForWidth(WIDTH) < 2000
    assert len(card.accessibleName()) < 1200
