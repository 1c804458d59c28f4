from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.gui.models.remarks import Remarks
from desktop.gui.views.feedback.spoken_text import SpokenLine, SpokenText
from desktop.gui.views.feedback.turn_gutter import TurnGutter
from tests.gui.views.hosting import host


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[SpokenText]:
    editor = SpokenText(Remarks())
    window = host(qtbot, editor, 500, 300)
    editor.set_lines([SpokenLine(f"learner-{number}", "I said it.", "I said it.") for number in range(40)])
    yield editor
    window.hide()


def gutter_of(editor: SpokenText) -> TurnGutter:
    gutter = editor.findChild(TurnGutter)
    assert isinstance(gutter, TurnGutter)
    return gutter


def test_it_takes_room_only_where_something_can_be_heard(editor: SpokenText) -> None:
    gutter, before = gutter_of(editor), editor.viewport().width()
    assert not gutter.isVisible()
    editor.show_playing(frozenset({"assistant-1"}), "")
    assert not gutter.isVisible()
    editor.show_playing(frozenset({"learner-1"}), "")
    assert gutter.isVisible()
    assert editor.viewport().width() == before - gutter.wanted_width()
    assert gutter.geometry().right() < editor.viewport().geometry().left()


def test_it_stands_where_reading_begins(editor: SpokenText) -> None:
    editor.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    editor.show_playing(frozenset({"learner-1"}), "")
    assert gutter_of(editor).geometry().left() > editor.viewport().geometry().right()


def test_the_sign_of_a_line_is_clicked_beside_it_and_goes_with_it(editor: SpokenText, qtbot: QtBot) -> None:
    editor.show_playing(frozenset({"learner-0", "learner-2"}), "learner-2")
    gutter = gutter_of(editor)
    pressed = QSignalSpy(gutter.pressed)
    assert gutter.sign(1).isEmpty()
    for number in (0, 2):
        qtbot.mouseMove(gutter, gutter.sign(number).center())
        qtbot.mouseClick(gutter, Qt.MouseButton.LeftButton, pos=gutter.sign(number).center())
    qtbot.mouseClick(gutter, Qt.MouseButton.LeftButton, pos=QPoint(1, gutter.height() - 1))
    assert [pressed.at(number)[0] for number in range(pressed.count())] == [0, 2]
    top = gutter.sign(2).top()
    editor.verticalScrollBar().setValue(30)
    assert gutter.sign(2).top() == top - 30


def test_what_is_out_of_sight_has_no_sign(editor: SpokenText) -> None:
    editor.show_playing(frozenset({"learner-39"}), "")
    assert gutter_of(editor).sign(39).isEmpty()
