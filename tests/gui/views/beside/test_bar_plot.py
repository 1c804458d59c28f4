from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.gui import theme
from desktop.gui.views.beside.bar_plot import BarPlot, round_step
from desktop.gui.views.beside.plot import Mark
from tests.gui.conftest import Stage


def plot(stage: Stage, *heights: float, mean: float | None = None) -> BarPlot:
    shown = BarPlot("Words a minute")
    stage(shown, 280, 112)
    marks = [Mark(f"learner-{number}", partial("Turn {}".format, number)) for number in range(len(heights))]
    shown.show_bars(marks, heights, mean, "All turns.")
    shown.clearFocus()
    return shown


def colors_in_column(picture: QImage, x: float) -> list[int]:
    accent = QColor(theme.color("accent")).rgb()
    return [y for y in range(picture.height()) if picture.pixelColor(round(x), y).rgb() == accent]


def columns(shown: BarPlot) -> list[float]:
    return [box.center().x() for _, box in shown._bars]


def test_a_bar_is_as_high_as_its_value(stage: Stage) -> None:
    shown = plot(stage, 100, 50, 0)
    picture = shown.grab().toImage()
    tall, half, none = (len(colors_in_column(picture, x)) for x in columns(shown))
    assert tall == pytest.approx(2 * half, abs=2)
    assert none <= 2 < half


def test_the_mouse_points_at_a_bar_and_chooses_it(stage: Stage, qtbot: QtBot) -> None:
    shown = plot(stage, 100, 50, 70)
    pointed, chosen = QSignalSpy(shown.pointed), QSignalSpy(shown.turnChosen)
    place = QPointF(columns(shown)[1], 20).toPoint()
    qtbot.mouseMove(shown, place)
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=place)
    assert pointed.at(pointed.count() - 1)[0] == "Turn 1"
    assert chosen.at(0)[0] == "learner-1"


def test_where_not_all_have_room_the_newest_are_shown(stage: Stage) -> None:
    shown = plot(stage, *[50.0] * 400)
    numbers = [number for number, _ in shown._bars]
    assert numbers[-1] == 399
    assert 60 < len(numbers) < 100


def test_it_is_drawn_without_bars_and_with_zeros_only(stage: Stage) -> None:
    assert not plot(stage).grab().isNull()
    assert not plot(stage, 0, 0, mean=0).grab().isNull()


@given(st.floats(0.3, 1e6))
def test_round_heights_leave_room_for_three_lines(top: float) -> None:
    step = round_step(top, 3)
    assert 1 <= top / step < 4 or step == 0.1
