from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui import theme
from desktop.gui.views.settings.mode_option import ModeOption
from tests.gui.views.hosting import host

LINE = "You are heard only while you hold Space or the button."


@pytest.fixture
def options(qtbot: QtBot) -> Iterator[tuple[ModeOption, ModeOption]]:
    box = QWidget()
    column = QVBoxLayout(box)
    pair = ModeOption("voice", "Hands-free", "Just speak.", box), ModeOption("hold", "Hold to talk", LINE, box)
    for option in pair:
        column.addWidget(option)
    window = host(qtbot, box, 400, 200)
    yield pair
    window.hide()


def test_one_of_them_is_chosen_and_the_arrow_keys_choose_another(
    options: tuple[ModeOption, ModeOption], qtbot: QtBot
) -> None:
    first, second = options
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert (first.isChecked(), second.isChecked()) == (True, False)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert (first.isChecked(), second.isChecked()) == (False, True)
    assert second.hasFocus()


def test_arrows_only_choose_while_a_click_space_and_enter_decide(
    options: tuple[ModeOption, ModeOption], qtbot: QtBot
) -> None:
    first, second = options
    picked: list[ModeOption] = []
    for option in options:
        option.picked.connect(lambda option=option: picked.append(option))
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert picked == [first]
    qtbot.keyClick(second, Qt.Key.Key_Space)
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert picked == [first, second, second]


def test_a_screen_reader_hears_a_radio_button_with_its_explanation(options: tuple[ModeOption, ModeOption]) -> None:
    found = QAccessible.queryAccessibleInterface(options[1])
    assert found.role() == QAccessible.Role.RadioButton
    assert found.text(QAccessible.Text.Name) == "Hold to talk"
    assert found.text(QAccessible.Text.Description) == LINE


def test_the_explanation_takes_as_many_lines_as_it_needs(options: tuple[ModeOption, ModeOption]) -> None:
    option = options[1]
    assert option.heightForWidth(240) > option.heightForWidth(600)
    before = option.heightForWidth(400)
    theme.apply("light", 2.0)
    assert option.heightForWidth(400) > before
    assert option.heightForWidth(200) >= 40


def test_the_chosen_one_carries_a_mark_so_that_colour_is_not_needed(options: tuple[ModeOption, ModeOption]) -> None:
    option = options[0]
    pictures = []
    for checked in (False, True):
        option.setAutoExclusive(False)
        option.setChecked(checked)
        image = option.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        end = image.copy(image.width() - 30, 4, 26, 26)
        pictures.append({end.pixel(x, y) for x in range(end.width()) for y in range(end.height())})
    assert len(pictures[0]) == 1
    assert len(pictures[1]) > 2
