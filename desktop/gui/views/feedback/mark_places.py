"""Where the marks of an answer stand in its editor: pieces of lines, found only for what is in sight."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextLine
from PySide6.QtWidgets import QTextEdit

from desktop.gui import theme
from desktop.gui.models.remarks import Mark
from desktop.gui.text_positions import Positions, utf16_length, whole_characters
from desktop.gui.views.feedback.mark_painting import LANES, lanes

_FROM_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters that are read from right to left, and marks that turn the direction round."""
_TRAILING = QTextLine.Edge.Trailing
_BADGE_SHIFT = 0.8
"""How far the next badge at the same place is moved, in widths of a badge."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of one mark on one line that lies together.

    start, end: in the document's UTF-16 positions. box: the letters, in the viewport's coordinates. reach: what belongs
    to it for the mouse and for the ground, down to the lowest underline. nth: how many badges stand at the same place
    before this one's.
    """

    mark: Mark
    start: int
    end: int
    lane: int
    box: QRectF
    reach: QRectF
    is_first: bool
    nth: int
    begins_right: bool

    def badge(self, side: int) -> QRectF:
        """Return where the badge goes: above the first letter, in the room the line above leaves."""
        shift = side * (_BADGE_SHIFT * self.nth - 0.35)
        x = self.box.right() - side - shift if self.begins_right else self.box.left() + shift
        return QRectF(x, self.box.top() - side * 0.62, side, side)


@dataclass(frozen=True, slots=True)
class _Place:
    mark: Mark
    start: int
    end: int
    lane: int
    nth: int


class MarkPlaces:
    """Keeps where marks stand in the text until it or they change; the layout is asked for lines at each painting."""

    def __init__(self, editor: QTextEdit) -> None:
        self._editor = editor
        self._text = ""
        self._known: list[_Place] | None = None
        self.positions = Positions("")

    def take(self, positions: Positions, text: str) -> None:
        self.positions, self._text, self._known = positions, text, None

    def forget(self) -> None:
        """The marks are others now."""
        self._known = None

    def pieces(self, marks: Sequence[Mark], box: QRectF) -> list[Piece]:
        """Return the pieces that meet a box of the viewport, with the room below their lines."""
        if self._known is None:
            self._known = self._find(marks)
        if not self._known:
            return []
        found: list[Piece] = []
        origin = QPointF(-self._editor.horizontalScrollBar().value(), -self._editor.verticalScrollBar().value())
        layout = self._editor.document().documentLayout()
        block = self._first_block(box.top() - origin.y())
        while block.isValid():
            place = layout.blockBoundingRect(block).translated(origin)
            if place.top() > box.bottom() + _step(block):
                break
            found += self._in_block(block, place.topLeft(), box)
            block = block.next()
        return found

    def _first_block(self, top: float) -> QTextBlock:
        """Return the block before the first that ends below a height of the document: its marks may reach there."""
        document = self._editor.document()
        layout = document.documentLayout()
        layout.documentSize()  # what Qt has put off until it is needed would have no place yet
        first, last = 0, document.blockCount() - 1
        while first < last:
            middle = (first + last) // 2
            if layout.blockBoundingRect(document.findBlockByNumber(middle)).bottom() < top:
                first = middle + 1
            else:
                last = middle
        return document.findBlockByNumber(max(0, first - 1))

    def _find(self, marks: Sequence[Mark]) -> list[_Place]:
        spans = [whole_characters(self._text, mark.span.start, mark.span.end) for mark in marks]
        to_utf16 = self.positions.to_utf16
        spans = [(to_utf16(start), to_utf16(end)) for start, end in spans]
        at: dict[int, int] = {}
        found = []
        for mark, (start, end), lane in zip(marks, spans, lanes(spans), strict=True):
            at[start] = at.get(start, -1) + 1
            found.append(_Place(mark, start, end, lane, at[start]))
        return found

    def _in_block(self, block: QTextBlock, top_left: QPointF, box: QRectF) -> list[Piece]:
        layout, first, count = block.layout(), block.position(), block.layout().lineCount()
        if not count or self._known is None:
            return []
        step = _step(block)
        numbers = _lines_between(block, box.top() - top_left.y() - step, box.bottom() - top_left.y() + step)
        if not numbers:
            return []
        here = self._between(block, numbers)
        is_mixed = bool(here) and not _runs_one_way(block.text())
        found = []
        for number in numbers if here else ():
            line = layout.lineAt(number)
            line_end = line.textStart() + line.textLength()
            height = layout.lineAt(number + 1).y() - line.y() if number + 1 < count else 1.75 * line.height()
            below = min(height - line.height(), theme.metrics.px(4 * LANES))
            for place, begin, end in here:
                start, stop = max(begin, line.textStart()), min(end, line_end)
                if start >= stop:
                    continue
                for order, (left, right, begins_right) in enumerate(_extents(line, start, stop, is_mixed)):
                    letters = QRectF(top_left.x() + left, top_left.y() + line.y(), right - left, line.height())
                    reach = letters.adjusted(-1, -1, 1, below)
                    is_first = order == 0 and start == begin
                    part = (first + start, first + stop, place.lane, letters, reach, is_first, place.nth, begins_right)
                    found.append(Piece(place.mark, *part))
        return found

    def _between(self, block: QTextBlock, numbers: range) -> list[tuple[_Place, int, int]]:
        """Return what stands on some lines of a block, with start and end as the layout counts them.

        It counts what is being composed by an input method, which is not yet part of the text.
        """
        layout, first = block.layout(), block.position()
        last = layout.lineAt(numbers.stop - 1)
        begin, end = layout.lineAt(numbers.start).textStart(), last.textStart() + last.textLength()
        composed, at = utf16_length(layout.preeditAreaText()), layout.preeditAreaPosition()
        found = []
        for place in self._known or ():
            start, stop = place.start - first, place.end - first
            if composed:
                start, stop = start + composed * (start >= at), stop + composed * (stop > at)
            if start < end and stop > begin:
                found.append((place, start, stop))
        return found


def _step(block: QTextBlock) -> float:
    """Return more than the height from one line of a block to the next."""
    line = block.layout().lineAt(0)
    return 2 * line.height() if line.isValid() else 0.0


def _lines_between(block: QTextBlock, top: float, bottom: float) -> range:
    """Return the numbers of the block's lines that begin between two heights of the block."""
    layout = block.layout()
    start, stop = 0, layout.lineCount()
    while start < stop:
        middle = (start + stop) // 2
        if layout.lineAt(middle).y() < top:
            start = middle + 1
        else:
            stop = middle
    end = start
    while end < layout.lineCount() and layout.lineAt(end).y() <= bottom:
        end += 1
    return range(start, end)


def _runs_one_way(text: str) -> bool:
    """Return whether all of the text is read from left to right, so that a part of a line lies together."""
    return text.isascii() or not _FROM_RIGHT.search(text)


def _extents(line: QTextLine, start: int, end: int, is_mixed: bool) -> list[tuple[float, float, bool]]:
    """Return (left, right, whether it begins at the right) of what lies together, in reading order."""
    if not is_mixed:
        first, last = _x(line, start), _x(line, end)
        return [(min(first, last), max(first, last), last < first)]
    found: list[tuple[float, float, bool]] = []
    for position in range(start, end):
        leading, trailing = _x(line, position), _x(line, position, _TRAILING)
        left, right = min(leading, trailing), max(leading, trailing)
        if found and left <= found[-1][1] + 0.5 and right >= found[-1][0] - 0.5:
            found[-1] = (min(left, found[-1][0]), max(right, found[-1][1]), found[-1][2])
        else:
            found.append((left, right, trailing < leading))
    return found


def _x(line: QTextLine, position: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    found: Any = line.cursorToX(position, edge)
    return float(found[0])
