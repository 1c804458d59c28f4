"""The picker's cards: a grid that flows with the width; arrows move, Enter or a click starts."""

from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.conversation.catalogue import Assistant
from desktop.gui import icons, theme
from desktop.gui.models.assistants import AssistantsModel
from desktop.gui.models.rows import Role
from desktop.gui.pictures import Pictures
from desktop.gui.views.painting import draw_focus, draw_line, draw_lines, draw_picture, line_step

_WIDTH_PX = 264
"""Least width of a card at text size 100 %."""
_GAP_PX = 16
_PADDING_PX = 16
_PICTURE_PX = 56
_TEXT_LINES = 2

Index = QModelIndex | QPersistentModelIndex


class CardGrid(QListView):
    """As high as its cards, so that it scrolls together with what stands above it."""

    started = Signal(str)
    """The assistant's id."""
    moved = Signal()
    """The keyboard went to another card, perhaps to one out of sight."""

    def __init__(self, model: AssistantsModel, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._delegate = CardDelegate(pictures, self)
        self.setItemDelegate(self._delegate)
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
        pictures.loaded.connect(self.viewport().update)
        theme.changes.changed.connect(self._fit)

    def columns(self) -> int:
        return max(1, (self.width() + _GAP_PX) // (theme.metrics.px(_WIDTH_PX) + _GAP_PX))

    def card_size(self) -> QSize:
        """Return the size of one cell: the card and the gap at its end."""
        return QSize((self.viewport().width() - 1) // self.columns(), card_height() + _GAP_PX)

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
            self.started.emit(index.data(Role.ITEM).id)

    def _fit(self) -> None:
        rows = -(-self.model().rowCount() // self.columns())
        size = self.card_size()
        self.setGridSize(size)
        self.setFixedHeight(max(1, rows * size.height() + 2 * self.frameWidth() + 4))
        self.scheduleDelayedItemsLayout()


def card_height() -> int:
    body = line_step(theme.metrics.font("body"))
    small = line_step(theme.metrics.font("small"))
    texts = _TEXT_LINES * (body + small) + 4
    return round(2 * _PADDING_PX + theme.metrics.px(_PICTURE_PX) + 12 + texts + 12 + _foot_height())


def _foot_height() -> int:
    return QFontMetrics(theme.metrics.font("small", bold=True)).height() + 4


class CardDelegate(QStyledItemDelegate):
    def __init__(self, pictures: Pictures, grid: CardGrid) -> None:
        super().__init__(grid)
        self._pictures = pictures
        self._grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._grid.card_size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: Assistant = index.data(Role.ITEM)
        direction = option.direction
        cell = option.rect
        card = cell.adjusted(_GAP_PX // 2, _GAP_PX // 2, -_GAP_PX // 2, -_GAP_PX // 2)
        painter.save()
        self._paint_ground(painter, option, QRectF(card), index.row())
        inner = card.adjusted(_PADDING_PX, _PADDING_PX, -_PADDING_PX, -_PADDING_PX)
        head = QRect(inner.topLeft(), QSize(inner.width(), theme.metrics.px(_PICTURE_PX)))
        self._paint_head(painter, head, one, direction)
        body, small = theme.metrics.font("body"), theme.metrics.font("small")
        text = inner.adjusted(0, head.height() + 12, 0, 0)
        goal = one.goal or one.description
        taken = draw_lines(painter, text, goal, body, theme.color("text"), direction, _TEXT_LINES)
        if one.goal and one.description:
            below = text.adjusted(0, taken + 4, 0, 0)
            draw_lines(painter, below, one.description, small, theme.color("text-soft"), direction, _TEXT_LINES)
        foot = QRect(inner.left(), inner.bottom() + 1 - _foot_height(), inner.width(), _foot_height())
        self._paint_foot(painter, foot, one, direction)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, card: QRectF, row: int) -> None:
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("shadow"))
            painter.drawRoundedRect(card.translated(0, 2), theme.RADIUS_PX, theme.RADIUS_PX)
        painter.setBrush(theme.color("pressed" if row == self._grid.pressed_row else "raised"))
        painter.setPen(QPen(theme.color("accent" if hovered or chosen else "border"), 1))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS_PX, theme.RADIUS_PX)
        if focused:
            draw_focus(painter, card.adjusted(-4, -4, 4, 4), theme.RADIUS_PX + 3)

    def _paint_head(self, painter: QPainter, head: QRect, one: Assistant, direction: Qt.LayoutDirection) -> None:
        """Paint the picture and beside it the name in one or two lines, in the middle of its height."""
        picture = QRect(head.left(), head.top(), head.height(), head.height())
        pixmap = self._pictures.get(one.picture_url, head.height(), painter.device().devicePixelRatioF())
        draw_picture(painter, QRectF(QStyle.visualRect(direction, head, picture)), pixmap, one.name)
        beside = head.adjusted(head.height() + 12, 0, 0, 0)
        font = theme.metrics.font("title", bold=True)
        fits = QFontMetrics(font).horizontalAdvance(one.name) <= beside.width()
        height = ceil(line_step(font)) * (1 if fits else 2)
        name = QRect(beside.left(), head.center().y() - height // 2, beside.width(), height)
        name = QStyle.visualRect(direction, head, name)
        draw_lines(painter, name, one.name, font, theme.color("text"), direction, 2)

    def _paint_foot(self, painter: QPainter, foot: QRect, one: Assistant, direction: Qt.LayoutDirection) -> None:
        """Paint the level, and how many like this assistant."""
        start = foot.left()
        if one.level:
            font = theme.metrics.font("small", bold=True)
            width = QFontMetrics(font).horizontalAdvance(one.level) + 16
            badge = QStyle.visualRect(direction, foot, QRect(start, foot.top(), width, foot.height()))
            painter.setFont(font)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft"))
            painter.drawRoundedRect(badge, foot.height() / 2, foot.height() / 2)
            painter.setPen(theme.color("text"))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, one.level)
            start += width + 12
        if one.liked_count:
            side = theme.metrics.px(14)
            heart = QRect(start, foot.center().y() - side // 2, side, side)
            icons.paint(painter, "heart", QStyle.visualRect(direction, foot, heart), "text-soft")
            count = QRect(start + side + 6, foot.top(), foot.right() - start - side - 6, foot.height())
            count = QStyle.visualRect(direction, foot, count)
            small, shade = theme.metrics.font("small"), theme.color("text-soft")
            draw_line(painter, count, str(one.liked_count), small, shade, direction)
