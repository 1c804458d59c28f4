"""One line of a test of the sound: mark, name, value, verdict in a word, and what to do."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.gui import icons, theme
from desktop.gui.doctor_words import VERDICT_MARKS, check_name, verdict_word
from desktop.gui.views.painting import draw_focus

_MARK_PX = 18
_RADIUS_PX = 8


class DoctorRow(QWidget):
    """Waits until `show_finding`. Takes the focus, so that the keyboard scrolls to it and a screen reader reads it."""

    def __init__(self, check: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = ""
        """Empty while it is waited for."""
        self._name = check_name(check)
        self._mark = _Mark(self)
        name = QLabel(self._name, self)
        self._verdict = QLabel(self)
        self._value = QLabel(self)
        self._value.setProperty("role", "soft")
        self._advice = QLabel(self)
        for label in (self._value, self._advice):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(name)
        head.addStretch(1)
        head.addWidget(self._verdict)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(self._value)
        words.addWidget(self._advice)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 8, 8, 8)
        line.setSpacing(12)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.wait()

    @property
    def words(self) -> str:
        """The whole line as a screen reader says it."""
        parts = (f"{self._name}: {self._verdict.text()}", self._value.text(), self._advice.text())
        return ". ".join(part.rstrip(".") for part in parts if part)

    def wait(self) -> None:
        self.show_finding("", "", "")

    def show_finding(self, verdict: str, value: str, advice: str) -> None:
        """verdict: "good", "warn", "bad" or "unknown"."""
        self.verdict = verdict
        self._mark.show_verdict(verdict)
        self._verdict.setText(verdict_word(verdict))
        self._verdict.setProperty("role", "soft" if verdict in ("", "good") else "")
        self._verdict.style().unpolish(self._verdict)
        self._value.setText(value)
        self._value.setVisible(bool(value))
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self.setAccessibleName(self.words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus(painter, self.rect(), _RADIUS_PX)
            painter.end()


class _Mark(QWidget):
    """The verdict as a shape in its colour; the word beside it says the same."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._token = VERDICT_MARKS[""]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changes.changed.connect(self.updateGeometry)

    def show_verdict(self, verdict: str) -> None:
        self._icon, self._token = VERDICT_MARKS[verdict]
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.metrics.px(_MARK_PX)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._icon, self.rect(), self._token)
