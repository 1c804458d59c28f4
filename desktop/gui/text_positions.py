"""Positions in a text as Qt counts them: UTF-16 units, where Python counts code points."""

from PySide6.QtCore import QTextBoundaryFinder

from desktop.conversation.turn import Speaker, Turn, TurnStatus

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


def unheard_start(turn: Turn) -> int:
    """Return where the unheard rest of a reply that was interrupted, or is being spoken, begins, in UTF-16 units.

    The heard share of the sound is taken for the heard share of the text; a word that was begun counts as heard,
    and so does a mark that ends the text. The text's length when nothing is unheard, 0 when no sound was heard.
    Of a reply that is being spoken more sound may be on its way: no more of its text is taken for heard than fast
    speech has time to say.
    """
    length = utf16_length(turn.text)
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
