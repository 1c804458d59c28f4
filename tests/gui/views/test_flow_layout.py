import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.views.flow_layout import FlowLayout

# The offscreen platform says that it cannot hold a window to its smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def flow(qtbot: QtBot, width: int, *widths: int) -> tuple[QWidget, list[QWidget]]:
    box = QWidget()
    qtbot.addWidget(box)
    layout = FlowLayout(box, 8)
    children = []
    for one in widths:
        child = QWidget()
        child.setFixedSize(one, 30)
        layout.addWidget(child)
        children.append(child)
    box.resize(width, 200)
    box.show()
    return box, children


def test_what_does_not_fit_begins_a_new_row(qtbot: QtBot) -> None:
    box, children = flow(qtbot, 220, 100, 100, 100)
    assert [(child.x(), child.y()) for child in children] == [(0, 0), (108, 0), (0, 38)]
    assert box.layout().heightForWidth(220) == 68
    assert box.layout().heightForWidth(500) == 30


def test_what_is_hidden_takes_no_room(qtbot: QtBot) -> None:
    box, children = flow(qtbot, 220, 100, 100, 100)
    children[0].hide()
    box.layout().activate()
    assert [(child.x(), child.y()) for child in children[1:]] == [(0, 0), (108, 0)]


def test_right_to_left_rows_begin_at_the_right(qtbot: QtBot) -> None:
    box, children = flow(qtbot, 220, 100, 60)
    box.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    box.layout().activate()
    assert [child.x() for child in children] == [120, 52]


def test_one_wider_than_all_is_not_lost(qtbot: QtBot) -> None:
    _, children = flow(qtbot, 100, 300, 50)
    assert children[0].y() == 0
    assert children[1].y() == 38
