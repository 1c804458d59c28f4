from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.speech_rows import PlotRow
from desktop.gui.views.beside.bar_plot import BarPlot
from desktop.gui.views.beside.figure_card import FigureCard
from desktop.gui.views.beside.plot import Mark
from tests.gui.conftest import Stage

ROWS = [
    PlotRow(f"learner-{number}", 90.0, partial("Turn {}".format, number), partial(lambda n: (str(n), "90"), number))
    for number in range(12)
]


def card(stage: Stage) -> FigureCard:
    plot, parent = BarPlot("Words a minute"), QWidget()
    shown = FigureCard(parent, plot, "Press one.", ("Turn", "Pace"))
    stage(shown, 300, 500)
    plot.show_bars([Mark(row.key, row.label) for row in ROWS], [90.0] * len(ROWS), None, "")
    shown.show_words("90 words a minute", "Pauses count in.")
    shown.show_rows(ROWS)
    return shown


def texts(shown: FigureCard) -> list[str]:
    return [label.text() for label in shown.findChildren(QLabel) if label.isVisible()]


def test_it_says_the_figure_and_what_is_pointed_at(stage: Stage) -> None:
    shown = card(stage)
    assert texts(shown) == ["90 words a minute", "Pauses count in.", "Press one."]
    assert shown.plot is not None
    shown.plot.move_to(3)
    assert texts(shown)[-1] == "Turn 3"


def test_the_plot_can_be_read_as_a_table_by_keyboard(stage: Stage, qtbot: QtBot) -> None:
    shown = card(stage)
    shown.show_as_table(True)
    table = shown.table
    assert table is not None
    assert shown.plot is not None
    assert (table.isVisible(), shown.plot.isVisible()) == (True, False)
    assert table.accessibleName() == "Words a minute"
    chosen = QSignalSpy(shown.turnChosen)
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert chosen.at(0)[0] == "learner-1"
    shown.show_as_table(False)
    assert (table.isVisible(), shown.plot.isVisible()) == (False, True)


def test_a_long_table_scrolls_within_itself(stage: Stage) -> None:
    shown = card(stage)
    shown.show_as_table(True)
    assert shown.table is not None
    eight = shown.table.sizeHint().height()
    shown.show_rows(ROWS[:8])
    assert shown.table.sizeHint().height() == eight
    shown.show_rows(ROWS[:2])
    assert shown.table.sizeHint().height() < eight


def test_without_rows_there_is_neither_plot_nor_table(stage: Stage) -> None:
    shown = card(stage)
    shown.show_as_table(True)
    shown.show_rows([])
    assert texts(shown) == ["90 words a minute", "Pauses count in."]
    assert shown.table is not None
    assert not shown.table.isVisible()


def test_a_figure_that_is_not_known_has_no_card(stage: Stage) -> None:
    shown = card(stage)
    shown.show_words("", "")
    assert not shown.isVisible()
