"""A small bar that shows that the microphone hears something."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.gui import theme
from desktop.gui.views.talk.talk_button import loudness

_BARS = 7
_FALL = 0.75
_BAR_PX = 4
_GAP_PX = 3
_HEIGHT_PX = 18


class LevelMeter(QWidget):
    """Bars that light up from the start with the level; the louder the taller, so that colour is not needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Microphone level"))
        self.setToolTip(self.tr("Microphone level"))
        theme.changes.changed.connect(self.updateGeometry)

    def tick(self, peak: float) -> None:
        """Show a peak of 0.0 to 1.0; called about 30 times a second."""
        lit = self._lit()
        self._level = max(loudness(peak), self._level * _FALL)
        if self._lit() != lit:
            self.update()

    def _lit(self) -> int:
        return round(self._level * _BARS)

    def sizeHint(self) -> QSize:
        px = theme.metrics.px
        return QSize(px(_BARS * (_BAR_PX + _GAP_PX) - _GAP_PX), px(_HEIGHT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        scale = theme.metrics.scale
        painter.scale(scale, scale)
        lit = self._lit()
        for number in range(_BARS):
            height = _HEIGHT_PX * (0.4 + 0.6 * number / (_BARS - 1))
            bar = QRectF(number * (_BAR_PX + _GAP_PX), (_HEIGHT_PX - height) / 2, _BAR_PX, height)
            painter.setBrush(theme.color("level" if number < lit else "level-track"))
            painter.drawRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
        painter.end()
