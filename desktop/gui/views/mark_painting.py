"""How a remark is drawn at its words: an underline whose style says the verdict, and a small badge that repeats it."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from desktop.conversation.feedback import Verdict
from desktop.gui import icons, theme
from desktop.gui.remark_words import VERDICT_ICONS, VERDICT_TOKENS

LANES = 3
"""Underlines that find room below each other; a fourth on the same words is drawn over the third."""
_WIDTH_PX = 1.8
_PITCH_PX = 4
_WAVE_PX = 6.4
_BADGE_PX = 10.5
STALE_TOKEN = "text-faint"  # a colour of the theme


def token_of(verdict: Verdict, is_stale: bool) -> str:
    return STALE_TOKEN if is_stale else VERDICT_TOKENS[verdict]


def badge_side() -> int:
    return theme.metrics.px(_BADGE_PX)


def draw_underline(painter: QPainter, line: QRectF, lane: int, verdict: Verdict, is_stale: bool, strong: bool) -> None:
    """Underline a piece of a line of text.

    line: the words, as high as their letters. lane: 0 right below them, up to LANES - 1. strong: the remark is chosen.
    """
    px = theme.metrics.px
    width = _WIDTH_PX * theme.metrics.scale * (1.5 if strong else 1.0)
    y = line.bottom() + px(1) + lane * px(_PITCH_PX) + width / 2
    start, end = line.left(), max(line.right(), line.left() + px(4))
    pen = QPen(theme.color(token_of(verdict, is_stale)), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match verdict:
        case Verdict.WRONG:
            painter.setPen(pen)
            painter.drawPath(_wave(start, end, y))
            return
        case Verdict.PARTIAL:
            pen.setDashPattern([2.6, 1.6])
        case Verdict.UNKNOWN:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setDashPattern([0.05, 2.1])
        case Verdict.CORRECT:
            pass
    painter.setPen(pen)
    painter.drawLine(QPointF(start, y), QPointF(end, y))


def draw_badge(painter: QPainter, box: QRectF, verdict: Verdict, is_stale: bool) -> None:
    """Draw the verdict's sign on a small disc."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token_of(verdict, is_stale)))
    painter.drawEllipse(box)
    inset = box.width() * 0.16
    icons.paint(painter, VERDICT_ICONS[verdict], box.adjusted(inset, inset, -inset, -inset), "raised")


def draw_ground(painter: QPainter, box: QRectF) -> None:
    """Draw what lies behind the words of the chosen remark."""
    radius = theme.metrics.px(4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent-soft"))
    painter.drawRoundedRect(box, radius, radius)


def lanes(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return a lane for each span: none meets another on its lane while LANES suffice; the shorter lie nearer."""
    taken: tuple[list[tuple[int, int]], ...] = tuple([] for _ in range(LANES))
    found = [LANES - 1] * len(spans)
    for number in sorted(range(len(spans)), key=lambda one: spans[one][1] - spans[one][0]):
        span = spans[number]
        for lane, others in enumerate(taken):
            if _is_free(others, span):
                insort(others, span)
                found[number] = lane
                break
    return found


def _is_free(others: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    """others: in order, none meets another."""
    at = bisect_left(others, span)
    before: Iterable[tuple[int, int]] = others[max(0, at - 1) : at + 1]
    return all(other[1] <= span[0] or other[0] >= span[1] for other in before) and span not in before


def _wave(start: float, end: float, y: float) -> QPainterPath:
    """Return half waves from start to end, the last one as long as there is room."""
    half = _WAVE_PX * theme.metrics.scale / 2
    height = half * 0.85
    path = QPointF(start, y)
    wave = QPainterPath(path)
    x, up = start, True
    while x < end - 0.5:
        following = min(x + half, end)
        wave.quadTo(QPointF((x + following) / 2, y - height if up else y + height), QPointF(following, y))
        x, up = following, not up
    return wave
