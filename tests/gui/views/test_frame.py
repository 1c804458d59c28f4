import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.views.frame import RAIL_PX, Frame


class Bar(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(300, 96)


class Room:
    def __init__(self) -> None:
        self.sidebar, self.rail, self.page = QWidget(), QWidget(), QWidget()
        self.panel, self.panel_rail, self.bar = QWidget(), QWidget(), Bar()
        self.frame = Frame(self.sidebar, self.rail, self.page, self.panel, self.panel_rail, self.bar)


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    room = Room()
    qtbot.addWidget(room.frame)
    room.frame.resize(1200, 760)
    room.frame.show()
    return room


def test_a_wide_window_shows_everything_side_by_side(room: Room) -> None:
    room.frame.set_panel_in_use(True)
    assert room.sidebar.geometry().getRect() == (0, 0, 288, 664)
    assert room.page.geometry().getRect() == (288, 0, 624, 664)
    assert room.panel.geometry().getRect() == (912, 0, 288, 664)
    assert room.bar.geometry().getRect() == (0, 664, 1200, 96)
    assert not room.rail.isVisible()
    assert not room.panel_rail.isVisible()


def test_the_panel_is_there_only_where_it_is_in_use(room: Room) -> None:
    assert not room.panel.isVisible()
    assert not room.panel_rail.isVisible()
    assert room.page.width() == 1200 - 288


@pytest.mark.parametrize(("width", "sidebar", "panel"), [(1200, True, True), (1000, True, False), (800, False, False)])
def test_parts_fold_away_one_after_the_other_as_the_window_narrows(
    room: Room, width: int, sidebar: bool, panel: bool
) -> None:
    room.frame.set_panel_in_use(True)
    room.frame.resize(width, 600)
    assert room.sidebar.isVisible() is sidebar
    assert room.rail.isVisible() is not sidebar
    assert room.panel.isVisible() is panel
    assert room.panel_rail.isVisible() is not panel
    assert room.page.width() >= 480


def test_a_part_folded_by_hand_leaves_its_room_to_the_page(room: Room) -> None:
    room.frame.fold_sidebar()
    assert not room.sidebar.isVisible()
    assert room.page.width() == 1200 - RAIL_PX
    room.frame.open_sidebar()
    assert room.page.width() == 1200 - 288
    assert not room.frame.floating


def test_in_a_narrow_window_a_part_floats_over_the_page_and_a_press_beside_it_puts_it_back(
    room: Room, qtbot: QtBot
) -> None:
    room.frame.resize(720, 520)
    page = room.page.geometry()
    room.frame.open_sidebar()
    assert room.frame.floating
    assert room.sidebar.geometry().getRect() == (0, 0, 288, 520)
    assert room.page.geometry() == page
    beside = room.frame.childAt(600, 100)
    qtbot.mouseClick(beside, Qt.MouseButton.LeftButton)
    assert not room.frame.floating
    assert not room.sidebar.isVisible()


def test_a_floating_part_stands_beside_the_page_again_once_there_is_room(room: Room) -> None:
    room.frame.resize(720, 520)
    room.frame.open_sidebar()
    room.frame.resize(1200, 520)
    assert not room.frame.floating
    assert room.sidebar.isVisible()


def test_a_floating_panel_goes_when_the_page_needs_none(room: Room) -> None:
    room.frame.set_panel_in_use(True)
    room.frame.resize(720, 520)
    room.frame.open_panel()
    assert room.panel.isVisible()
    room.frame.set_panel_in_use(False)
    assert not room.panel.isVisible()
    assert not room.frame.floating


def test_right_to_left_everything_changes_sides(room: Room) -> None:
    room.frame.set_panel_in_use(True)
    room.frame.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert room.sidebar.geometry().getRect() == (912, 0, 288, 664)
    assert room.panel.geometry().getRect() == (0, 0, 288, 664)
