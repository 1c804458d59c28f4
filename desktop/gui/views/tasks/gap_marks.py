"""The marks of remarks in a text with gaps: drawn over fields and words alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.gui import theme
from desktop.gui.models.remarks import Mark, Remarks
from desktop.gui.views.feedback.mark_painting import badge_side, draw_badge, draw_ground, draw_underline, lanes
from desktop.gui.views.tasks.gap_layout import GapLayout


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """hole: number of the gap it is on, -1 on words. boxes: letters or field, a box a line."""

    mark: Mark
    lane: int
    hole: int
    boxes: tuple[QRectF, ...]
    is_first: bool


class GapMarks(QWidget):
    """Lies over the text and its fields; the mouse does not see it."""

    def __init__(self, remarks: Remarks, parent: QWidget) -> None:
        super().__init__(parent)
        self._remarks = remarks
        self.drawn: tuple[DrawnMark, ...] = ()
        self._from_right = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def take(self, marks: Sequence[Mark], lines: GapLayout, answers: Sequence[str], fields: Sequence[QRectF]) -> None:
        """Find anew where these marks are. fields: the box of the field in each hole."""
        letters = QFontMetrics(theme.metrics.font()).height()
        drawn = []
        for mark, lane in zip(marks, lanes([(mark.span.start, mark.span.end) for mark in marks]), strict=True):
            is_first = True
            for place in lines.places_of(mark.span, answers):
                if place.hole >= 0:
                    boxes: tuple[QRectF, ...] = (fields[place.hole],)
                else:
                    boxes = tuple(_letters(box, letters) for box in lines.boxes(place.start, place.end))
                drawn.append(DrawnMark(mark, lane, place.hole, boxes, is_first))
                is_first = False
        self.drawn = tuple(drawn)
        self._from_right = lines.reads_from_right
        self.update()

    def on_hole(self, number: int) -> tuple[int, ...]:
        """Return the remarks that are about a gap, in order."""
        return tuple(dict.fromkeys(one.mark.remark for one in self.drawn if one.hole == number))

    def boxes_of(self, remark: int) -> tuple[DrawnMark, ...]:
        return tuple(one for one in self.drawn if one.mark.remark == remark)

    def draw_grounds(self, painter: QPainter) -> None:
        """Draw what lies behind the words of the chosen remark; painted by the text, below its fields."""
        edge = theme.metrics.px(3)
        for one in self.boxes_of(self._remarks.current):
            for box in one.boxes:
                draw_ground(painter, box.adjusted(-edge, -edge, edge, 3 * edge))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_stale, side = self._remarks.is_stale, badge_side()
        taken: dict[tuple[int, int], int] = {}
        for one in self.drawn:
            strong = one.mark.remark == self._remarks.current
            for box in one.boxes:
                draw_underline(painter, box, one.lane, one.mark.verdict, is_stale, strong)
            if one.is_first and one.boxes:
                at = one.boxes[0]
                spot = (round(at.left()), round(at.top()))
                shift = 0.8 * side * taken.get(spot, 0)
                taken[spot] = taken.get(spot, 0) + 1
                # Above letters, over a field's corner.
                top = at.top() - side * (0.85 if one.hole < 0 else 0.5)
                left = at.right() - shift - side * 0.65 if self._from_right else at.left() + shift - side * 0.35
                place = QPointF(left, top)
                draw_badge(painter, QRectF(place, QRectF(0, 0, side, side).size()), one.mark.verdict, is_stale)
        painter.end()


def _letters(line: QRectF, height: int) -> QRectF:
    """Return the part of a line's box that its letters take."""
    return QRectF(line.left(), line.center().y() - height / 2, line.width(), height)
