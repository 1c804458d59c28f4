"""The transcript one can work with: reading, marking, copying and starring turns, by mouse and by keyboard."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QToolButton, QWidget

from desktop.gui import icons, theme
from desktop.gui.models.transcript import Rest, Row, TranscriptModel
from desktop.gui.views.talk.bubble_area import BubbleArea
from desktop.gui.views.talk.turn_menu import TurnMenu
from desktop.gui.views.text_mark import TextMark, position_at, word_at

_Cursor = QAbstractItemView.CursorAction
_POINTING_MS = 4000
"""How long words stay marked that somebody pointed at."""
_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class TranscriptView(BubbleArea):
    """Bubbles with a star each, whose text can be marked and copied."""

    starToggled = Signal(str, bool)
    """(exchange_id, starred): the learner wants this star set or taken away."""
    restToggled = Signal(str, bool)
    """(turn's key, play): the learner wants to hear what was not heard of a reply, or no more of it."""

    def __init__(self, model: TranscriptModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._hovered = QPersistentModelIndex()
        self.setObjectName("transcript")
        self.setAccessibleName(self.tr("What was said"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self._pointed: TextMark | None = None
        self._pointing = QTimer(self)
        self._pointing.setSingleShot(True)
        self._pointing.setInterval(_POINTING_MS)
        self._pointing.timeout.connect(self._stop_pointing)
        self._star = self._star_button()
        self._jump = self._jump_button()
        self.arranged.connect(self._place_buttons)

    def _star_button(self) -> QToolButton:
        button = QToolButton(self.viewport())
        button.setObjectName("star")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._star_clicked)
        button.installEventFilter(self)
        button.hide()
        return button

    def _jump_button(self) -> QPushButton:
        button = QPushButton(icons.icon("arrow-down", "accent"), self.tr("Jump to latest"), self.viewport())
        button.setObjectName("jump")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._jump_clicked)
        button.hide()
        return button

    # -- what lies upon the bubbles ----------------------------------------------------------------------------

    def _place_buttons(self) -> None:
        self._place_star()
        self._jump.setVisible(not self.follows)
        if not self.follows:
            self._jump.adjustSize()
            room = self.viewport().rect()
            self._jump.move((room.width() - self._jump.width()) // 2, room.height() - self._jump.height() - 12)
            self._jump.raise_()

    def _place_star(self) -> None:
        """Put the star's button at the turn under the mouse, or else at the one the keyboard is at."""
        index = self._hovered if self._exchange_at(self._hovered) else QPersistentModelIndex(self.currentIndex())
        has_keyboard = self.shows_keyboard or self._star.hasFocus()
        row = self._exchange_at(index)
        if row is None or (index != self._hovered and not has_keyboard):
            self.star_row = QPersistentModelIndex()
            self._star.hide()
            return
        self.star_row = index
        place = self.bubble(index.row()).star.translated(0, self.visualRect(index).top())
        self._star.setGeometry(place)
        side = theme.metrics.px(18)
        self._star.setIconSize(QSize(side, side))
        self._star.setChecked(row.starred)
        self._star.setIcon(icons.icon("star-filled", "star") if row.starred else icons.icon("star"))
        words = self.tr("Remove the star") if row.starred else self.tr("Star this exchange")
        self._star.setAccessibleName(words)
        self._star.setToolTip(words)
        self._star.show()

    def _exchange_at(self, index: QModelIndex | QPersistentModelIndex) -> Row | None:
        if not index.isValid():
            return None
        row = self.transcript.row_at(index.row())
        return row if row.exchange_id else None

    def _star_clicked(self) -> None:
        row = self._exchange_at(self.star_row)
        if row is not None:
            self._star.setChecked(row.starred)
            self.starToggled.emit(row.exchange_id, not row.starred)

    def _jump_clicked(self) -> None:
        self.jump_to_latest()
        self.setFocus()

    # -- mouse -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shows_keyboard = False
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        point = event.position().toPoint()
        index = self.indexAt(point)
        self.mark = None
        if self._is_over_rest(index, point):
            self._toggle_rest(self.transcript.row_at(index.row()))
        elif index.isValid():
            self.setCurrentIndex(index)
            start = self._text_position(index, point)
            if start is not None:
                self.mark = TextMark(self.transcript.row_at(index.row()).key, start, start)
        else:
            self.clearSelection()
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._extend_mark(point)
            return
        index = self.indexAt(point)
        if index != self._hovered:
            self._hovered = QPersistentModelIndex(index)
            self._place_star()
            self.viewport().update()
        over_rest = self._is_over_rest(index, point)
        if over_rest is not self.pointed_rest.isValid():
            self.pointed_rest = QPersistentModelIndex(index if over_rest else QModelIndex())
            self.viewport().update(self.visualRect(index))
        if over_rest:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            return
        over_text = index.isValid() and self._text_position(index, point) is not None
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over_text else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.mark is not None and self.mark.anchor == self.mark.end:
            self.mark = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        position = self._text_position(index, point) if index.isValid() else None
        if position is not None:
            row = self.transcript.row_at(index.row())
            self.mark = word_at(row.key, row.turn.wording, position)
            self.viewport().update()

    def _text_position(self, index: QModelIndex, point: QPoint) -> int | None:
        """Return the text position at a point of the viewport that lies within a bubble."""
        bubble = self.bubble(index.row())
        inside = point - self.visualRect(index).topLeft()
        if not bubble.bubble.contains(inside):
            return None
        return position_at(bubble, inside, self.sizes.line_height)

    def _extend_mark(self, point: QPoint) -> None:
        index = self.currentIndex()
        if self.mark is None or not index.isValid():
            return
        inside = point - self.visualRect(index).topLeft()
        end = position_at(self.bubble(index.row()), inside, self.sizes.line_height)
        self.mark = TextMark(self.mark.key, self.mark.anchor, end)
        self.viewport().update(self.visualRect(index))

    def _is_over_rest(self, index: QModelIndex, point: QPoint) -> bool:
        if not index.isValid():
            return False
        return self.bubble(index.row()).rest.contains(point - self.visualRect(index).topLeft())

    def _toggle_rest(self, row: Row) -> None:
        if row.rest in (Rest.READY, Rest.PLAYING):
            self.restToggled.emit(row.key, row.rest is Rest.READY)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self._star:
            self._place_star()
        return super().eventFilter(watched, event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hovered = self.pointed_rest = QPersistentModelIndex()
            self._place_star()
            self.viewport().update()
        return super().viewportEvent(event)

    # -- keyboard ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._have_current()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._toggle_rest(self.transcript.row_at(self.currentIndex().row()))
        elif event.text() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        else:
            self.shows_keyboard = True
            super().keyPressEvent(event)
            self._place_star()
            self.viewport().update()

    def moveCursor(self, action: _Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = self.transcript.rowCount()
        row = self.currentIndex().row()
        if row < 0:
            return self.newest_in_sight()
        page = max(1, self.viewport().height() // max(1, self.visualRect(self.currentIndex()).height()) - 1)
        steps = {
            _Cursor.MoveUp: -1,
            _Cursor.MovePrevious: -1,
            _Cursor.MoveDown: 1,
            _Cursor.MoveNext: 1,
            _Cursor.MovePageUp: -page,
            _Cursor.MovePageDown: page,
            _Cursor.MoveHome: -count,
            _Cursor.MoveEnd: count,
        }
        wanted = row + steps.get(action, 0)
        if wanted < 0 and self.transcript.has_older():
            self.transcript.show_older()
            wanted += self.transcript.rowCount() - count
        return self.transcript.index(min(max(0, wanted), self.transcript.rowCount() - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.shows_keyboard = event.reason() in _KEYBOARD_REASONS
        super().focusInEvent(event)
        if self.shows_keyboard:
            self._have_current()
        self._place_star()
        self.viewport().update()

    def _have_current(self) -> None:
        """Begin at the newest turn in sight where none is chosen yet."""
        if not self.currentIndex().isValid() and self.transcript.rowCount():
            self.setCurrentIndex(self.newest_in_sight())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._stop_pointing()
        self.shows_keyboard = False
        if event.reason() not in _KEYBOARD_REASONS:
            self._place_star()
        self.viewport().update()

    # -- showing a place ---------------------------------------------------------------------------------------

    def reveal(self, key: str, start: int = 0, end: int = 0) -> bool:
        """Bring a row into sight and give it the keyboard; False where there is no such row.

        start, end: words to mark for a moment, in UTF-16 units.
        """
        position = self.transcript.show_row(key)
        if position < 0:
            return False
        index = self.transcript.index(position)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setCurrentIndex(index)
        self.scrollTo(index, self.ScrollHint.PositionAtCenter)
        self.mark = self._pointed = TextMark(key, start, end) if start < end else None
        self._pointing.start()
        self.viewport().update()
        return True

    def _stop_pointing(self) -> None:
        if self._pointed is not None and self.mark is self._pointed:
            self.mark = None
            self.viewport().update()
        self._pointed = None

    # -- copying -----------------------------------------------------------------------------------------------

    def copied_text(self) -> str:
        """Return what Ctrl+C takes: the marked text, the one chosen turn, or several with their speakers."""
        if self.mark is not None:
            for number in range(self.transcript.rowCount()):
                row = self.transcript.row_at(number)
                if row.key == self.mark.key:
                    return self.mark.text(row.turn.wording)
        chosen = sorted(index.row() for index in self.selectedIndexes() or [self.currentIndex()] if index.isValid())
        turns = [self.transcript.row_at(number).turn for number in chosen]
        if len(turns) == 1:
            return turns[0].text
        return "\n".join(self.transcript.spoken_line(turn) for turn in turns)

    def copy(self) -> None:
        text = self.copied_text()
        if text:
            QGuiApplication.clipboard().setText(text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        row = self.transcript.row_at(index.row())
        menu = TurnMenu(row, self)
        menu.copyRequested.connect(self.copy)
        menu.starRequested.connect(lambda: self.starToggled.emit(row.exchange_id, not row.starred))
        menu.restRequested.connect(lambda: self._toggle_rest(row))
        place = self.visualRect(index).center() if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(place))

    # -- visibility --------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.animate_dots()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.animate_dots()
