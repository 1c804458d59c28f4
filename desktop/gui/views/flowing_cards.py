"""Cards in a grid that flows with the width; arrows move, Enter or a click starts."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.gui import theme
from desktop.gui.models.rows import Role, RowModel
from desktop.gui.views.painting import draw_focus

_WIDTH_PX = 264
"""Least width of a card at text size 100 %."""
_GAP_PX = 16
PADDING_PX = 16

Index = QModelIndex | QPersistentModelIndex


class FlowingCards(QListView):
    """As high as its cards, so that it scrolls together with what stands above it."""

    started = Signal(str)
    """The key of the card's row."""
    moved = Signal()
    """The keyboard went to another card, perhaps to one out of sight."""

    def __init__(
        self, model: RowModel[Any], delegate: "CardDelegate", card_height: Callable[[], int], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._rows = model
        self._delegate = delegate
        self._card_height = card_height
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.pressed_row = -1
        self.clicked.connect(self._start)
        model.rowsInserted.connect(self._fit)
        model.rowsRemoved.connect(self._fit)
        theme.changes.changed.connect(self._fit)

    def columns(self) -> int:
        return max(1, (self.width() + _GAP_PX) // (theme.metrics.px(_WIDTH_PX) + _GAP_PX))

    def card_size(self) -> QSize:
        """Return the size of one cell: the card and the gap at its end."""
        return QSize((self.viewport().width() - 1) // self.columns(), self._card_height() + _GAP_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._start(self.currentIndex())
        else:
            super().keyPressEvent(event)
            self.moved.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed_row = self.indexAt(event.position().toPoint()).row()
        super().mousePressEvent(event)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pressed_row = -1
        super().mouseReleaseEvent(event)
        self.viewport().update()

    def current_box(self) -> QRect:
        """Return where the current card is, in this widget's coordinates."""
        box = self.visualRect(self.currentIndex())
        return box.translated(self.viewport().mapTo(self, QPoint(0, 0)))

    def _start(self, index: QModelIndex) -> None:
        if index.isValid():
            self.started.emit(self._rows.key(index.data(Role.ITEM)))

    def _fit(self) -> None:
        rows = -(-self.model().rowCount() // self.columns())
        size = self.card_size()
        self.setGridSize(size)
        self.setFixedHeight(max(1, rows * size.height() + 2 * self.frameWidth() + 4))
        self.scheduleDelayedItemsLayout()


class CardDelegate(QStyledItemDelegate):
    """Paints a card's ground; a subclass paints what is on it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._grid().card_size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        half = _GAP_PX // 2
        card: QRect = option.rect.adjusted(half, half, -half, -half)
        painter.save()
        self._paint_ground(painter, option, QRectF(card), index.row())
        inner = card.adjusted(PADDING_PX, PADDING_PX, -PADDING_PX, -PADDING_PX)
        painter.setClipRect(inner)  # a word without end stays on its card
        self.paint_content(painter, inner, index.data(Role.ITEM), option.direction)
        painter.restore()

    def paint_content(self, painter: QPainter, inner: QRect, one: Any, direction: Qt.LayoutDirection) -> None:
        raise NotImplementedError

    def _grid(self) -> FlowingCards:
        grid = self.parent()
        assert isinstance(grid, FlowingCards)
        return grid

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, card: QRectF, row: int) -> None:
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("shadow"))
            painter.drawRoundedRect(card.translated(0, 2), theme.RADIUS_PX, theme.RADIUS_PX)
        painter.setBrush(theme.color("pressed" if row == self._grid().pressed_row else "raised"))
        painter.setPen(QPen(theme.color("accent" if hovered or chosen else "border"), 1))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS_PX, theme.RADIUS_PX)
        if focused:
            draw_focus(painter, card.adjusted(-4, -4, 4, 4), theme.RADIUS_PX + 3)
