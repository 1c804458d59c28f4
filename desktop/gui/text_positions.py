"""Positions in a text as Qt counts them: UTF-16 units, where Python counts code points."""

import re
from bisect import bisect_left

from PySide6.QtCore import QTextBoundaryFinder

from desktop.conversation.turn import Speaker, Turn, TurnStatus

_BEYOND = re.compile("[\U00010000-\U0010ffff]")
"""What counts twice in UTF-16."""
_PLAIN_BEFORE = "\u0300"
"""Every character below this begins a new one for the reader, unless it follows a line break's first half."""
_LONGEST_CLUSTER = 64
"""Code points looked at on each side for the bounds of what reads as one character."""

_FASTEST_MS = 50
"""Milliseconds a character takes in fast speech (20 a second; 14 are usual)."""


def utf16_length(text: str) -> int:
    """Return how long Qt believes the text to be: a character beyond U+FFFF counts twice."""
    if text.isascii():  # known without a look at every character
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_slice(text: str, start: int, end: int) -> str:
    """Return the part of the text between two of Qt's positions; half a character is left out."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * end].decode("utf-16-le", "ignore")


class Positions:
    """Turns code points of one text into Qt's positions and back, many at a time."""

    def __init__(self, text: str) -> None:
        self._doubles = [] if text.isascii() else [found.start() for found in _BEYOND.finditer(text)]
        """Where the characters stand that count twice, in code points."""
        self._units = [at + number for number, at in enumerate(self._doubles)]

    def to_utf16(self, position: int) -> int:
        return position + bisect_left(self._doubles, position)

    def to_code_points(self, position: int) -> int:
        """Return the code point at a position; from within a character: that one."""
        return position - bisect_left(self._units, position)


def whole_characters(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a range of code points to what reads as whole characters: a letter with its accents, a joined emoji."""
    if start < end:
        return _boundary(text, start, forward=False), _boundary(text, end, forward=True)
    return start, end


def _boundary(text: str, position: int, forward: bool) -> int:
    """Return the nearest bound of a character as read, at the position or in the direction given."""
    if not 0 < position < len(text) or (text[position] < _PLAIN_BEFORE and text[position - 1] != "\r"):
        return position
    first = position - 1
    while first > max(0, position - _LONGEST_CLUSTER) and text[first] >= _PLAIN_BEFORE:
        first -= 1
    near = text[first : position + _LONGEST_CLUSTER]
    places = Positions(near)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, near)
    finder.setPosition(places.to_utf16(position - first))
    if not finder.isAtBoundary():
        found = finder.toNextBoundary() if forward else finder.toPreviousBoundary()
        if found >= 0:
            return first + places.to_code_points(found)
    return position


def unheard_start(turn: Turn) -> int:
    """Return where the unheard rest of a reply that was interrupted, or is being spoken, begins, in UTF-16 units.

    The heard share of the sound is taken for the heard share of the text; a word that was begun counts as heard,
    and so does a mark that ends the text. The text's length when nothing is unheard, 0 when no sound was heard.
    Of a reply that is being spoken more sound may be on its way: no more of its text is taken for heard than fast
    speech has time to say.
    """
    length = utf16_length(turn.wording)
    sound_ms = turn.sound_ms
    if turn.status is TurnStatus.LIVE and turn.speaker is Speaker.ASSISTANT:
        sound_ms = max(sound_ms, _FASTEST_MS * length)
    elif turn.status is not TurnStatus.INTERRUPTED:
        return length
    if turn.heard_ms <= 0 or sound_ms <= 0:
        return 0
    if turn.heard_ms >= sound_ms:
        return length
    position = length * turn.heard_ms // sound_ms
    words = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, turn.text)
    words.setPosition(position)
    if not words.isAtBoundary():
        position = words.toNextBoundary()
    if position < 0 or not any(map(str.isalnum, utf16_slice(turn.text, position, length))):
        return length
    return position
