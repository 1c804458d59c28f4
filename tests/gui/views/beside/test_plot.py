from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.gui.views.beside.bar_plot import BarPlot
from desktop.gui.views.beside.plot import Mark, Plot
from tests.gui.conftest import Stage

MARKS = [Mark(f"learner-{number}", partial("Turn {}".format, number)) for number in range(3)]


@pytest.fixture
def plot(stage: Stage) -> Plot:
    plot = BarPlot("Words a minute, turn by turn")
    stage(plot, 280, 112)
    plot.show_bars(MARKS, [10, 20, 30], None, "96 words a minute.")
    plot.clearFocus()
    return plot


def test_the_whole_and_the_mark_pointed_at_are_said(plot: Plot) -> None:
    assert plot.accessibleName() == "Words a minute, turn by turn"
    assert plot.accessibleDescription() == "96 words a minute."
    plot.move_to(1)
    assert plot.accessibleDescription() == "Turn 1. 96 words a minute."


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_the_keys_walk_along_the_marks_and_choose(plot: Plot, qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    plot.setLayoutDirection(direction)
    back, forth = Qt.Key.Key_Left, Qt.Key.Key_Right
    if direction is Qt.LayoutDirection.RightToLeft:
        back, forth = forth, back
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert plot.current == MARKS[2], "the newest first"
    qtbot.keyClick(plot, forth)
    assert plot.current == MARKS[2]
    qtbot.keyClick(plot, back)
    assert plot.current == MARKS[1]
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    qtbot.keyClick(plot, back)
    assert plot.current == MARKS[0]
    qtbot.keyClick(plot, Qt.Key.Key_End)
    chosen = QSignalSpy(plot.turnChosen)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(plot, key)
    assert [chosen.at(0)[0], chosen.at(1)[0]] == ["learner-2", "learner-2"]


def test_the_mark_pointed_at_stays_when_more_come(plot: Plot) -> None:
    plot.move_to(1)
    plot.show_marks([*MARKS[1:], Mark("learner-3", lambda: "Turn 3")], "")
    assert plot.current == MARKS[1]
    plot.show_marks(MARKS[2:], "")
    assert plot.current is None


def test_without_marks_keys_do_nothing(plot: Plot, qtbot: QtBot) -> None:
    assert isinstance(plot, BarPlot)
    plot.show_bars([], [], None, "")
    chosen = QSignalSpy(plot.turnChosen)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Return):
        qtbot.keyClick(plot, key)
    assert (plot.current, chosen.count()) == (None, 0)


def test_when_the_keyboard_leaves_nothing_is_pointed_at(plot: Plot) -> None:
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    pointed = QSignalSpy(plot.pointed)
    plot.clearFocus()
    assert plot.current is None
    assert pointed.at(0)[0] == ""
