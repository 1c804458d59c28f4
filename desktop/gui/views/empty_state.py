"""What a list or page shows when it has nothing: an icon, a title, a sentence and at most one action."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.gui import icons, theme

_DISC_PX = 64
_ICON_PX = 28


class EmptyState(QWidget):
    """compact: for the narrow sidebar, without the disc."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None, compact: bool = False) -> None:
        super().__init__(parent)
        self._disc = _Disc(self)
        self._disc.setVisible(not compact)
        self._title = QLabel(self)
        self._title.setProperty("role", "heading" if compact else "title")
        self._sentence = QLabel(self)
        self._sentence.setProperty("role", "small" if compact else "soft")
        for label in (self._title, self._sentence):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._action = QPushButton(self)
        self._action.setProperty("kind", "primary")
        self._action.clicked.connect(self.acted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 24, 16, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._title)
        layout.addWidget(self._sentence)
        layout.addSpacing(8)
        layout.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_words(self, icon: str, title: str, sentence: str, action: str = "") -> None:
        """Show this; an empty `action` hides the button."""
        self._disc.icon = icon
        self._disc.update()
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._action.setText(action)
        self._action.setVisible(bool(action))


class _Disc(QWidget):
    icon = "talks"

    def sizeHint(self) -> QSize:
        return QSize(_DISC_PX, _DISC_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent-soft"))
        painter.drawEllipse(self.rect())
        box = self.rect().adjusted(*(2 * [(_DISC_PX - _ICON_PX) // 2]), *(2 * [-(_DISC_PX - _ICON_PX) // 2]))
        icons.paint(painter, self.icon, box, "accent")
