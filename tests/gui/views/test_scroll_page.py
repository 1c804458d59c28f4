from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.gui.views.scroll_page import ScrollPage


def test_what_is_wider_wraps_and_what_is_longer_scrolls(qtbot: QtBot) -> None:
    words = QLabel("Many words that need several lines. " * 20)
    words.setWordWrap(True)
    page = ScrollPage(words)
    qtbot.addWidget(page)
    page.resize(200, 100)
    page.show()
    assert words.width() <= page.viewport().width()
    assert page.verticalScrollBar().maximum() > 0
    assert page.horizontalScrollBar().maximum() == 0
    assert page.focusPolicy() is Qt.FocusPolicy.NoFocus
