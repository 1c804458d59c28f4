"""The learner's answer in an editor, with what a check remarks on it drawn at its words.

Marks are painted over the text and never become part of the document: undo, redo and the clipboard do not know them.
A QTextEdit, for only its layout leaves room below the lines: 5,000 words take it 30 ms, a QPlainTextEdit 18.
"""

import html

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from desktop.gui import theme
from desktop.gui.announce import announce
from desktop.gui.models.remarks import Remarks
from desktop.gui.remark_words import spoken_line
from desktop.gui.text_positions import Positions
from desktop.gui.views.feedback.mark_painting import badge_side, draw_badge, draw_ground, draw_underline
from desktop.gui.views.feedback.mark_places import MarkPlaces, Piece

_LINE_HEIGHT_PERCENT = 175
"""Of the font's own: room below the letters for three underlines and the next line's badges."""
_MARGIN_PX = 14
_SEPARATOR = "\u2029"  # what stands between two blocks of a document
_BREAKS = str.maketrans({_SEPARATOR: "\n", "\ufdd0": "\n", "\ufdd1": "\n"})
"""What a document takes for the end of a block."""


class MarkedText(QTextEdit):
    """Plain text, exactly as typed. Tells `remarks` every text; a click on marked words chooses their remark."""

    edited = Signal()
    """`text()` is new."""
    cardRequested = Signal()
    """The card of the current remark is to have the focus."""

    def __init__(self, remarks: Remarks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remarks = remarks
        self._text = ""
        self._places = MarkPlaces(self)
        self._was_spoken = -1
        self._is_choosing = False
        """The cursor chooses the current remark, and stays where it is."""
        self._is_led = False
        """The current remark was chosen elsewhere, and moves the cursor."""
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(_MARGIN_PX)
        self.set_text("")
        self.document().contentsChanged.connect(self._on_contents)
        self.cursorPositionChanged.connect(self._describe)
        remarks.changed.connect(self._on_remarks)
        remarks.currentChanged.connect(self._on_current)
        theme.changes.changed.connect(self.viewport().update)

    # -- the text -----------------------------------------------------------------------------------------------

    def text(self) -> str:
        r"""Return the answer: "\n" between lines, everything else as it was typed or pasted."""
        return self._text

    def set_text(self, text: str) -> None:
        """Replace the answer and forget what could be undone. Line ends become "\\n"."""
        document = self.document()
        document.setUndoRedoEnabled(False)
        everything = QTextCursor(document)
        everything.beginEditBlock()  # laid out once
        everything.select(QTextCursor.SelectionType.Document)
        everything.removeSelectedText()
        everything.setBlockFormat(self.block_format())
        everything.insertText(_storable(text))
        everything.endEditBlock()
        document.setUndoRedoEnabled(True)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def block_format(self) -> QTextBlockFormat:
        """Return how every line of the answer is spaced."""
        spacing = QTextBlockFormat()
        spacing.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        return spacing

    def cursor_place(self) -> int:
        """Return where the cursor is, in code points of the answer."""
        return self._places.positions.to_code_points(self.textCursor().position())

    def select_span(self, start: int, end: int) -> None:
        """Select a part of the answer, in code points, and bring it into sight."""
        to_utf16 = self._places.positions.to_utf16
        cursor = self.textCursor()
        cursor.setPosition(to_utf16(start))
        cursor.setPosition(to_utf16(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def show_current(self) -> None:
        """Take the focus, with the words of the current remark selected where there are any left."""
        self._select_current()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.textCursor().insertText(_storable(source.text()))
            self.ensureCursorVisible()

    def _on_contents(self) -> None:
        text = self.document().toRawText().replace(_SEPARATOR, "\n")
        if text != self._text:
            self._text = text
            self._places.take(Positions(text), text)
            self._remarks.text_edited(text)
            self._places.forget()
            self.edited.emit()

    # -- remarks ------------------------------------------------------------------------------------------------

    @property
    def remarks(self) -> Remarks:
        return self._remarks

    def _on_remarks(self) -> None:
        self._places.forget()
        self._was_spoken = -1
        self._describe()
        self.viewport().update()

    def _on_current(self) -> None:
        self.viewport().update()
        if self._remarks.current >= 0 and not self._is_choosing:
            self._select_current()

    def _choose_at(self, place: int) -> bool:
        self._is_choosing = True
        try:
            return self._remarks.choose_at(place)
        finally:
            self._is_choosing = False

    def _select_current(self) -> bool:
        marks = self._remarks.marks_of(self._remarks.current)
        if self._remarks.text != self._text:
            return False  # another editor shares the remarks, and they are about its text
        if marks:
            span = marks[0].span
            self._is_led = True
            try:
                self.select_span(span.start, span.end)
            finally:
                self._is_led = False
        return bool(marks)

    def description(self) -> str:
        """Return what a screen reader is to know about the cursor's place besides its remarks."""
        return ""

    def _describe(self) -> None:
        """Say what is remarked on the words at the cursor."""
        stack = self._remarks.stack_at(self.cursor_place()) if self._remarks.marks else ()
        lines = [spoken_line(self._remarks, index) for index in stack]
        self.setAccessibleDescription(" ".join((*lines, self.description())).strip())
        first = stack[0] if stack else -1
        if first != self._was_spoken:
            self._was_spoken = first
            if lines and self.hasFocus() and not self._is_led:
                announce(self, lines[0])

    # -- mouse and keys -----------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        # A second click selects the word, and so does not choose again.
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            place = self._place_under(event.position())
            if place >= 0:
                self._choose_at(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            place = self._places.positions.to_code_points(self.textCursor().selectionStart())
            if self._remarks.current in self._remarks.stack_at(place) or self._choose_at(place):
                self.cardRequested.emit()
        elif event.matches(QKeySequence.StandardKey.InsertLineSeparator):
            self.textCursor().insertText("\n")
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def tip_at(self, point: QPointF) -> str:
        """Return what is remarked at a point of the viewport, as HTML; empty where nothing is."""
        place = self._place_under(point)
        stack = self._remarks.stack_at(place) if place >= 0 else ()
        lines = "<br>".join(html.escape(spoken_line(self._remarks, index)) for index in stack)
        return f"<qt>{lines}</qt>" if lines else ""

    def _place_under(self, point: QPointF) -> int:
        """Return the place of the marked letter, or its underline, under a point of the viewport; -1 without any."""
        piece = next(
            (one for one in self._pieces(QRectF(point.x(), point.y(), 1, 1)) if one.reach.contains(point)), None
        )
        if piece is None:
            return -1
        found = self.cursorForPosition(point.toPoint()).position()
        return self._places.positions.to_code_points(min(max(found, piece.start), piece.end - 1))

    # -- painting -----------------------------------------------------------------------------------------------

    def _pieces(self, box: QRectF) -> list[Piece]:
        """Return the marked pieces of lines that meet a box, in the viewport's coordinates."""
        return self._places.pieces(self._remarks.marks, box)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground of the chosen words, the text, then the marks of what is in sight."""
        remarks = self._remarks
        if not remarks.marks:
            super().paintEvent(event)
            return
        pieces = self._pieces(QRectF(event.rect()))
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for piece in pieces:
            if piece.mark.remark == remarks.current:
                draw_ground(painter, piece.reach)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = badge_side()
        is_stale = remarks.is_stale
        for piece in pieces:
            strong = piece.mark.remark == remarks.current
            draw_underline(painter, piece.box, piece.lane, piece.mark.verdict, is_stale, strong)
        for piece in pieces:
            if piece.is_first:
                draw_badge(painter, piece.badge(side), piece.mark.verdict, is_stale)
        painter.end()


def _storable(text: str) -> str:
    """Return the text as a document keeps it: one kind of line end, no halves of characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
