"""A bar for each turn, lines at round heights behind them, and a dashed line at the whole talk's."""

from collections.abc import Sequence
from itertools import count

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop.gui import theme
from desktop.gui.speech_words import seconds, whole
from desktop.gui.views.beside.plot import Mark, Plot

_HEIGHT_PX = 112
_MOST_LINES = 3
_WIDEST_BAR_PX = 20
_LEAST_STEP_PX = 3
_LABEL_GAP_PX = 6
LEAST_TOP = 0.3


class BarPlot(Plot):
    """The newest turns are shown where not all have room."""

    _heights: tuple[float, ...] = ()
    _mean: float | None = None
    _top = 1.0
    """The height of the plot, in the unit of the bars."""
    _lines: Sequence[float] = (0.0,)
    _bars: Sequence[tuple[int, QRectF]] = ()
    """The number of each mark that is shown, and its bar."""

    def show_bars(self, marks: Sequence[Mark], heights: Sequence[float], mean: float | None, summary: str) -> None:
        """heights: one a mark, 0 and more. mean: where the dashed line is drawn; None for nowhere."""
        self._heights = tuple(heights)
        self._mean = mean
        self._top = max(*heights, mean or 0.0, LEAST_TOP) * 1.08
        step = round_step(self._top, _MOST_LINES)
        self._lines = [number * step for number in range(_MOST_LINES + 1) if number * step <= self._top]
        self.show_marks(marks, summary)

    def sizeHint(self) -> QSize:
        return QSize(160, theme.metrics.px(_HEIGHT_PX))

    def nearest(self, point: QPointF) -> int:
        distances = ((abs(box.center().x() - point.x()), number) for number, box in self._bars)
        near, number = min(distances, default=(float("inf"), -1))
        return number if near <= theme.metrics.px(_WIDEST_BAR_PX) else -1

    def place(self) -> None:
        font = QFontMetricsF(theme.metrics.font("small"))
        self._label_width = max(font.horizontalAdvance(_label(value)) for value in self._lines)
        above = theme.metrics.px(6)
        room = self.room.adjusted(self._label_width + _LABEL_GAP_PX, above, -2, -above)
        self._bars_room = room
        shown = min(len(self._heights), max(1, int(room.width() / _LEAST_STEP_PX)))
        step = min(room.width() / max(shown, 1), theme.metrics.px(2 * _WIDEST_BAR_PX))
        width = min(float(theme.metrics.px(_WIDEST_BAR_PX)), max(2.0, step * 0.7))
        first = len(self._heights) - shown
        self._bars = []
        for number in range(first, len(self._heights)):
            height = max(2.0, room.height() * self._heights[number] / self._top)
            left = room.left() + (number - first + 0.5) * step - width / 2
            self._bars.append((number, QRectF(left, room.bottom() - height, width, height)))

    def draw(self, painter: QPainter) -> None:
        painter.setFont(theme.metrics.font("small"))
        self._draw_lines(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        for _, bar in self._bars:
            self._draw_bar(painter, bar)
        if self._mean is not None:
            painter.setPen(QPen(theme.color("text"), 1.5, Qt.PenStyle.DashLine))
            self._draw_line(painter, self._mean)

    def draw_current(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.color("text"), 2))
        painter.setBrush(theme.color("accent"))
        for number, bar in self._bars:
            if number == self.current_number:
                self._draw_bar(painter, bar)

    def _draw_bar(self, painter: QPainter, bar: QRectF) -> None:
        radius = min(3.0, bar.width() / 3)
        painter.drawRoundedRect(self.mirrored(bar), radius, radius)

    def _draw_lines(self, painter: QPainter) -> None:
        height = QFontMetricsF(painter.font()).height()
        for value in self._lines:
            painter.setPen(QPen(theme.color("border"), 1))
            y = self._draw_line(painter, value)
            painter.setPen(theme.color("text-soft"))
            box = QRectF(self.room.left(), y - height / 2, self._label_width, height)
            side = Qt.AlignmentFlag.AlignLeft if self.isRightToLeft() else Qt.AlignmentFlag.AlignRight
            painter.drawText(self.mirrored(box), side | Qt.AlignmentFlag.AlignAbsolute, _label(value))

    def _draw_line(self, painter: QPainter, value: float) -> float:
        room = self._bars_room
        y = round(room.bottom() - room.height() * value / self._top) + 0.5
        line = self.mirrored(QRectF(room.left(), y, room.width(), 0))
        painter.drawLine(line.topLeft(), line.topRight())
        return y


def _label(value: float) -> str:
    return whole(value) if value == int(value) else seconds(value)


def round_step(top: float, most: int) -> float:
    """Return the smallest of 0.1, 0.2, 0.5, 1 ... of which no more than `most` fit under `top`."""
    for power in count(-1):
        for digit in (1, 2, 5):
            if top / (digit * 10.0**power) < most + 1:
                return digit * 10.0**power
    raise AssertionError("there is always a larger number")
