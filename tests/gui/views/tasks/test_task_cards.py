from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.conversation.task import Task, TaskKind
from desktop.gui import theme
from desktop.gui.models.tasks import TaskRow, TasksModel
from desktop.gui.views.tasks.task_cards import TaskCards, card_height
from tests.gui.views.hosting import host

LONG = "A very long title that does not fit into one line of a card and not into two either, however hard it tries"
ROWS = [
    TaskRow(Task("a", TaskKind.ESSAY, LONG, "Write. " * 60), "Draft", True),
    TaskRow(Task("b", TaskKind.CLOZE, "Gaps", folder="school"), "Checked: all right", True, True),
]


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TaskCards]:
    model = TasksModel()
    model.set_tasks(ROWS)
    view = TaskCards(model)
    model.setParent(view)
    window = host(qtbot, view, 640, 300)
    yield view
    window.close()


def test_enter_and_a_click_open_the_task_of_the_card(view: TaskCards, qtbot: QtBot) -> None:
    opened = QSignalSpy(view.started)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    place = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [opened.at(number)[0] for number in range(opened.count())] == ["b", "a"]


def test_what_is_done_is_marked_in_the_colour_of_what_is_right(view: TaskCards, qtbot: QtBot) -> None:
    image = view.grab().toImage()
    wanted = theme.color("correct").name()
    green = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).name() == wanted
    ]
    assert green
    assert min(x for x, _ in green) > view.visualRect(view.model().index(1, 0)).left(), "only on the second card"


def test_a_word_without_end_stays_on_its_card(view: TaskCards) -> None:
    view._rows.set_tasks([TaskRow(Task("w", TaskKind.ESSAY, "W" * 300), "Draft")])
    image = view.grab().toImage()
    edge = view.visualRect(view.model().index(0, 0)).right()
    beyond = {image.pixelColor(x, y).name() for x in range(edge + 8, edge + 60) for y in range(30, 60)}
    assert len(beyond) == 1, "nothing is painted beside the card"


def test_the_cards_grow_with_the_text(view: TaskCards) -> None:
    before = card_height()
    theme.apply("light", 2.0)
    assert card_height() > 1.5 * before
