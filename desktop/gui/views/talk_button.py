"""The one big thing in the window: a round button with a ring that follows the voices."""

from math import hypot, log10
from typing import assert_never

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.gui import icons, theme
from desktop.gui.words import Mood

DIAMETER_PX = 64
_RING_ROOM_PX = 12
"""Room around the button for the ring at the loudest."""
_QUIETEST_DB = -50.0
_FALL = 0.82
"""Share of its height that the ring keeps from one picture to the next, 30 a second: half gone in 0.1 s."""
_ARC_DEGREES = 80
_ARC_STEP_DEGREES = 8
_PIECES = 12
_RING_PX = 3
_HALO_ALPHA = 0.28
_ICON_PX = 26


def loudness(peak: float) -> float:
    """Return how loud a peak of 0.0 to 1.0 appears: 0.0 at -50 dB and below, 1.0 at full scale."""
    if peak <= 0:
        return 0.0
    return min(1.0, max(0.0, 1.0 - 20.0 * log10(peak) / _QUIETEST_DB))


class TalkButton(QAbstractButton):
    """Shows a microphone at rest and a square while a talk is on; `tick` moves the ring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mood = Mood.RESTING
        self._is_live = False
        self._level = 0.0
        self._turned = 0
        self.setObjectName("talk")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_state(self, mood: Mood, is_live: bool, press: str) -> None:
        """press: what a press does, in words."""
        self._mood, self._is_live = mood, is_live
        if not is_live:
            self._level = 0.0
        if self.text() != press:
            self.setText(press)
            self.setAccessibleName(press)
            self.setToolTip(press)
        self.update()

    def tick(self, capture: float, playback: float) -> None:
        """Follow the voice whose turn it is. Peaks of 0.0 to 1.0; called about 30 times a second."""
        heard = {Mood.YOUR_TURN: capture, Mood.THEIR_TURN: playback}.get(self._mood, 0.0)
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
        if not self.isEnabled():
            return "disabled", "disabled-text", "stop-filled" if self._is_live else "microphone"
        if self._is_live:
            disc = "pressed" if self.isDown() else "hover" if self.underMouse() else "accent-soft"
            return disc, "text" if self._mood is Mood.MUTED else "accent", "stop-filled"
        disc = "accent-pressed" if self.isDown() else "accent-hover" if self.underMouse() else "accent"
        return disc, "accent-text", "microphone"

    def _paint_ring(self, painter: QPainter) -> None:
        """A shape for every mood: whole for the learner's voice, in pieces for the partner's, turning to wait."""
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
            case Mood.YOUR_TURN:
                painter.drawEllipse(circle)
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
