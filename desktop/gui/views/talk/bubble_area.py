"""Where the bubbles of a conversation stand, and their painting.

It is a QListView for the sake of screen readers alone: Qt tells them of the rows of the views it knows by name.
The places of the rows are kept here, because a QListView measures every row anew when a single one grows: 6 ms
at 1000 rows and 340 ms at 100,000.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimerEvent,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from desktop.conversation.turn import TurnStatus
from desktop.gui import theme
from desktop.gui.models.transcript import TranscriptModel
from desktop.gui.views.row_stack import RowStack
from desktop.gui.views.talk.bubble_layout import Bubble, BubbleSizes, lay_out
from desktop.gui.views.talk.bubble_painter import BubbleLook, paint_bubble
from desktop.gui.views.text_mark import TextMark

Index = QModelIndex | QPersistentModelIndex

_NEAR_END_PX = 8
"""Distance from the end within which the view still follows what is said."""
_BOTTOM_MARGIN_PX = 16
_DOTS_MS = 350


class BubbleArea(QListView):
    """Lays out and draws the rows of a TranscriptModel; keeps the end in sight until the learner scrolls up."""

    arranged = Signal()
    """Rows were placed or moved: what lies upon the bubbles has to move along."""

    def __init__(self, model: TranscriptModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.transcript = model
        self.sizes = BubbleSizes(theme.metrics)
        self.picture: QPixmap | None = None
        """The partner's; None while there is none."""
        self.mark: TextMark | None = None
        self.star_row = QPersistentModelIndex()
        """The row whose star is a button at the moment, and so is not painted."""
        self.pointed_rest = QPersistentModelIndex()
        """The row whose button for the unheard rest is under the mouse."""
        self.shows_keyboard = False
        self.follows = True
        self._stack = RowStack()
        self._bubbles: list[Bubble] = []
        self._measured_width = -1
        self._is_arranging = False
        self._dots = 3
        self._dots_timer = 0
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changes.changed.connect(self._theme_changed)
        model.rowsRemoved.connect(self._rows_removed)
        self.setModel(model)

    def show_picture(self, picture: QPixmap | None) -> None:
        if picture is not self.picture:
            self.picture = picture
            self.viewport().update()

    # -- changes of the rows -----------------------------------------------------------------------------------

    def reset(self) -> None:
        QAbstractItemView.reset(self)
        self.mark = None
        self.star_row = QPersistentModelIndex()
        self.pointed_rest = QPersistentModelIndex()
        self.follows = True
        self._measure_all()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        row, offset = self._anchor()
        bubbles = [self._measured(new) for new in range(start, end + 1)]
        self._bubbles[start:start] = bubbles
        self._stack.insert(start, [bubble.height for bubble in bubbles])
        self._measure(end + 1)
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self._settle(row + len(bubbles) if start <= row else row, offset, changed_from=start)

    def _rows_removed(self, parent: QModelIndex, start: int, end: int) -> None:
        row, offset = self._anchor()
        del self._bubbles[start : end + 1]
        self._stack.remove(start, end + 1)
        self._measure(start)
        if row > end:
            row -= end + 1 - start
        elif row >= start:
            row, offset = start, 0
        self._settle(row, offset, changed_from=start)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        row, offset = self._anchor()
        heights = [self._stack.height(changed) for changed in range(first.row(), last.row() + 1)]
        for changed in range(first.row(), last.row() + 1):
            self._measure(changed)
        if heights == [self._stack.height(changed) for changed in range(first.row(), last.row() + 1)]:
            self.viewport().update(self.visualRect(first).united(self.visualRect(last)))
            self.animate_dots()
            self.arranged.emit()
        else:
            self._settle(row, offset, changed_from=first.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        if self.viewport().width() != self._measured_width:
            self._measure_all()
        else:
            self._settle(*self._anchor(), changed_from=0)

    def _theme_changed(self) -> None:
        self.sizes = BubbleSizes(theme.metrics)
        self._measure_all()

    def _measure_all(self) -> None:
        row, offset = self._anchor()
        self._measured_width = self.viewport().width()
        self._bubbles = [self._measured(each) for each in range(self.transcript.rowCount())]
        self._stack.remove(0, len(self._stack))
        self._stack.insert(0, [bubble.height for bubble in self._bubbles])
        self._settle(row, offset, changed_from=0)

    def _measure(self, row: int) -> None:
        if row < len(self._bubbles):
            self._bubbles[row] = self._measured(row, self._bubbles[row])
            self._stack.set_height(row, self._bubbles[row].height)

    def _measured(self, row: int, before: Bubble | None = None) -> Bubble:
        shown = self.transcript.row_at(row)
        opens = row == 0 or self.transcript.row_at(row - 1).turn.speaker is not shown.turn.speaker
        name = self.transcript.speaker_name(shown.turn)
        return lay_out(shown, name, opens, self.viewport().width(), self.sizes, self.isRightToLeft(), before)

    def _anchor(self) -> tuple[int, int]:
        """Return the topmost row in sight and how far it is scrolled out at the top."""
        row = self._stack.row_at(self.verticalOffset())
        return row, self.verticalOffset() - self._stack.top(max(0, row))

    def _settle(self, row: int, offset: int, changed_from: int) -> None:
        """After a change of the rows from `changed_from` on: follow the end, or bring the anchor row back.

        The rows above kept their places, so that a picture of them can be moved instead of being painted anew.
        """
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        self._is_arranging = True
        bar.setRange(0, max(0, self._stack.top(len(self._stack)) + _BOTTOM_MARGIN_PX - height))
        bar.setPageStep(height)
        bar.setSingleStep(2 * self.sizes.line_height)
        kept = self._stack.top(min(max(0, row), len(self._stack))) + offset
        bar.setValue(bar.maximum() if self.follows else kept)
        self._is_arranging = False
        changed = self.viewport().rect()
        changed.setTop(max(0, self._stack.top(min(changed_from, len(self._stack))) - self.verticalOffset()))
        self.viewport().update(changed)
        self.animate_dots()
        self.arranged.emit()

    # -- scrolling ---------------------------------------------------------------------------------------------

    def _scrolled(self, value: int) -> None:
        if self._is_arranging:
            return
        self.follows = value >= self.verticalScrollBar().maximum() - _NEAR_END_PX
        if self.follows:
            self.transcript.let_older_go()
        elif value < self.viewport().height():
            self.transcript.show_older()
        self.animate_dots()
        self.arranged.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self.devicePixelRatioF().is_integer():
            self.viewport().scroll(0, dy)
        else:
            # A step of whole logical pixels ends between two real ones: moved pictures would blur at the seams.
            self.viewport().update()

    def doItemsLayout(self) -> None:
        """The rows have their places already."""

    def updateGeometries(self) -> None:
        """The scroll bar's range follows the rows, not the item view's own idea of them."""

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        top, height = self._stack.top(index.row()), self._stack.height(index.row())
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if hint == QAbstractItemView.ScrollHint.PositionAtTop or top < bar.value():
            bar.setValue(top)
        elif hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(top - (room - height) // 2)
        elif hint == QAbstractItemView.ScrollHint.PositionAtBottom or top + height > bar.value() + room:
            bar.setValue(min(top, top + height - room + _BOTTOM_MARGIN_PX))

    def jump_to_latest(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    # -- finding -----------------------------------------------------------------------------------------------

    def bubble(self, row: int) -> Bubble:
        return self._bubbles[row]

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= len(self._stack):
            return QRect()
        top = self._stack.top(index.row()) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self._stack.height(index.row()))

    def indexAt(self, point: QPoint) -> QModelIndex:
        place = point.y() + self.verticalOffset()
        rows = self._stack.rows_between(place, place + 1)
        return self.transcript.index(rows[0]) if rows else QModelIndex()

    def newest_in_sight(self) -> QModelIndex:
        return self.transcript.index(self._stack.row_at(self.verticalOffset() + self.viewport().height() - 1))

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        start = rect.normalized().top() + self.verticalOffset()
        rows = self._stack.rows_between(start, start + max(1, rect.normalized().height()))
        selection = QItemSelection()
        if rows:
            selection.select(self.transcript.index(rows[0]), self.transcript.index(rows[-1]))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset = self.verticalOffset()
        area = event.rect()
        painter.fillRect(area, theme.color("surface"))
        for number in self._stack.rows_between(area.top() + offset, area.bottom() + 1 + offset):
            painter.save()
            painter.translate(0, self._stack.top(number) - offset)
            row = self.transcript.row_at(number)
            paint_bubble(painter, row, self._bubbles[number], self.sizes, self._look(number))
            painter.restore()
        painter.end()

    def _look(self, number: int) -> BubbleLook:
        row = self.transcript.row_at(number)
        index = self.transcript.index(number)
        has_ring = self.shows_keyboard and (index == self.currentIndex() or self.selectionModel().isSelected(index))
        marked = (0, 0)
        if self.mark is not None and self.mark.key == row.key:
            marked = (self.mark.anchor, self.mark.end)
        return BubbleLook(
            speaker_name=self.transcript.speaker_name(row.turn),
            picture=self.picture,
            dots=self._dots,
            has_ring=has_ring,
            marked=marked,
            draws_star=self.star_row != index,
            points_at_rest=self.pointed_rest == index,
        )

    def _live_rows(self) -> list[int]:
        """Return the rows in sight that have dots."""
        offset = self.verticalOffset()
        rows = self._stack.rows_between(offset, offset + self.viewport().height())
        return [
            row
            for row in rows
            if self.transcript.row_at(row).turn.status is TurnStatus.LIVE and not self._bubbles[row].footer.isNull()
        ]

    @property
    def dots_move(self) -> bool:
        return self._dots_timer != 0

    def animate_dots(self) -> None:
        """Let the dots move while any are in sight, unless the system asks for stillness."""
        wanted = self.isVisible() and bool(self._live_rows()) and theme.motion_ms(_DOTS_MS) > 0
        if wanted and not self._dots_timer:
            self._dots_timer = self.startTimer(_DOTS_MS)
        elif not wanted and self._dots_timer:
            self.killTimer(self._dots_timer)
            self._dots_timer = 0
            self._dots = 3

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() != self._dots_timer:
            super().timerEvent(event)
            return
        self._dots = self._dots % 3 + 1
        for row in self._live_rows():
            footer = self._bubbles[row].footer
            self.viewport().update(footer.translated(0, self.visualRect(self.transcript.index(row)).top()))
