from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.views.settings.form import FormRow, advised, named_slider
from tests.gui.views.hosting import host


def test_a_name_stands_beside_its_control_and_above_it_where_there_is_no_room(qtbot: QtBot) -> None:
    control = QPushButton("Choose")
    row = FormRow("Name", control)
    window = host(qtbot, row, 600, 80)
    label = row.findChild(QLabel)
    assert label is not None

    def is_beside() -> bool:
        QApplication.sendPostedEvents()
        return label.x() + label.width() <= control.x()

    assert is_beside()
    row.resize(300, 120)
    assert not is_beside()
    assert label.mapTo(row, QPoint(0, 0)).y() < control.y()
    window.hide()


def test_advice_stands_under_the_control(qtbot: QtBot) -> None:
    control = QPushButton("Choose")
    block = advised(control, "What it is good for.")
    window = host(qtbot, block, 300, 80)
    label = block.findChild(QLabel)
    assert label is not None
    assert label.text() == "What it is good for."
    assert label.y() >= control.y() + control.height()
    window.hide()


def test_a_slider_has_a_name_and_moves_by_its_step(qtbot: QtBot) -> None:
    line = QWidget()
    slider, words, row = named_slider(line, "Pause", 600, 2000, 100)
    window = host(qtbot, line, 300, 40)
    assert slider.accessibleName() == "Pause"
    assert slider.value() == 600
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() == 700
    assert row.isAncestorOf(words)
    window.hide()
