"""The lines of a settings page: a name beside a control, a line of advice under it, a slider with its value."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from desktop.gui import theme

_NAME_PX = 112
_LEAST_CONTROL_PX = 280


class FormRow(QWidget):
    """A name beside its control; above it where there is no room.

    at_top: the control is so high that the name stands beside its beginning.
    """

    def __init__(self, name: str, control: QWidget, at_top: bool = False) -> None:
        super().__init__()
        self._label = QLabel(name, self)
        if at_top:
            self._label.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
            self._label.setContentsMargins(0, 5, 0, 0)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._label)
        self._box.addWidget(control, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.metrics.px(_NAME_PX + _LEAST_CONTROL_PX)
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._box.setSpacing(16 if beside else 6)
        self._label.setMinimumWidth(theme.metrics.px(_NAME_PX) if beside else 0)


def advised(control: QWidget, words: str) -> QWidget:
    """Return the control with a small line of advice under it."""
    column = QWidget()
    advice = QLabel(words, column)
    advice.setProperty("role", "small")
    advice.setWordWrap(True)
    lines = QVBoxLayout(column)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(0)
    lines.addWidget(control)
    lines.addWidget(advice)
    return column


def named_slider(parent: QWidget, name: str, least: int, most: int, step: int) -> tuple[QSlider, QLabel, QWidget]:
    """Return a slider, the label of its value, and the row that holds both."""
    row = QWidget(parent)
    slider = QSlider(Qt.Orientation.Horizontal, row)
    slider.setRange(least, most)
    slider.setSingleStep(step)
    slider.setPageStep(2 * step)
    slider.setAccessibleName(name)
    words = QLabel(row)
    words.setMinimumWidth(56)
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(12)
    line.addWidget(slider, 1)
    line.addWidget(words)
    return slider, words, row
