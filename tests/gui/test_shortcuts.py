import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.shortcuts import Command, bind, key_groups, key_name, space_used_by_focus, writing

# The offscreen platform says that it cannot hold a window to its smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

KEYS = [key for group in key_groups() for key in group.keys]


def test_every_command_has_one_key_that_qt_understands_and_no_other_has() -> None:
    assert sorted(key.command.value for key in KEYS) == sorted(command.value for command in Command)
    sequences = [QKeySequence(key.sequence).toString() for key in KEYS]
    assert len(set(sequences)) == len(KEYS)
    assert all(sequences)
    assert all(key_name(key.sequence) for key in KEYS)


def test_pressing_a_key_performs_its_command_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    performed: list[Command] = []
    bind(window, {command: lambda command=command: performed.append(command) for command in Command})
    with qtbot.waitActive(window):
        window.show()
    for key in KEYS:
        combination = QKeySequence(key.sequence)[0]
        qtbot.keyClick(window, combination.key(), combination.keyboardModifiers())
    assert performed == [key.command for key in KEYS if key.command is not Command.SEND]


def test_space_belongs_to_the_control_that_has_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button, choice, field = QPushButton(window), QComboBox(window), QLineEdit(window)
    column = QVBoxLayout(window)
    for widget in (button, choice, field):
        column.addWidget(widget)
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    with qtbot.waitActive(window):
        window.show()
    button.setFocus()
    assert space_used_by_focus()
    assert len(clicks) == 1
    field.setFocus()
    assert not space_used_by_focus()
    assert writing()
    button.setFocus()
    assert not writing()
