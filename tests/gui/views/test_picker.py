from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.conversation.catalogue import Catalogue
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.views.picker import Picker
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp


@pytest.fixture
def picker(qtbot: QtBot, bridge: Bridge, app: FakeApp, run: Run) -> Iterator[Picker]:
    run(app.start())
    picker = Picker(bridge)
    window = host(qtbot, picker, 900, 700)
    app.calls.clear()
    yield picker
    window.close()


def names(picker: Picker) -> list[str]:
    model = picker.grid.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def shown_texts(picker: Picker) -> list[str]:
    widgets = (*picker.findChildren(QLabel), *picker.findChildren(QPushButton))
    return [widget.text() for widget in widgets if widget.isVisible()]


def chip(picker: Picker, text: str) -> QPushButton:
    return next(one for one in picker.findChildren(QPushButton) if one.text() == text)


def test_typing_narrows_the_cards(picker: Picker, qtbot: QtBot) -> None:
    qtbot.keyClicks(picker.search, "ticket")
    assert names(picker) == ["Tomás"]
    assert picker.grid.isVisible()


def test_down_leads_from_the_search_to_the_cards_found(picker: Picker, qtbot: QtBot) -> None:
    picker.focus_search()
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    assert picker.grid.hasFocus()


def test_a_level_chip_shows_only_that_level(picker: Picker, qtbot: QtBot) -> None:
    qtbot.mouseClick(chip(picker, "A2"), Qt.MouseButton.LeftButton)
    assert names(picker) == ["Mia", "Tomás"]
    qtbot.mouseClick(chip(picker, "All levels"), Qt.MouseButton.LeftButton)
    assert len(names(picker)) == 6


def test_nobody_found_offers_to_show_everyone(picker: Picker, qtbot: QtBot) -> None:
    qtbot.mouseClick(chip(picker, "A2"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(picker.search, "zzz")
    assert not picker.grid.isVisible()
    assert "Nobody found" in shown_texts(picker)
    qtbot.mouseClick(chip(picker, "Show everyone"), Qt.MouseButton.LeftButton)
    assert picker.search.text() == ""
    assert len(names(picker)) == 6


def test_offline_offers_to_try_again(picker: Picker, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    app.reachable = False
    app.show_catalogue(Catalogue())
    run(app.reconnect())
    assert "The practice service is not there" in shown_texts(picker)
    app.reachable = True
    qtbot.mouseClick(chip(picker, "Try again"), Qt.MouseButton.LeftButton)
    run(until(lambda: len(names(picker)) == 6))
    assert picker.grid.isVisible()


def test_a_service_without_partners_offers_to_look_again(picker: Picker, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    app.show_catalogue(Catalogue())
    assert "No partners yet" in shown_texts(picker)
    qtbot.mouseClick(chip(picker, "Look again"), Qt.MouseButton.LeftButton)
    run(until(lambda: ("refresh",) in app.calls))


def test_the_order_follows_the_learners_choice(picker: Picker) -> None:
    picker._order.setCurrentIndex(2)
    assert names(picker) == sorted(names(picker), key=str.casefold)


def test_the_columns_follow_the_width(picker: Picker) -> None:
    assert picker.grid.columns() == 3
    picker.resize(640, 700)
    assert picker.grid.columns() == 2
    theme.apply("light", 2.0)
    assert picker.grid.columns() == 1


def test_every_card_has_its_place_within_the_grid(picker: Picker) -> None:
    grid = picker.grid
    boxes = [grid.visualRect(grid.model().index(row, 0)) for row in range(6)]
    assert all(grid.viewport().rect().contains(box) for box in boxes)
    assert len({(box.x(), box.y()) for box in boxes}) == 6


def test_arrows_move_between_cards_and_bring_them_into_sight(picker: Picker, qtbot: QtBot) -> None:
    picker.resize(640, 420)
    picker.grid.setFocus()
    bar = picker._scroll.verticalScrollBar()
    bar.setValue(0)
    for _ in range(2):
        qtbot.keyClick(picker.grid, Qt.Key.Key_Down)
    assert picker.grid.currentIndex().row() == 4
    assert bar.value() > 0


def test_a_card_is_started_by_enter_and_only_by_the_left_button(picker: Picker, qtbot: QtBot) -> None:
    spy = QSignalSpy(picker.started)
    picker.grid.setFocus()
    qtbot.keyClick(picker.grid, Qt.Key.Key_Return)
    assert spy.count() == 1
    place = picker.grid.visualRect(picker.grid.model().index(1, 0)).center()
    qtbot.mouseClick(picker.grid.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert spy.count() == 1


def test_the_card_in_focus_is_also_the_one_that_is_marked(picker: Picker) -> None:
    picker.grid.setFocus()
    assert [index.row() for index in picker.grid.selectedIndexes()] == [0]
