"""Beside the lines of what was said: a sign for each turn that can be heard again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.gui import icons, theme

if TYPE_CHECKING:
    from desktop.gui.views.feedback.spoken_text import SpokenText

_SIDE_PX = 28


class TurnGutter(QWidget):
    """For the mouse; the keyboard plays the line the cursor is in."""

    pressed = Signal(int)
    """The number of a line whose sign was clicked."""

    def __init__(self, editor: "SpokenText") -> None:
        super().__init__(editor)
        self._editor = editor
        self.playable: frozenset[str] = frozenset()
        self.playing = ""
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def wanted_width(self) -> int:
        """Return the width of the signs; 0 where nothing can be heard."""
        keys = {line.key for line in self._editor.lines}
        return theme.metrics.px(_SIDE_PX) + 12 if keys & self.playable else 0

    def show_playing(self, playable: frozenset[str], playing: str) -> None:
        if (playable, playing) != (self.playable, self.playing):
            self.playable, self.playing = playable, playing
            self.update()

    def place(self) -> None:
        """Fill the margin of the editor that reading begins at."""
        view, width = self._editor.viewport().geometry(), self.wanted_width()
        left = view.right() + 1 if self._editor.isRightToLeft() else view.left() - width
        self.setGeometry(left, view.top(), width, view.height())
        self.setVisible(width > 0)

    def sign(self, number: int) -> QRect:
        """Return where the sign of a line in sight is; empty where it has none."""
        lines = self._editor.lines
        if 0 <= number < len(lines) and lines[number].key in self.playable:
            for line, box in self._editor.boxes():
                if line == number:
                    side = theme.metrics.px(_SIDE_PX)
                    middle = box.top() + round(self._editor.fontMetrics().height() / 2)
                    return QRect((self.width() - side) // 2, middle - side // 2, side, side)
        return QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = self._editor.lines
        for number, _box in list(self._editor.boxes()):
            sign = self.sign(number)
            if sign.isEmpty():
                continue
            is_playing = lines[number].key == self.playing
            if number == self._hovered or is_playing:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent-soft" if is_playing else "hover"))
                painter.drawEllipse(QRectF(sign))
            inset = round(sign.width() * 0.22)
            icon = "stop-filled" if is_playing else "play"
            icons.paint(painter, icon, sign.adjusted(inset, inset, -inset, -inset), "accent")
        painter.end()

    def _line_at(self, point: QPoint) -> int:
        numbers = [number for number, _box in self._editor.boxes()]
        return next((number for number in numbers if self.sign(number).contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._line_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._line_at(event.position().toPoint())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(number)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tip = self.tr("Hear this turn again") if self._line_at(event.pos()) >= 0 else ""
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            shape = Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()
