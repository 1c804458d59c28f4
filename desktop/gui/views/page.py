"""A scrolling page with a title and a way back: the settings, the keys."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.gui.views.buttons import icon_button
from desktop.gui.views.scroll_page import ScrollPage

WIDEST_PX = 720
"""Lines longer than this are hard to read; wider windows show margins."""
_ABOVE_PX = 64
"""What stays in sight above a part that is brought into sight: its heading."""


class Page(QWidget):
    """Sections are added to `column`."""

    left = Signal()
    """The learner goes back to where they came from."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName(title)
        self.back = icon_button("arrow-left", self.tr("Back"), self)
        self.back.clicked.connect(self.left)
        heading = QLabel(title, self)
        heading.setProperty("role", "display")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(heading, 1)
        inner = QWidget(self)
        inner.setObjectName("page")
        inner.setMaximumWidth(WIDEST_PX)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(32, 32, 32, 32)
        self.column.setSpacing(16)
        self.column.addLayout(head)
        content = QWidget(self)
        content.setObjectName("page")
        middle = QHBoxLayout(content)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(inner, 1000, Qt.AlignmentFlag.AlignTop)
        middle.addStretch(1)
        scroll = ScrollPage(content, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._scroll, self._content = scroll, content

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part of the page, its beginning at the top where there is room."""
        place = part.mapTo(self._content, QPoint(0, 0))
        self._scroll.verticalScrollBar().setValue(place.y() - _ABOVE_PX)

    def section(self, title: str) -> QVBoxLayout:
        """Add a card under a small heading and return its layout."""
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        card = QFrame(self)
        card.setProperty("surface", "raised")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        block = QVBoxLayout()
        block.setSpacing(8)
        block.addWidget(heading)
        block.addWidget(card)
        self.column.addSpacing(8)
        self.column.addLayout(block)
        return layout
