"""The strip under a transcript between two scenes, and after the end: what was done, and what can be done now."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.conversation.state import ConversationState, Phase
from desktop.gui import icons
from desktop.gui.notice_words import shortened
from desktop.gui.talk_end_words import end_title, facts_words, grade_line, scene_done_words
from desktop.gui.views.buttons import SpacedButton
from desktop.gui.views.flow_layout import FlowLayout

_LONGEST_MESSAGE = 400


class TalkEnd(QFrame):
    """Hidden while there is nothing to say; `words` is what it says, for screen readers."""

    nextRequested = Signal()
    endRequested = Signal()
    gradesRequested = Signal()
    checkRequested = Signal()
    againRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self._is_compact = False
        self._state: tuple[ConversationState, bool] | None = None
        self.setProperty("surface", "raised")
        self.setAccessibleName(self.tr("How the talk stands"))
        self._title, self._line, self._message = _label("title"), _label("soft"), _label("")
        self.next = self._button(self.tr("Begin the next scene"), "play", "primary", self.nextRequested)
        self._end = self._button(self.tr("End the talk"), "stop", "plain", self.endRequested)
        self._grades = self._button("", "rosette", "plain", self.gradesRequested)
        self._check = self._button(self.tr("Check what I said"), "check", "plain", self.checkRequested)
        self._again = self._button(self.tr("Talk again"), "refresh", "plain", self.againRequested)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._title, self._line, self._message):
            words.addWidget(label)
        actions = QWidget()
        flow = FlowLayout(actions)
        for button in (self.next, self._end, self._grades, self._check, self._again):
            flow.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(words)
        self._column.addWidget(actions)
        self.set_compact(False)
        self.hide()

    def show_state(self, state: ConversationState, *, can_check: bool) -> bool:
        """Show how the talk stands; return whether that says anything new.

        can_check: whether what the learner said can be looked at with its mistakes marked.
        """
        self._state = (state, can_check)
        is_between = state.phase is Phase.BETWEEN
        is_over = state.phase in (Phase.ENDED, Phase.FAILED) and bool(state.turns)
        self.setVisible(is_between or is_over)
        before, self.words = self.words, ""
        if not is_between and not is_over:
            return False
        if is_between:
            title, line, message = *scene_done_words(state), ""
        else:
            title, line = end_title(state), facts_words(state)
            message = shortened(state.closing_message, _LONGEST_MESSAGE)
        for label, text in ((self._title, title), (self._line, line), (self._message, message)):
            label.setText(text)
            label.setVisible(bool(text) and (label is self._title or not self._is_compact))
        grade = grade_line(state)
        self._grades.setText(grade)
        self.next.setVisible(is_between)
        self._end.setVisible(is_between)
        self._grades.setVisible(is_over and bool(grade))
        self._check.setVisible(is_over and can_check and not self._is_compact)
        self._again.setVisible(is_over and bool(state.assistant_id))
        self.words = ". ".join(text for text in (title, line, message) if text)
        return self.words != before

    def set_compact(self, compact: bool) -> None:
        """compact: for a window so low that the transcript would have no room; what is left out is elsewhere too."""
        if self._state is not None and compact is self._is_compact:
            return
        self._is_compact = compact
        self._column.setContentsMargins(*((12, 6, 12, 6) if compact else (16, 12, 16, 12)))
        self._column.setSpacing(4 if compact else 12)
        if self._state is not None:
            self.show_state(self._state[0], can_check=self._state[1])

    def _button(self, text: str, icon: str, kind: str, signal: SignalInstance) -> QPushButton:
        button = SpacedButton(self, kind)
        button.setIcon(icons.icon(icon, "accent-text" if kind == "primary" else "text"))
        button.setText(text)
        # Enter presses a button only where Qt takes it for a dialog's.
        button.setAutoDefault(True)
        button.clicked.connect(signal)
        return button


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
