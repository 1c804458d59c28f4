"""Puts dictated words into an editor: live words at the cursor, replaced until they are final."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop.gui.text_positions import utf16_length

_OPENING = "([{“‘«¿¡"
"""Behind these a word begins without a space."""


class DictatedText:
    """One for an editor. Each sentence is one step to undo, unless the learner writes in between.

    What the learner changed of a sentence while it was spoken is left alone.
    """

    def __init__(self, editor: QTextEdit) -> None:
        self._editor = editor
        self._start = -1
        """Where the open sentence begins, in the document's positions; -1 while none is open."""
        self._put = ""
        """What stands there of it, as it was put."""
        self._is_spoilt = False
        """The learner changed the open sentence: what else is heard of it is not put in."""
        self._revision = -1

    @property
    def is_open(self) -> bool:
        return self._start >= 0

    def hear(self, words: str, is_final: bool) -> None:
        """Put the words of the open sentence in place of those put so far; final words close it."""
        if not self.is_open and words:
            self._open()
        if self.is_open and not self._is_spoilt:
            self._replace(words)
        if is_final:
            self.close()

    def close(self) -> None:
        """Leave the open sentence as it stands; the next words begin another."""
        self._start, self._put, self._is_spoilt, self._revision = -1, "", False, -1

    def _open(self) -> None:
        cursor = self._editor.textCursor()
        self._start = min(cursor.position(), cursor.anchor())

    def _replace(self, words: str) -> None:
        document = self._editor.document()
        is_first = self._revision < 0
        is_untouched = document.revision() == self._revision
        cursor = self._editor.textCursor() if is_first else QTextCursor(document)
        if not is_first and not is_untouched:
            self._find()
            if self._is_spoilt:
                return
        if not is_first:
            cursor.setPosition(self._start)
            cursor.setPosition(self._start + utf16_length(self._put), QTextCursor.MoveMode.KeepAnchor)
        text = self._spaced(words, cursor) if words else ""
        if text == self._put and not is_first:
            return
        # With the step before it this is one to undo; not so where that step was the learner's own.
        cursor.joinPreviousEditBlock() if is_untouched else cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.endEditBlock()
        self._put = text
        self._revision = document.revision()
        if is_first:
            self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def _find(self) -> None:
        """After an edit by the learner: where the sentence is now, or that it is no longer what it was."""
        text = self._editor.document().toRawText()
        if text.count(self._put) == 1:
            self._start = utf16_length(text[: text.index(self._put)])
        else:
            self._is_spoilt = True

    def _spaced(self, words: str, at: QTextCursor) -> str:
        """Return the words with a space on the side where they would stick to what is written."""
        text = self._editor.document().toRawText()
        units = text.encode("utf-16-le", "surrogatepass")
        before = units[: 2 * at.selectionStart()].decode("utf-16-le", "ignore")[-1:]
        behind = units[2 * at.selectionEnd() :].decode("utf-16-le", "ignore")[:1]
        lead = " " if before and not before.isspace() and before not in _OPENING else ""
        return f"{lead}{words}{' ' if behind.isalnum() else ''}"
