"""The one big thing in the window: a round button with a ring that follows the voices."""

from math import hypot, log10
from typing import assert_never

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.gui import icons, theme
from desktop.gui.words import Mood, Press

DIAMETER_PX = 64
_RING_ROOM_PX = 12
"""Room around the button for the ring at the loudest."""
_QUIETEST_DB = -50.0
_FALL = 0.82
"""Share of its height that the ring keeps from one picture to the next, 30 a second: half gone in 0.1 s."""
_ARC_DEGREES = 80
_ARC_STEP_DEGREES = 8
_PIECES = 12
_SIDE_DEGREES = 90
_QUARTER_DEGREES = 66
_RING_PX = 3
_HALO_ALPHA = 0.28
_ICON_PX = 26
_FOLLOW_LEARNER = frozenset({Mood.YOUR_TURN, Mood.FLOOR_HELD, Mood.TAKES_TIME})


def loudness(peak: float) -> float:
    """Return how loud a peak of 0.0 to 1.0 appears: 0.0 at -50 dB and below, 1.0 at full scale."""
    if peak <= 0:
        return 0.0
    return min(1.0, max(0.0, 1.0 - 20.0 * log10(peak) / _QUIETEST_DB))


_SYMBOLS = {
    Press.START: "microphone",
    Press.NEXT: "play",
    Press.STOP: "stop-filled",
    Press.HOLD: "microphone",
    Press.SEND: "send",
    Press.INTERRUPT: "loudspeaker-off",
}


class TalkButton(QAbstractButton):
    """Its symbol says what a press does, its ring how the talk stands; `tick` moves the ring."""

    held = Signal()
    """The mouse went down, where it is to be held; `clicked` is not emitted for that press."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mood = Mood.RESTING
        self._press = Press.START
        self._is_live = False
        self._is_held_down = False
        self._level = 0.0
        self._turned = 0
        self.setObjectName("talk")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_state(self, mood: Mood, press: Press, words: str, is_held_down: bool = False) -> None:
        """words: what a press does. is_held_down: a press of the mouse is to last for as long as something is said."""
        self._mood, self._press, self._is_held_down = mood, press, is_held_down
        self._is_live = press not in (Press.START, Press.NEXT)
        if not self._is_live:
            self._level = 0.0
        if self.text() != words:
            self.setText(words)
            self.setAccessibleName(words)
            self.setToolTip(words)
        self.update()

    def tick(self, capture: float, playback: float) -> None:
        """Follow the voice whose turn it is. Peaks of 0.0 to 1.0; called about 30 times a second."""
        heard = capture if self._mood in _FOLLOW_LEARNER else playback if self._mood is Mood.THEIR_TURN else 0.0
        before = self._level
        self._level = max(loudness(heard), self._level * _FALL)
        if self._level < 0.01:
            self._level = 0.0
        turns = self._mood is Mood.WAITING and theme.motion_ms(100) > 0
        if turns:
            self._turned = (self._turned + _ARC_STEP_DEGREES) % 360
        if turns or self._level != before:
            self.update()

    def sizeHint(self) -> QSize:
        side = DIAMETER_PX + 2 * _RING_ROOM_PX
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        away = QPointF(position) - self._centre()
        return bool(hypot(away.x(), away.y()) <= DIAMETER_PX / 2 + _RING_ROOM_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self._press is Press.NEXT:
            self.click()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if self._is_held_down and is_left and self.hitButton(event.position().toPoint()):
            self.held.emit()
        else:
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ring(painter)
        disc, symbol, name = self._looks()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(disc))
        painter.drawEllipse(self._centre(), DIAMETER_PX / 2, DIAMETER_PX / 2)
        box = QRectF(0, 0, _ICON_PX, _ICON_PX)
        box.moveCenter(self._centre())
        icons.paint(painter, name, box, symbol)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color(symbol), 2))
            painter.drawEllipse(self._centre(), DIAMETER_PX / 2 - 4, DIAMETER_PX / 2 - 4)
        painter.end()

    def _looks(self) -> tuple[str, str, str]:
        """Return the colours of the disc and its symbol, and the symbol's icon."""
        symbol = _SYMBOLS[self._press]
        if not self.isEnabled():
            return "disabled", "disabled-text", symbol
        if self._mood is Mood.FLOOR_HELD:
            return "accent-pressed", "accent-text", symbol
        if self._is_live:
            disc = "pressed" if self.isDown() else "hover" if self.underMouse() else "accent-soft"
            return disc, "text" if self._mood is Mood.MUTED else "accent", symbol
        disc = "accent-pressed" if self.isDown() else "accent-hover" if self.underMouse() else "accent"
        return disc, "accent-text", symbol

    def _paint_ring(self, painter: QPainter) -> None:
        """A shape for every mood: whole for the learner's voice, in pieces for the partner's, turning to wait.

        Two arcs like brackets where the learner can take the floor, four where the turn is kept open.
        """
        if not self._is_live:
            return
        lit = theme.color("level")
        if self._level:
            halo = QColor(lit)
            halo.setAlphaF(_HALO_ALPHA)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(halo)
            grown = DIAMETER_PX / 2 + _RING_PX + self._level * (_RING_ROOM_PX - _RING_PX)
            painter.drawEllipse(self._centre(), grown, grown)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = (DIAMETER_PX + _RING_PX) / 2
        circle = QRectF(0, 0, 2 * radius, 2 * radius)
        circle.moveCenter(self._centre())
        pen = QPen(lit, _RING_PX, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        match self._mood:
            case Mood.YOUR_TURN | Mood.FLOOR_HELD:
                painter.drawEllipse(circle)
            case Mood.FLOOR_FREE:
                for middle in (0, 180):
                    painter.drawArc(circle, (middle - _SIDE_DEGREES // 2) * 16, _SIDE_DEGREES * 16)
            case Mood.TAKES_TIME:
                for corner in range(4):
                    painter.drawArc(circle, (90 * corner + 45 - _QUARTER_DEGREES // 2) * 16, _QUARTER_DEGREES * 16)
            case Mood.THEIR_TURN:
                step = 360 * 16 // _PIECES
                for number in range(_PIECES):
                    painter.drawArc(circle, number * step, round(0.6 * step))
            case Mood.MUTED:
                painter.setPen(QPen(theme.color("text-soft"), _RING_PX, Qt.PenStyle.DotLine))
                painter.drawEllipse(circle)
            case Mood.WAITING | Mood.RESTING:
                painter.setPen(QPen(theme.color("level-track"), _RING_PX))
                painter.drawEllipse(circle)
                painter.setPen(pen)
                painter.drawArc(circle, (90 - self._turned) * 16, -_ARC_DEGREES * 16)
            case _:
                assert_never(self._mood)

    def _centre(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()
