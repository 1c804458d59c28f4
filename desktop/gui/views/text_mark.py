"""The part of one turn's text that the learner marked for copying."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QTextBoundaryFinder

from desktop.gui.text_positions import utf16_length, utf16_slice
from desktop.gui.views.talk.bubble_layout import Bubble


@dataclass(frozen=True, slots=True)
class TextMark:
    """A marked range in the turn `key`; UTF-16 positions, in the order in which they were set."""

    key: str
    anchor: int
    end: int

    def text(self, whole: str) -> str:
        return utf16_slice(whole, min(self.anchor, self.end), max(self.anchor, self.end))


def position_at(bubble: Bubble, point: QPoint, line_height: int) -> int:
    """Return the text position nearest to a point, both relative to the row."""
    inside = point - bubble.text_at
    number = min(max(0, inside.y() // line_height), bubble.text.lineCount() - 1)
    line = bubble.text.lineAt(number)
    return line.xToCursor(inside.x())


def word_at(key: str, text: str, position: int) -> TextMark:
    """Return the word around a position."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(position)
    if not finder.isAtBoundary() or position == utf16_length(text):
        finder.toPreviousBoundary()
    start = max(0, finder.position())
    finder.toNextBoundary()
    end = finder.position()
    return TextMark(key, start, utf16_length(text) if end < 0 else end)
