"""What goes on in a test of the sound, large: what to do now, a bar, and the seconds that are left."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.gui import icons, theme
from desktop.gui.doctor_words import Prompt
from desktop.gui.views.talk.talk_button import loudness

_BAR_PX = 12
_ICON_PX = 28
_FALL = 0.85


class DoctorPrompt(QFrame):
    """Shown while a test runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "raised")
        self._prompt: Prompt | None = None
        self._icon = _Icon(self)
        self._title = QLabel(self)
        self._title.setProperty("role", "display")
        self._title.setWordWrap(True)
        self._seconds = QLabel(self)
        self._seconds.setProperty("role", "display")
        self._sentence = QLabel(self)
        self._sentence.setProperty("role", "soft")
        self._sentence.setWordWrap(True)
        self._bar = _Bar(self)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        head.addWidget(self._seconds)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._sentence)
        column.addWidget(self._bar)

    def show_step(self, prompt: Prompt, fraction: float, level: float, remaining_s: float) -> None:
        """fraction: of the step that is over; level: the microphone's peak; both 0.0 to 1.0."""
        if prompt != self._prompt:
            self._prompt = prompt
            self._title.setText(prompt.title)
            self._sentence.setText(prompt.sentence)
            self._icon.show_icon(prompt.icon)
            self._bar.setAccessibleName(self.tr("Microphone level") if prompt.follows_voice else self.tr("Progress"))
            self._bar.fill(0.0)
        self._seconds.setText(self.tr("{seconds} s").format(seconds=ceil(remaining_s)) if remaining_s > 0 else "")
        self._bar.fill(max(loudness(level), self._bar.filled * _FALL) if prompt.follows_voice else fraction)


class _Icon(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = "microphone"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changes.changed.connect(self.updateGeometry)

    def show_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.metrics.px(_ICON_PX)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._name, self.rect(), "accent")


class _Bar(QWidget):
    """A wide bar, filled from the start."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.filled = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changes.changed.connect(self.updateGeometry)

    def fill(self, filled: float) -> None:
        self.filled = filled
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.metrics.px(120), theme.metrics.px(_BAR_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        box = QRectF(self.rect())
        round_px = box.height() / 2
        painter.setBrush(theme.color("level-track"))
        painter.drawRoundedRect(box, round_px, round_px)
        if self.filled > 0:
            box.setWidth(max(box.height(), box.width() * self.filled))
            painter.setBrush(theme.color("level"))
            painter.drawRoundedRect(box, round_px, round_px)
        painter.end()
