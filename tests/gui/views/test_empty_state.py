from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.gui.views.empty_state import EmptyState


def test_the_button_is_there_only_with_something_to_do(qtbot: QtBot) -> None:
    view = EmptyState()
    qtbot.addWidget(view)
    view.show_words("search", "Nothing", "Try other words.")
    button = view.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    assert not button.isVisibleTo(view)
    view.show_words("offline", "Away", "It will be back.", "Try again")
    assert button.isVisibleTo(view)
    spy = QSignalSpy(view.acted)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert spy.count() == 1


def test_words_from_elsewhere_are_plain_text(qtbot: QtBot) -> None:
    view = EmptyState()
    qtbot.addWidget(view)
    view.show_words("talks", "<b>bold</b>", "<img src=x>")
    assert {label.textFormat() for label in view.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
