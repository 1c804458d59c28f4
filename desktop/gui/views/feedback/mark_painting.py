"""How a remark is drawn at its words: an underline whose style says the verdict, and a small badge that repeats it."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from functools import cache
from math import ceil
from typing import assert_never

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.conversation.feedback import Verdict
from desktop.gui import icons, theme
from desktop.gui.remark_words import VERDICT_ICONS, VERDICT_TOKENS

LANES = 3
"""Underlines that find room below each other; a fourth on the same words is drawn over the third."""
_WIDTH_PX = 1.8
_PITCH_PX = 4
_PERIODS = {Verdict.CORRECT: 8.0, Verdict.PARTIAL: 8.0, Verdict.WRONG: 7.0, Verdict.UNKNOWN: 4.2}
"""Logical pixels after which an underline repeats itself."""
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
    ratio = painter.device().devicePixelRatioF()
    shade = theme.color(token_of(verdict, is_stale)).name()
    tile = _tile(verdict, shade, _WIDTH_PX * theme.metrics.scale * (1.5 if strong else 1.0), ratio)
    height = tile.height() / ratio
    width = max(line.width(), px(4))
    top = line.bottom() + px(3) + lane * px(_PITCH_PX) - height / 2
    painter.drawTiledPixmap(QRectF(line.left(), top, width, height), tile)


def draw_badge(painter: QPainter, box: QRectF, verdict: Verdict, is_stale: bool) -> None:
    """Draw the verdict's sign on a small disc."""
    ratio = painter.device().devicePixelRatioF()
    disc, sign = theme.color(token_of(verdict, is_stale)).name(), theme.color("raised").name()
    badge = _badge(verdict, disc, sign, round(box.width() * ratio))
    painter.drawPixmap(box, badge, QRectF(badge.rect()))


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


@cache
def _tile(verdict: Verdict, shade: str, width: float, ratio: float) -> QPixmap:
    """Return one period of an underline: laid side by side they cost a tenth of stroking each line anew."""
    unit = round(width * ratio * 100) / 100
    period = max(4, round(_PERIODS[verdict] * theme.metrics.scale * ratio))
    height = ceil(unit * 3)
    tile = QPixmap(period, height)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(shade), unit)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    middle = height / 2
    match verdict:
        case Verdict.WRONG:
            wave = QPainterPath(QPointF(-period / 2, middle))
            for number in range(4):
                x = period * (number - 1) / 2
                y = middle + (unit if number % 2 else -unit) * 1.5
                wave.quadTo(QPointF(x + period / 4, y), QPointF(x + period / 2, middle))
            painter.drawPath(wave)
        case Verdict.PARTIAL:
            painter.drawLine(QPointF(0, middle), QPointF(period * 0.62, middle))
        case Verdict.UNKNOWN:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade))
            painter.drawEllipse(QPointF(period / 2, middle), unit * 0.6, unit * 0.6)
        case Verdict.CORRECT:
            painter.drawLine(QPointF(-1, middle), QPointF(period + 1, middle))
        case _:
            assert_never(verdict)
    painter.end()
    tile.setDevicePixelRatio(ratio)
    return tile


@cache
def _badge(verdict: Verdict, disc: str, sign: str, side: int) -> QPixmap:
    """Return a badge of `side` device pixels. The cache holds verdicts x themes x sizes in use."""
    badge = QPixmap(side, side)
    badge.fill(Qt.GlobalColor.transparent)
    painter = QPainter(badge)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(disc))
    painter.drawEllipse(badge.rect())
    inset = side * 0.16
    box = QRectF(badge.rect()).adjusted(inset, inset, -inset, -inset)
    QSvgRenderer(icons.svg(VERDICT_ICONS[verdict], sign)).render(painter, box)
    painter.end()
    return badge
