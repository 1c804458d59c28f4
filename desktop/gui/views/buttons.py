"""Small controls that several views use."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QToolButton, QWidget

from desktop.gui import icons


def icon_button(icon: str, name: str, parent: QWidget) -> QToolButton:
    """Return a quiet button with an icon; `name` is its tool tip and what a screen reader says."""
    button = QToolButton(parent)
    button.setIcon(icons.icon(icon))
    button.setIconSize(QSize(icons.SIZE_PX, icons.SIZE_PX))
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button


class Choice(QComboBox):
    """A drop-down list in the theme's look that the mouse wheel changes only while it has the focus."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = 16
        box = QRect(self.width() - side - 10, (self.height() - side) // 2, side, side)
        box = QStyle.visualRect(self.layoutDirection(), self.rect(), box)
        icons.paint(QPainter(self), "chevron-down", box, "text-soft" if self.isEnabled() else "disabled-text")
