"""Who spoke when: two lanes of time, the learner's filled above, the partner's hollow below, in up to six rows."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop.gui import theme
from desktop.gui.speech_words import clock
from desktop.gui.views.plot import Mark, Plot
from desktop.gui.voice_timeline import VoiceBlock

_LANE_PX = 10
_LANE_GAP_PX = 3
_ROW_GAP_PX = 10
_MOST_ROWS = 6
_ROWS_S = (60, 120, 180, 300, 600, 900, 1200, 1800, 3600)
_LABEL_GAP_PX = 8
_NEAR_PX = 12


class VoiceStrip(Plot):
    _blocks: tuple[VoiceBlock, ...] = ()
    _length_s = 0.0

    def show_blocks(self, blocks: Sequence[VoiceBlock], labels: Sequence[str], summary: str) -> None:
        """labels: one a block."""
        rows = self.row_count
        self._blocks = tuple(blocks)
        self._length_s = max((block.end_s for block in blocks), default=0.0)
        self.show_marks([Mark(block.key, label) for block, label in zip(blocks, labels, strict=True)], summary)
        if self.row_count != rows:
            self.updateGeometry()

    @property
    def row_s(self) -> float:
        """How many seconds a row holds: a round number where there is one."""
        return next((float(row) for row in _ROWS_S if row * _MOST_ROWS >= self._length_s), self._length_s / _MOST_ROWS)

    @property
    def row_count(self) -> int:
        return max(1, min(_MOST_ROWS, -int(-self._length_s // self.row_s)))

    def sizeHint(self) -> QSize:
        px = theme.metrics.px
        row = px(2 * _LANE_PX + _LANE_GAP_PX)
        return QSize(160, self.row_count * row + (self.row_count - 1) * px(_ROW_GAP_PX) + 2 * px(8))

    def nearest(self, point: QPointF) -> int:
        found = (
            (_distance(box, point), number) for number, block in enumerate(self._blocks) for box in self._boxes(block)
        )
        near, number = min(found, default=(float("inf"), -1))
        return number if near <= _NEAR_PX else -1

    def draw(self, painter: QPainter) -> None:
        painter.setFont(theme.metrics.font("small"))
        self._draw_lanes(painter)
        for number, block in enumerate(self._blocks):
            if number != self.current_number:
                self._draw_block(painter, block, is_current=False)
        if 0 <= self.current_number < len(self._blocks):
            self._draw_block(painter, self._blocks[self.current_number], is_current=True)

    def _draw_lanes(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(painter.font())
        for row in range(self.row_count):
            for is_learner in (True, False):
                lane = self.mirrored(self._lane(row, is_learner))
                painter.setPen(QPen(theme.color("border"), 1))
                painter.drawLine(
                    QPointF(lane.left(), round(lane.center().y()) + 0.5),
                    QPointF(lane.right(), round(lane.center().y()) + 0.5),
                )
            middle = (self._lane(row, True).top() + self._lane(row, False).bottom()) / 2
            box = QRectF(self.room.left(), middle - metrics.height() / 2, self._label_width(), metrics.height())
            painter.setPen(theme.color("text-soft"))
            side = Qt.AlignmentFlag.AlignLeft if self.isRightToLeft() else Qt.AlignmentFlag.AlignRight
            painter.drawText(self.mirrored(box), side | Qt.AlignmentFlag.AlignAbsolute, clock(row * self.row_s))

    def _draw_block(self, painter: QPainter, block: VoiceBlock, is_current: bool) -> None:
        if is_current:
            painter.setPen(QPen(theme.color("text"), 2))
        else:
            painter.setPen(Qt.PenStyle.NoPen if block.is_learner else QPen(theme.color("text-soft"), 1.5))
        painter.setBrush(theme.color("accent" if block.is_learner else "raised"))
        for box in self._boxes(block):
            radius = min(3.0, box.width() / 3)
            painter.drawRoundedRect(self.mirrored(box), radius, radius)

    def _boxes(self, block: VoiceBlock) -> Iterator[QRectF]:
        """Yield where a turn is drawn, one box a span and row."""
        for start, end in block.spans:
            for row in range(int(start / self.row_s), min(int(end / self.row_s), self.row_count - 1) + 1):
                lane = self._lane(row, block.is_learner)
                scale = lane.width() / self.row_s
                left = max(0.0, start - row * self.row_s) * scale
                right = min(self.row_s, end - row * self.row_s) * scale
                inset = 0.0 if block.is_learner else 0.75
                box = QRectF(lane.left() + left, lane.top(), max(2.0, right - left), lane.height())
                yield box.adjusted(0, inset, 0, -inset)

    def _lane(self, row: int, is_learner: bool) -> QRectF:
        px = theme.metrics.px
        lane, gap = px(_LANE_PX), px(_LANE_GAP_PX)
        top = self.room.top() + px(4) + row * (2 * lane + gap + px(_ROW_GAP_PX)) + (0 if is_learner else lane + gap)
        left = self.room.left() + self._label_width() + _LABEL_GAP_PX
        return QRectF(left, top, max(1.0, self.room.right() - left - 2), lane)

    def _label_width(self) -> float:
        return QFontMetricsF(theme.metrics.font("small")).horizontalAdvance(clock(self._length_s))


def _distance(box: QRectF, point: QPointF) -> float:
    beside = max(box.left() - point.x(), point.x() - box.right(), 0.0)
    above = max(box.top() - point.y(), point.y() - box.bottom(), 0.0)
    return float(max(beside, above))
