"""The editor of an essay: the marked text, how many words there are, and dictating into it."""

import re

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.gui import icons
from desktop.gui.announce import announce
from desktop.gui.bridge import Bridge
from desktop.gui.dictated_text import DictatedText
from desktop.gui.models.remarks import Remarks
from desktop.gui.views.buttons import SpacedButton
from desktop.gui.views.feedback.marked_text import MarkedText
from desktop.gui.views.talk.level_meter import LevelMeter

_LEVEL_INTERVAL_MS = 33
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


class EssayEditor(QWidget):
    """`edited` and `cardRequested` are the text's own."""

    edited = Signal()
    cardRequested = Signal()
    dictationEnded = Signal()
    """The last words that were said are written."""

    def __init__(self, bridge: Bridge, remarks: Remarks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.field = MarkedText(remarks, self)
        self.field.setAccessibleName(self.tr("Your text"))
        self.field.setPlaceholderText(self.tr("Write here, or dictate."))
        self.field.edited.connect(self._on_edit)
        self.field.cardRequested.connect(self.cardRequested)
        self._dictated = DictatedText(self.field)
        self._session: object = None
        """The dictation whose words are for this text; those of another are late."""
        self._is_ending = False
        self._stand: tuple[bool, ...] = ()
        """What the button was last shown for: a talk tells 40 times a second that something is new."""
        self.dictate = SpacedButton(self, "plain")
        self.dictate.setCheckable(True)
        self.dictate.setAutoDefault(True)  # so that Enter presses it
        self.dictate.clicked.connect(self.toggle_dictation)
        self._meter = LevelMeter(self)
        self._words = QLabel(self)
        self._words.setProperty("role", "soft")
        self._said = QLabel(self)
        self._said.setProperty("role", "small")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.dictate)
        row.addWidget(self._meter)
        row.addWidget(self._said, 1)
        row.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field, 1)
        column.addLayout(row)
        self._level_timer = QTimer(self)
        self._level_timer.setInterval(_LEVEL_INTERVAL_MS)
        self._level_timer.timeout.connect(self._tick)
        bridge.phaseChanged.connect(self._show_dictation)
        bridge.serviceChanged.connect(self._show_dictation)
        bridge.conversationChanged.connect(self._show_dictation)
        self._on_edit()
        self._show_dictation()

    # -- the text --------------------------------------------------------------------------------------------

    def text(self) -> str:
        return self.field.text()

    def put(self, text: str, place: int = -1) -> None:
        """Show another text; place: where the cursor goes, in the document's positions, its end if negative."""
        self.stop_dictation()
        self._session = None
        self._dictated.close()
        self.field.set_text(text)
        cursor = self.field.textCursor()
        end = self.field.document().characterCount() - 1
        cursor.setPosition(end if place < 0 else min(place, end))
        self.field.setTextCursor(cursor)

    def place(self) -> int:
        return self.field.textCursor().position()

    def _on_edit(self) -> None:
        count = len(_WORD.findall(self.field.text()))
        words = self.tr("1 word") if count == 1 else self.tr("{count} words")
        self._words.setText(words.format(count=self.locale().toString(count)))
        self.edited.emit()

    # -- dictating -------------------------------------------------------------------------------------------

    @property
    def is_dictating(self) -> bool:
        dictation = self._bridge.dictation
        return dictation is not None and dictation.is_on

    def toggle_dictation(self) -> None:
        """Begin to dictate at the cursor, or end it."""
        dictation = self._bridge.dictation
        if dictation is not None and dictation.is_on:
            self._is_ending = True
            dictation.stop()
        elif dictation is not None and dictation.can_start:
            self._said.clear()
            session = self._session = object()
            self._is_ending = False
            dictation.start(lambda words, is_final: self._hear(session, words, is_final), self._end)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_dictation()

    def stop_dictation(self) -> None:
        """End dictating, if it is on; what was said so far is still written, unless another text is put first."""
        if self.is_dictating:
            self.toggle_dictation()

    def _hear(self, session: object, words: str, is_final: bool) -> None:
        if session is not self._session:
            return
        self._dictated.hear(words, is_final)
        if is_final and words:
            announce(self.field, words)

    def _end(self, why: str) -> None:
        self._dictated.close()
        self._show_dictation()
        self._said.setText(why)
        announce(self, why, at_once=True)
        self.dictationEnded.emit()

    def _show_dictation(self) -> None:
        dictation = self._bridge.dictation
        is_on = self.is_dictating
        can = is_on or (dictation is not None and dictation.can_start)
        stand = (is_on, can, self._bridge.talking, self._is_ending)
        if stand == self._stand:
            self.dictate.setChecked(is_on)  # a click has turned it round
            return
        self._stand = stand
        self.dictate.setChecked(is_on)
        self.dictate.setText(self.tr("Stop dictating") if is_on else self.tr("Dictate"))
        self.dictate.setIcon(icons.icon("stop-filled" if is_on else "microphone", "text"))
        self.dictate.setEnabled(can)
        tip = self.tr("Say it: your words are written at the cursor. Nothing of it leaves this computer.")
        if self._bridge.talking:
            tip = self.tr("You can dictate after the talk")
        self.dictate.setToolTip(tip)
        self._meter.setVisible(is_on)
        if is_on:
            self._said.setText(self._dictation_words())
            self._level_timer.start()
        elif self._level_timer.isActive():
            self._level_timer.stop()
            self._said.clear()

    def _dictation_words(self) -> str:
        dictation = self._bridge.dictation
        if self._is_ending:
            return self.tr("Writing the last words …")
        if dictation is not None and dictation.is_hearing:
            return self.tr("Speak now.")
        return self.tr("One moment, the microphone opens …")

    def _tick(self) -> None:
        self._meter.tick(self._bridge.levels()[0])
        words = self._dictation_words()
        if words != self._said.text():
            self._said.setText(words)
            announce(self, words)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop_dictation()
