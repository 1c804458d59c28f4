"""The remarks of a check, one card below the other. Up and Down choose, Enter or a click leads to the words."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.gui import theme
from desktop.gui.models.remark_rows import RemarkRow, RemarkRowsModel
from desktop.gui.models.remarks import Remarks
from desktop.gui.models.rows import Role
from desktop.gui.remark_words import place_words
from desktop.gui.views.feedback.remark_card import CARD_GAP_PX, CardFonts, CardState, RemarkCard

_BATCH = 25
"""Cards that are measured at once: about 4 ms. The others follow as the window comes to it."""

Index = QModelIndex | QPersistentModelIndex


class RemarkList(QListView):
    """Follows the current remark, and sets it."""

    activatedByLearner = Signal()
    """Enter at a card, or a click on it: its words are wanted."""

    def __init__(self, remarks: Remarks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remarks = remarks
        self._model = RemarkRowsModel(remarks, self)
        self._is_following = False
        self.setModel(self._model)
        self._delegate = RemarkDelegate(remarks, self)
        self.setItemDelegate(self._delegate)
        self.setObjectName("remarks")
        self.setAccessibleName(self.tr("Remarks"))
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self._is_awaited = False
        """The card to be brought into sight has no place yet."""
        self.verticalScrollBar().rangeChanged.connect(self._bring_awaited)
        self.clicked.connect(self.activatedByLearner)
        remarks.currentChanged.connect(self.follow)
        remarks.changed.connect(self.follow)
        theme.changes.changed.connect(self._measure_anew)

    def follow(self) -> None:
        """Bring the card of the current remark into sight and choose it."""
        current = self._remarks.current
        row = next((number for number, one in enumerate(self._model.rows) if one.index == current), -1)
        index = self._model.index(row)
        self._is_following = True
        try:
            if index.isValid():
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.scrollTo(index)
                self._is_awaited = self.visualRect(index).isEmpty()
            else:
                self.selectionModel().clear()
        finally:
            self._is_following = False
        self.viewport().update()

    def _bring_awaited(self) -> None:
        index = self.currentIndex()
        if self._is_awaited and not self.visualRect(index).isEmpty():
            self._is_awaited = False
            self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._is_following:
            row: RemarkRow = current.data(Role.ITEM)
            self._remarks.choose(row.index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.activatedByLearner.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._measure_anew()
        super().resizeEvent(event)

    def _measure_anew(self) -> None:
        self._delegate.forget()
        self.scheduleDelayedItemsLayout()


class RemarkDelegate(QStyledItemDelegate):
    """Keeps what it measured of each card until width or text size change."""

    def __init__(self, remarks: Remarks, view: RemarkList) -> None:
        super().__init__(view)
        self._remarks = remarks
        self._view = view
        self._cards: dict[tuple[int, int], RemarkCard] = {}
        self._fonts: CardFonts | None = None

    def forget(self) -> None:
        self._cards.clear()
        self._fonts = None

    def card(self, row: RemarkRow) -> RemarkCard:
        key = (row.check, row.index)
        card = self._cards.get(key)
        if card is None:
            if self._cards and next(iter(self._cards))[0] != row.check:
                self._cards.clear()
            self._fonts = self._fonts or CardFonts()
            card = self._cards[key] = RemarkCard(row.remark, self._view.viewport().width() - 2, self._fonts)
        return card

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.card(index.data(Role.ITEM)).height + CARD_GAP_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RemarkRow = index.data(Role.ITEM)
        state = CardState(
            place_words(self._remarks.place_of(row.index)),
            row.index == self._remarks.current,
            self._remarks.is_stale,
            bool(option.state & QStyle.StateFlag.State_HasFocus),
            bool(option.state & QStyle.StateFlag.State_MouseOver),
        )
        painter.save()
        box = option.rect.adjusted(1, 0, -1, -CARD_GAP_PX)
        self.card(row).paint(painter, box, state, option.direction)
        painter.restore()
