"""Cards under a heading, one below the other.

Qt's own layout asks each card for its height seven times whenever one is added: with sixty cards that is a frame lost
for every result that arrives.
"""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.gui import theme
from desktop.gui.views.beside.entry_card import EntryCard

_ABOVE_PX = 4


class CardStack(QWidget):
    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[EntryCard] = []
        self._top_px = 0
        self._heights: dict[int, int] = {}
        """Width -> height; a layout asks for several widths, many times each."""
        self._heading = QLabel(title, self)
        self._heading.setProperty("role", "heading")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def insert(self, place: int, card: EntryCard) -> None:
        card.setParent(self)
        card.heightChanged.connect(self._arrange)
        self.cards.insert(place, card)
        card.show()
        self._arrange()

    def take(self, card: EntryCard) -> int:
        """Take a card out for good and return where it was."""
        place = self.cards.index(card)
        del self.cards[place]
        card.hide()
        card.deleteLater()
        self._arrange()
        return place

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            heights = [card.heightForWidth(width) + theme.GRID_PX for card in self.cards]
            self._heights[width] = self._top() + sum(heights) - theme.GRID_PX
        return self._heights[width]

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(200, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._top_px = 0
            self._arrange()

    def _arrange(self) -> None:
        self._heights.clear()
        self.updateGeometry()
        self._place()

    def _top(self) -> int:
        if not self._top_px:
            self._top_px = _ABOVE_PX + self._heading.sizeHint().height() + theme.GRID_PX
        return self._top_px

    def _place(self) -> None:
        width = self.width()
        top = self._top()
        self._heading.setGeometry(0, _ABOVE_PX, width, top - _ABOVE_PX - theme.GRID_PX)
        for card in self.cards:
            place = QRect(0, top, width, card.heightForWidth(width))
            if card.geometry() != place:
                card.setGeometry(place)
            top = place.bottom() + 1 + theme.GRID_PX
