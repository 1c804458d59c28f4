"""What the learner said in a talk, a line a turn, to be corrected where it was heard wrong.

A line is a turn for good: none can be added, split, joined or taken out. Under a corrected line stands what was heard.
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from desktop.gui import theme
from desktop.gui.models.remarks import Remarks
from desktop.gui.transcript_text import heard_words
from desktop.gui.views.feedback.marked_text import MarkedText
from desktop.gui.views.feedback.turn_gutter import TurnGutter
from desktop.gui.views.painting import draw_line, line_step, text_direction

_BELOW_PX = 30
"""Room under a line, at text size 100 %, for what was heard instead."""
_HEARD_PX = 10
"""Where that begins below the letters: under the first underline."""
_LONGEST_HEARD = 400
_Key = QKeySequence.StandardKey
_DELETES_BACKWARDS = (_Key.Backspace, _Key.DeleteStartOfWord)
_DELETES_FORWARDS = (_Key.Delete, _Key.DeleteEndOfWord, _Key.DeleteEndOfLine)


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A turn of the learner's. said: `Turn.wording`; heard: what was recognised, or typed."""

    key: str
    heard: str
    said: str
    is_typed: bool = False


class SpokenText(MarkedText):
    playRequested = Signal(str, bool)
    """(turn key, whether it is to be played or stopped)"""

    def __init__(self, remarks: Remarks, parent: QWidget | None = None) -> None:
        super().__init__(remarks, parent)
        self._lines: tuple[SpokenLine, ...] = ()
        self._gutter = TurnGutter(self)
        self._gutter.pressed.connect(self._toggle_playing)
        self.setAcceptDrops(False)  # what is dropped could bring lines of its own
        self._mending = QTimer(self)
        self._mending.setSingleShot(True)
        self._mending.setInterval(0)
        self._mending.timeout.connect(self._mend)
        self.document().blockCountChanged.connect(self._on_block_count)
        self.verticalScrollBar().valueChanged.connect(self._gutter.update)
        self.document().documentLayout().documentSizeChanged.connect(self._gutter.update)
        theme.changes.changed.connect(self._respace)
        self._make_room()

    # -- lines --------------------------------------------------------------------------------------------------

    def set_lines(self, lines: Sequence[SpokenLine]) -> None:
        """Show these turns; what could be undone is forgotten."""
        self._lines = tuple(lines)
        self.set_text("\n".join(one_line(line.said) for line in lines))

    @property
    def lines(self) -> tuple[SpokenLine, ...]:
        return self._lines

    def texts(self) -> tuple[str, ...]:
        """Return the lines as they stand; joined by "\\n" they are `text()`."""
        return tuple(self.text().split("\n"))[: len(self._lines)] if self._lines else ()

    def corrections(self) -> dict[str, str]:
        """Return turn key -> what the learner says was said; "" where what was heard stands."""
        return {
            line.key: "" if is_as_heard(line, text) else text
            for line, text in zip(self._lines, self.texts(), strict=False)
        }

    def current_line(self) -> int:
        """Return the number of the line with the cursor, -1 where there are none."""
        return self.textCursor().blockNumber() if self._lines else -1

    def is_corrected(self, number: int) -> bool:
        texts = self.texts()
        return 0 <= number < len(texts) and not is_as_heard(self._lines[number], texts[number])

    def take_back(self, number: int) -> None:
        """Put what was heard back into a line; one step to undo."""
        if 0 <= number < len(self._lines):
            cursor = QTextCursor(self.document().findBlockByNumber(number))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(one_line(self._lines[number].heard))

    def fill_empty(self) -> None:
        """Put what was heard back into every line that was left empty: a turn without words is none."""
        for number, text in enumerate(self.texts()):
            if not text.strip():
                self.take_back(number)

    # -- a line stays a line ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers()
        backwards = event.key() == Qt.Key.Key_Backspace or any(map(event.matches, _DELETES_BACKWARDS))
        forwards = event.key() == Qt.Key.Key_Delete or any(map(event.matches, _DELETES_FORWARDS))
        writes = bool(event.text()) and not modifiers & (modifiers.ControlModifier | modifiers.AltModifier)
        had_selection = self.textCursor().hasSelection()
        if writes or backwards or forwards or event.matches(_Key.Cut):
            self._keep_within_line()
        cursor = self.textCursor()
        if event.matches(_Key.InsertParagraphSeparator) or event.matches(_Key.InsertLineSeparator):
            self._go_to_next_line()
        elif event.matches(_Key.DeleteCompleteLine):
            event.accept()
        elif (backwards or forwards) and not cursor.hasSelection():
            is_at_edge = cursor.atBlockStart() if backwards else cursor.atBlockEnd()
            if not is_at_edge and not had_selection:
                super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString() or event.preeditString():
            self._keep_within_line()
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self._keep_within_line()
            words = QMimeData()
            words.setText(one_line(source.text()))
            super().insertFromMimeData(words)

    def _keep_within_line(self) -> None:
        """Narrow a selection that is about to be replaced to the line the cursor is in."""
        cursor = self.textCursor()
        block = cursor.block()
        first, last = block.position(), block.position() + block.length() - 1
        anchor = min(max(cursor.anchor(), first), last)
        if anchor != cursor.anchor():
            place = cursor.position()
            cursor.setPosition(anchor)
            cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _go_to_next_line(self) -> None:
        cursor = self.textCursor()
        if cursor.movePosition(QTextCursor.MoveOperation.NextBlock):
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            self.setTextCursor(cursor)

    def _on_block_count(self, count: int) -> None:
        if self._lines and count != len(self._lines):
            self._mending.start()

    def _mend(self) -> None:
        """Take back what joined or split lines past the keys, such as a cut by the menu."""
        document = self.document()
        while document.blockCount() != len(self._lines) and document.isUndoAvailable():
            document.undo()

    # -- around the lines ---------------------------------------------------------------------------------------

    def block_format(self) -> QTextBlockFormat:
        spacing = super().block_format()
        spacing.setBottomMargin(theme.metrics.px(_BELOW_PX))
        return spacing

    def show_playing(self, playable: frozenset[str], playing: str) -> None:
        """playable: keys of the turns that can be heard. playing: of the one that is; "" for none."""
        self._gutter.show_playing(playable, playing)
        self._make_room()

    def toggle_current(self) -> None:
        """Play the turn the cursor is in, or stop it."""
        self._toggle_playing(self.current_line())

    def _toggle_playing(self, number: int) -> None:
        if 0 <= number < len(self._lines):
            key = self._lines[number].key
            if key in self._gutter.playable:
                self.playRequested.emit(key, key != self._gutter.playing)

    def boxes(self) -> Iterator[tuple[int, QRect]]:
        """Yield number and place of every line in sight, in the viewport's coordinates, with the room below it."""
        layout = self.document().documentLayout()
        layout.documentSize()  # lays out what Qt has put off
        top = self.verticalScrollBar().value()
        block = self.cursorForPosition(self.viewport().rect().topLeft()).block()
        if block.previous().isValid():
            block = block.previous()
        while block.isValid():
            box = layout.blockBoundingRect(block).translated(0, -top).toRect()
            if box.top() > self.viewport().height():
                return
            yield block.blockNumber(), box.adjusted(0, 0, 0, theme.metrics.px(_BELOW_PX))
            block = block.next()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        font = theme.metrics.font("small")
        texts = self.texts()
        for number, box in self.boxes():
            if self.is_corrected(number):
                side = text_direction(texts[number], self.layoutDirection())
                height = round(line_step(font))
                top = box.bottom() + 1 - theme.metrics.px(_BELOW_PX - _HEARD_PX)
                place = QRect(box.left(), top, box.width(), height)
                shade = theme.color("text-soft")
                draw_line(painter, place, self.heard_words(number), font, shade, side)
        painter.end()

    def heard_words(self, number: int) -> str:
        """Return what is said under a corrected line."""
        line = self._lines[number]
        return heard_words(line.heard[:_LONGEST_HEARD], line.is_typed)

    def description(self) -> str:
        number = self.current_line()
        return self.heard_words(number) if self.is_corrected(number) else ""

    def tip_at(self, point: QPointF) -> str:
        """Return what is remarked there, or what was heard in a corrected line: below it may be too little room."""
        tip = super().tip_at(point)
        number = next((number for number, box in self.boxes() if box.contains(point.toPoint())), -1)
        return tip or (f"<qt>{html.escape(self.heard_words(number))}</qt>" if self.is_corrected(number) else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._gutter.place()

    def _make_room(self) -> None:
        width = self._gutter.wanted_width()
        if self.isRightToLeft():
            self.setViewportMargins(0, 0, width, 0)
        else:
            self.setViewportMargins(width, 0, 0, 0)
        self._gutter.place()

    def _respace(self) -> None:
        """Follow the text size: the room below each line grows with it."""
        self._make_room()
        if self._lines and self.document().firstBlock().blockFormat() != self.block_format():
            place = self.textCursor().position()
            self.set_text(self.text())
            cursor = self.textCursor()
            cursor.setPosition(place)
            self.setTextCursor(cursor)


def one_line(text: str) -> str:
    """Return a turn's words without line breaks; nothing else about them changes."""
    return " ".join(text.splitlines())


def is_as_heard(line: SpokenLine, text: str) -> bool:
    return not text.strip() or text.strip() == one_line(line.heard).strip()
