"""The sidebar's list: rows with a picture, a name and a detail under small headings."""

import html

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desktop.conversation.catalogue import Favorite, PastConversation
from desktop.gui import icons, theme
from desktop.gui.models.conversations import ConversationsModel, Heading
from desktop.gui.models.favorites import FavoritesModel
from desktop.gui.models.rows import Role
from desktop.gui.pictures import Pictures
from desktop.gui.views.painting import draw_focus, draw_line, draw_picture

_PICTURE_PX = 36
_GAP_PX = 12
_MARGIN_PX = 8
_RADIUS_PX = 10

Index = QModelIndex | QPersistentModelIndex


class RowList(QListView):
    """Emits `opened` with a row's item for a click, Enter or Space; arrows move between rows."""

    opened = Signal(object)

    def __init__(
        self, model: ConversationsModel | FavoritesModel, pictures: Pictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(pictures, self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._open)
        pictures.loaded.connect(self.viewport().update)
        theme.changes.changed.connect(self.scheduleDelayedItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _can_open(self, number: int) -> bool:
        return bool(self.model().index(number, 0).flags() & Qt.ItemFlag.ItemIsEnabled)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self._can_open(index.row()):
            self.opened.emit(index.data(Role.ITEM))


class RowDelegate(QStyledItemDelegate):
    def __init__(self, pictures: Pictures, parent: RowList) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = 34 if isinstance(index.data(Role.ITEM), Heading) else 58
        return QSize(0, max(height, theme.metrics.px(height - 6)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(Role.ITEM)
        box: QRect = option.rect
        direction: Qt.LayoutDirection = option.direction
        painter.save()
        if isinstance(item, Heading):
            place = box.adjusted(_MARGIN_PX, 8, -_MARGIN_PX, 0)
            font = theme.metrics.font("small", bold=True)
            draw_line(painter, place, item.text, font, theme.color("text-soft"), direction)
        else:
            self._paint_row(painter, option, index, item)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Show a name that was cut as a tool tip."""
        if not index.isValid() or isinstance(index.data(Role.ITEM), Heading):
            return False
        name = index.data(Qt.ItemDataRole.DisplayRole)
        room = option.rect.width() - 2 * _MARGIN_PX - theme.metrics.px(_PICTURE_PX) - _GAP_PX
        cut = QFontMetrics(theme.metrics.font("body")).horizontalAdvance(name) > room
        QToolTip.showText(event.globalPos(), _plain_tip(name) if cut else "", view)
        return True

    def _paint_row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        item: PastConversation | Favorite,
    ) -> None:
        box = option.rect.adjusted(0, 1, 0, -1)
        direction = option.direction
        self._paint_ground(painter, option, QRectF(box))
        side = theme.metrics.px(_PICTURE_PX)
        picture = QRect(box.left() + _MARGIN_PX, box.center().y() - side // 2, side, side)
        left = picture.right() + 1 + _GAP_PX
        text = QRect(left, box.top() + 6, box.right() - left - _MARGIN_PX, box.height() - 12)
        picture = QStyle.visualRect(direction, box, picture)
        text = QStyle.visualRect(direction, box, text)
        model = index.model()
        assert isinstance(model, ConversationsModel | FavoritesModel)
        name = index.data(Qt.ItemDataRole.DisplayRole)
        if isinstance(item, PastConversation):
            assert isinstance(model, ConversationsModel)
            detail = model.detail(item)
            ratio = painter.device().devicePixelRatioF()
            pixmap = self._pictures.get(item.picture_url, side, ratio)
            draw_picture(painter, QRectF(picture), pixmap, item.assistant_name or name)
        else:
            assert isinstance(model, FavoritesModel)
            detail = model.detail(item)
            star = QRect(0, 0, theme.metrics.px(18), theme.metrics.px(18))
            star.moveCenter(picture.center())
            icons.paint(painter, "star-filled", star, "star")
        upper = QRect(text.left(), text.top(), text.width(), text.height() // 2)
        lower = QRect(text.left(), text.top() + text.height() // 2, text.width(), text.height() // 2)
        draw_line(painter, upper, name, theme.metrics.font("body"), theme.color("text"), direction)
        draw_line(painter, lower, detail, theme.metrics.font("small"), theme.color("text-soft"), direction)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        state = option.state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        token = ""
        if state & QStyle.StateFlag.State_Selected:
            token = "accent-soft"
        elif state & QStyle.StateFlag.State_MouseOver:
            token = "hover"
        if token:
            painter.setBrush(theme.color(token))
            painter.drawRoundedRect(box, _RADIUS_PX, _RADIUS_PX)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus(painter, box, _RADIUS_PX - 1)


def _plain_tip(text: str) -> str:
    """Return untrusted text as a tool tip that wraps and is not taken for HTML."""
    return f"<qt>{html.escape(text)}</qt>"
