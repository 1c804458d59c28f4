"""Who spoke when: two lanes of time, the learner's filled above, the partner's hollow below, in up to six rows."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop.gui import theme
from desktop.gui.speech_words import clock
from desktop.gui.views.beside.plot import Mark, Plot
from desktop.gui.voice_timeline import VoiceBlock

_LANE_PX = 10
_LANE_GAP_PX = 3
_ROW_GAP_PX = 10
_MOST_ROWS = 6
_ROWS_S = (60, 120, 180, 300, 600, 900, 1200, 1800, 3600)
_LABEL_GAP_PX = 8
_NEAR_PX = 12
_MOST_ROUND = 150
"""Of more boxes the corners cannot be seen, and rounding them takes 40 ms for an hour of talk."""


class VoiceStrip(Plot):
    _blocks: tuple[VoiceBlock, ...] = ()
    _length_s = 0.0
    _boxes: Sequence[tuple[QRectF, ...]] = ()
    """Where each turn is drawn: one box a span and row."""

    def show_blocks(self, blocks: Sequence[VoiceBlock], labels: Sequence[Callable[[], str]], summary: str) -> None:
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

    def boxes(self, number: int) -> tuple[QRectF, ...]:
        """Return where a turn is drawn, before mirroring."""
        return self._boxes[number]

    def sizeHint(self) -> QSize:
        px = theme.metrics.px
        row = px(2 * _LANE_PX + _LANE_GAP_PX)
        return QSize(160, self.row_count * row + (self.row_count - 1) * px(_ROW_GAP_PX) + 2 * px(8))

    def nearest(self, point: QPointF) -> int:
        found = ((_distance(box, point), number) for number, boxes in enumerate(self._boxes) for box in boxes)
        near, number = min(found, default=(float("inf"), -1))
        return number if near <= _NEAR_PX else -1

    def place(self) -> None:
        font = QFontMetricsF(theme.metrics.font("small"))
        self._label_width = font.horizontalAdvance(clock(self._length_s))
        rows = range(self.row_count)
        self._lanes = {is_learner: [self._lane(row, is_learner) for row in rows] for is_learner in (True, False)}
        row_s = self.row_s
        self._boxes = [tuple(self._boxes_of(block, row_s)) for block in self._blocks]

    def draw(self, painter: QPainter) -> None:
        painter.setFont(theme.metrics.font("small"))
        self._draw_lanes(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, sum(map(len, self._boxes)) <= _MOST_ROUND)
        for is_learner in (False, True):
            painter.setBrush(theme.color("accent" if is_learner else "raised"))
            painter.setPen(Qt.PenStyle.NoPen if is_learner else QPen(theme.color("text-soft"), 1.5))
            self._draw_boxes(
                painter,
                [
                    box
                    for block, boxes in zip(self._blocks, self._boxes, strict=True)
                    if block.is_learner is is_learner
                    for box in boxes
                ],
            )

    def draw_current(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.color("text"), 2))
        painter.setBrush(theme.color("accent" if self._blocks[self.current_number].is_learner else "raised"))
        self._draw_boxes(painter, self._boxes[self.current_number])

    def _draw_boxes(self, painter: QPainter, boxes: Sequence[QRectF]) -> None:
        if not painter.testRenderHint(QPainter.RenderHint.Antialiasing):
            painter.drawRects([self.mirrored(box) for box in boxes])
            return
        for box in boxes:
            radius = min(3.0, box.width() / 3)
            painter.drawRoundedRect(self.mirrored(box), radius, radius)

    def _draw_lanes(self, painter: QPainter) -> None:
        height = QFontMetricsF(painter.font()).height()
        side = Qt.AlignmentFlag.AlignLeft if self.isRightToLeft() else Qt.AlignmentFlag.AlignRight
        for row, (above, below) in enumerate(zip(self._lanes[True], self._lanes[False], strict=True)):
            painter.setPen(QPen(theme.color("border"), 1))
            for lane in (self.mirrored(above), self.mirrored(below)):
                y = round(lane.center().y()) + 0.5
                painter.drawLine(QPointF(lane.left(), y), QPointF(lane.right(), y))
            middle = (above.top() + below.bottom()) / 2
            box = QRectF(self.room.left(), middle - height / 2, self._label_width, height)
            painter.setPen(theme.color("text-soft"))
            painter.drawText(self.mirrored(box), side | Qt.AlignmentFlag.AlignAbsolute, clock(row * self.row_s))

    def _boxes_of(self, block: VoiceBlock, row_s: float) -> Iterator[QRectF]:
        lanes = self._lanes[block.is_learner]
        inset = 0.0 if block.is_learner else 0.75
        for start, end in block.spans:
            for row in range(int(start / row_s), min(int(end / row_s), len(lanes) - 1) + 1):
                lane = lanes[row]
                scale = lane.width() / row_s
                left = max(0.0, start - row * row_s) * scale
                right = min(row_s, end - row * row_s) * scale
                yield QRectF(lane.left() + left, lane.top() + inset, max(2.0, right - left), lane.height() - 2 * inset)

    def _lane(self, row: int, is_learner: bool) -> QRectF:
        px, room = theme.metrics.px, self.room
        lane, gap = px(_LANE_PX), px(_LANE_GAP_PX)
        top = room.top() + px(4) + row * (2 * lane + gap + px(_ROW_GAP_PX)) + (0 if is_learner else lane + gap)
        left = room.left() + self._label_width + _LABEL_GAP_PX
        return QRectF(left, top, max(1.0, room.right() - left - 2), lane)


def _distance(box: QRectF, point: QPointF) -> float:
    beside = max(box.left() - point.x(), point.x() - box.right(), 0.0)
    above = max(box.top() - point.y(), point.y() - box.bottom(), 0.0)
    return float(max(beside, above))
