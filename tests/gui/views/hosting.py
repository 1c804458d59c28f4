"""A window for a view under test."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def host(qtbot: QtBot, view: QWidget, width: int, height: int) -> QWidget:
    """Show the view in an active window of its own.

    The window has no layout: the offscreen platform warns when a window has a smallest size.
    """
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(width, height)
    view.setParent(window)
    view.resize(width, height)
    with qtbot.waitActive(window):
        window.show()
    return window
