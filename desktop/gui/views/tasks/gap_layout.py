"""A text with holes in it, laid out in lines: where each hole is, and where given words are.

A hole is one no-break space stretched to the width of what fills it: the words before and behind it, and the marks
that cling to it, stay where the language wants them, in either direction of reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from desktop.conversation.feedback import TextSpan
from desktop.conversation.task import Choice, Piece
from desktop.gui.text_positions import utf16_length, utf16_slice
from desktop.gui.views.painting import text_direction

_HOLE = "\u00a0"
_NEW_LINES = str.maketrans({"\n": "\u2028", "\u2029": "\u2028", "\r": "\u200b"})
"""One character for one, so that positions stay what they are."""
_TRAILING = QTextLine.Edge.Trailing


@dataclass(frozen=True, slots=True)
class Place:
    """Where something of the filled-in text is shown: words between (UTF-16 positions), or the hole `number`."""

    start: int = 0
    end: int = 0
    hole: int = -1


class GapLayout:
    """pieces: the body of a task. Positions asked for and given are UTF-16 units of `text`."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = tuple(pieces)
        self.holes: tuple[int, ...] = ()
        """Position of each hole, in the order of the blanks."""
        self.height = 0
        self.reads_from_right = False
        text, holes = "", []
        for piece in self.pieces:
            if isinstance(piece, str):
                text += piece.translate(_NEW_LINES)
                continue
            before, behind = _around(piece)
            text += before.translate(_NEW_LINES)
            holes.append(utf16_length(text))
            text += _HOLE + behind.translate(_NEW_LINES)
        self.text = text
        self.holes = tuple(holes)
        self._layout = QTextLayout(text)
        self._line_px = 0

    def arrange(
        self, width: int, font: QFont, holes: Sequence[int], line_px: int, direction: Qt.LayoutDirection
    ) -> None:
        """Break the text into lines of `width`, `line_px` apart.

        holes: width of each. direction: the window's; the text's own first letter decides how it is read.
        """
        layout = self._layout
        read = text_direction(self.text, direction)
        option = QTextOption()
        option.setTextDirection(read)
        self.reads_from_right = read is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if self.reads_from_right else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFont(font)
        layout.setCacheEnabled(True)
        own = QFontMetrics(font).horizontalAdvance(_HOLE)
        layout.setFormats(
            [_stretched(place, room - own) for place, room in zip(self.holes, holes, strict=True) if room > own]
        )
        layout.beginLayout()
        top = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + (line_px - line.height()) / 2))
            top += line_px
        layout.endLayout()
        self._line_px = line_px
        self.height = top

    def draw(self, painter: QPainter) -> None:
        self._layout.draw(painter, QPointF(0, 0))

    def text_between(self, start: int, end: int) -> str:
        return utf16_slice(self.text, max(0, start), max(0, end))

    def hole_box(self, number: int) -> QRectF:
        """Return the room of a hole, as high as the distance of two lines."""
        boxes = self.boxes(self.holes[number], self.holes[number] + 1)
        return boxes[0] if boxes else QRectF()

    def boxes(self, start: int, end: int) -> list[QRectF]:
        """Return the room that the text between two positions takes, in as few boxes as lines and directions allow."""
        found: list[QRectF] = []
        first = self._layout.lineForTextPosition(start)
        for number in range(max(0, first.lineNumber()) if first.isValid() else 0, self._layout.lineCount()):
            line = self._layout.lineAt(number)
            if line.textStart() >= end:
                break
            last = QRectF()
            for position in range(max(start, line.textStart()), min(end, line.textStart() + line.textLength())):
                left, right = sorted((_x(line.cursorToX(position)), _x(line.cursorToX(position, _TRAILING))))
                box = QRectF(left, number * self._line_px, right - left, self._line_px)
                if last.isNull():
                    last = box
                elif box.left() <= last.right() + 0.5 and box.right() >= last.left() - 0.5:
                    last = last.united(box)
                else:
                    found.append(last)
                    last = box
            if last.width() > 0:
                found.append(last)
        return found

    def position_at(self, point: QPointF) -> int:
        """Return the position of the character under a point, -1 where there is none."""
        number = int(point.y() // self._line_px) if self._line_px else -1
        if not 0 <= number < self._layout.lineCount():
            return -1
        position = self._layout.lineAt(number).xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter)
        return position if any(box.contains(point) for box in self.boxes(position, position + 1)) else -1

    def places_of(self, span: TextSpan, answers: Sequence[str]) -> tuple[Place, ...]:
        """Return where the words of a remark are shown.

        span: counted in the text as it was when it was filled in with `answers`, one for each blank. A span that names
        a placeholder is that hole and nothing else.
        """
        found: list[Place] = []
        filled = shown = number = 0
        for piece in self.pieces:
            if isinstance(piece, str):
                found += _common(span, piece, filled, shown)
                filled += len(piece)
                shown += utf16_length(piece)
                continue
            before, behind = _around(piece)
            if not span.placeholder:
                found += _common(span, before, filled, shown)
            filled += len(before)
            shown += utf16_length(before)
            end = filled + len(answers[number])
            if span.placeholder == piece.name if span.placeholder else span.start < end and span.end > filled:
                found.append(Place(hole=number))
            filled, shown, number = end, shown + 1, number + 1
            found += _common(span, behind, filled, shown)
            filled += len(behind)
            shown += utf16_length(behind)
        return tuple(place for place in found if not span.placeholder or place.hole >= 0)

    def filled_position(self, position: int, answers: Sequence[str]) -> int:
        """Return where a position shown stands in the filled-in text, in code points; a hole stands for its answer."""
        filled = shown = number = 0
        for piece in self.pieces:
            parts = (piece,) if isinstance(piece, str) else (_around(piece)[0], None, _around(piece)[1])
            for part in parts:
                if part is None:
                    if position <= shown:
                        return filled
                    filled, shown, number = filled + len(answers[number]), shown + 1, number + 1
                    continue
                length = utf16_length(part)
                if position < shown + length:
                    return filled + _code_points(part, position - shown)
                filled, shown = filled + len(part), shown + length
        return filled


def _around(piece: Piece) -> tuple[str, str]:
    return (piece.prefix, piece.postfix) if isinstance(piece, Choice) else ("", "")


def _common(span: TextSpan, text: str, filled: int, shown: int) -> list[Place]:
    """Return the words that a span shares with a text beginning at `filled` and shown at `shown`."""
    first, last = max(span.start - filled, 0), min(span.end - filled, len(text))
    if first >= last:
        return []
    start = shown + utf16_length(text[:first])
    return [Place(start, start + utf16_length(text[first:last]))]


def _code_points(text: str, units: int) -> int:
    """Return how many whole characters stand before the UTF-16 position `units`."""
    count = 0
    for character in text:
        units -= 2 if character > "\uffff" else 1
        if units < 0:
            break
        count += 1
    return count


def _stretched(position: int, by_px: float) -> QTextLayout.FormatRange:
    wide = QTextCharFormat()
    wide.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    wide.setFontLetterSpacing(by_px)
    part = QTextLayout.FormatRange()
    part.start, part.length, part.format = position, 1, wide
    return part


def _x(found: object) -> float:
    """Return the first of what PySide gives for a C++ function with an in-out argument."""
    return float(found[0]) if isinstance(found, tuple) else float(found)  # type: ignore[arg-type]
