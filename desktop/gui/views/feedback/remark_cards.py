"""Beside an answer: how its check stands, what can be done about it, filters by verdict, and a card a remark."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.conversation.feedback import CheckState, Remedy, Verdict
from desktop.gui import icons, theme
from desktop.gui.announce import announce
from desktop.gui.models.remarks import Remarks
from desktop.gui.remark_words import (
    VERDICT_ICONS,
    VERDICT_TOKENS,
    filter_words,
    points_words,
    spoken_line,
    state_words,
    verdict_word,
)
from desktop.gui.views.buttons import SpacedButton
from desktop.gui.views.feedback.remark_list import RemarkList
from desktop.gui.views.flow_layout import FlowLayout

_STATE_ICONS = {
    CheckState.CHECKING: ("hourglass", "text-soft"),
    CheckState.NO_REMARKS: ("verdict-correct", "correct"),
    CheckState.STALE: ("pencil", "text-soft"),
    CheckState.FAILED: ("warning", "danger"),
}
"""State -> icon and its colour; none where the words are enough."""
_LONGEST_NOTE = 600


class VerdictFilter(SpacedButton):
    """Shows or hides the remarks of one verdict."""

    def __init__(self, verdict: Verdict, parent: QWidget) -> None:
        super().__init__(parent, "chip")
        self.verdict = verdict
        self.setCheckable(True)
        self.setAutoDefault(True)
        self.setIcon(icons.icon(VERDICT_ICONS[verdict], VERDICT_TOKENS[verdict]))

    def show_count(self, count: int, is_shown: bool) -> None:
        self.setText(f"{verdict_word(self.verdict)}  {self.locale().toString(count)}")
        self.setChecked(is_shown)
        name, tip = filter_words(self.verdict, count, is_shown)
        self.setAccessibleName(name)
        self.setToolTip(tip)


class RemarkCards(QWidget):
    """Shows the `remarks` of one answer. It asks; the page checks."""

    retryRequested = Signal()
    """The answer is to be checked (again)."""
    tokenRequested = Signal()
    """The learner wants to give another token."""
    textRequested = Signal()
    """The text is to have the focus, at the words of the current remark."""

    def __init__(self, remarks: Remarks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remarks = remarks
        self._said = ""
        self.setObjectName("remarkCards")
        self.setAccessibleName(self.tr("Feedback"))
        self._icon = _StateIcon(self)
        self._state = QLabel(self)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._points = QLabel(self)
        self._points.setProperty("role", "badge")
        self._points.setTextFormat(Qt.TextFormat.PlainText)
        self._action = QPushButton(self)
        self._action.setAutoDefault(True)  # so that Enter presses it
        self._action.clicked.connect(self._act)
        self._filters = [VerdictFilter(verdict, self) for verdict in Verdict]
        for one in self._filters:
            one.clicked.connect(lambda _checked, verdict=one.verdict: remarks.toggle(verdict))
        self.list = RemarkList(remarks, self)
        self.list.activatedByLearner.connect(self._lead_to_text)
        self._arrange()
        remarks.changed.connect(self._show)
        remarks.currentChanged.connect(self._announce_current)
        self._show()

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._state, 1)
        line.addWidget(self._points, 0, Qt.AlignmentFlag.AlignTop)
        self._chips = QWidget(self)
        chips = FlowLayout(self._chips, 6)
        for one in self._filters:
            chips.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._chips)
        column.addWidget(self.list, 1)
        column.addStretch()

    def hasHeightForWidth(self) -> bool:
        """The list takes whatever height there is, so that no page grows with the cards."""
        return False

    def focus_current(self) -> None:
        """Give the focus to the card of the current remark."""
        self.list.follow()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        remarks = self._remarks
        had_focus = self._action.hasFocus() or self.list.hasFocus()
        words = state_words(remarks)[:_LONGEST_NOTE]
        unanswered = ("offline", "text-soft") if remarks.note else ("", "")
        self._icon.show_icon(*_STATE_ICONS.get(remarks.state, unanswered))
        self._state.setText(words)
        self._points.setVisible(remarks.points is not None)
        if remarks.points is not None:
            self._points.setText(points_words(remarks.points))
        action = self._action_words()
        self._action.setText(action)
        self._action.setVisible(bool(action))
        counts = remarks.counts
        for one in self._filters:
            one.show_count(counts[one.verdict], one.verdict in remarks.shown)
            one.setVisible(counts[one.verdict] > 0)
        self._chips.setVisible(bool(remarks.feedback))
        self.list.setVisible(bool(remarks.feedback))
        if had_focus and not (self._action.hasFocus() or self.list.hasFocus()):
            self.textRequested.emit()  # what had the focus is gone; Qt would give it to the next best
        if words != self._said:
            self._said = words
            announce(self, words, at_once=remarks.state is CheckState.FAILED)

    def _action_words(self) -> str:
        remarks = self._remarks
        if remarks.state is CheckState.STALE:
            return self.tr("Check again")
        if remarks.state is CheckState.CHECKING:
            return ""
        match remarks.remedy:
            case Remedy.RETRY:
                return self.tr("Try again")
            case Remedy.NEW_TOKEN:
                return self.tr("Give a new token")
            case Remedy.NONE | Remedy.ASK_OTHERS:
                return ""

    def _act(self) -> None:
        if self._remarks.state is not CheckState.STALE and self._remarks.remedy is Remedy.NEW_TOKEN:
            self.tokenRequested.emit()
        else:
            self.retryRequested.emit()

    def _lead_to_text(self) -> None:
        if self._remarks.marks_of(self._remarks.current):
            self.textRequested.emit()

    def _announce_current(self) -> None:
        if self._remarks.current >= 0 and not self.list.hasFocus():
            announce(self, spoken_line(self._remarks, self._remarks.current))


class _StateIcon(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = ("", "")
        theme.changes.changed.connect(self._fit)
        self._fit()

    def show_icon(self, name: str, token: str) -> None:
        self._icon = (name, token)
        self.setVisible(bool(name))
        self.update()

    def _fit(self) -> None:
        side = theme.metrics.px(icons.SIZE_PX)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icon[0]:
            icons.paint(QPainter(self), self._icon[0], self.rect(), self._icon[1])
