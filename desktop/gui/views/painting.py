"""What several delegates paint: a round picture or its initials, text in a number of lines, a focus ring."""

import unicodedata
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle

from desktop.gui import theme

FOCUS_RING_PX = 2


def draw_picture(painter: QPainter, box: QRectF, pixmap: QPixmap | None, name: str) -> None:
    """Paint a picture as a disc; while there is none, the initials of `name` on a quiet ground."""
    path = QPainterPath()
    path.addEllipse(box)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    if pixmap is None:
        painter.fillPath(path, theme.color("accent-soft"))
        font = theme.metrics.font("body", bold=True)
        font.setPixelSize(max(8, round(box.height() * 0.36)))
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(name))
    else:
        painter.setClipPath(path)
        painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))
    painter.restore()


def initials(name: str) -> str:
    """Return the first letters of the first and last word, capitals; a dot where there is no letter."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "") if words else "·"
    return letters.upper()


def draw_line(
    painter: QPainter, box: QRect, text: str, font: QFont, shade: QColor, direction: Qt.LayoutDirection
) -> None:
    """Paint one line at the side where the window's reading begins, elided where the text's own ends."""
    painter.save()
    painter.setFont(font)
    painter.setPen(shade)
    painter.setLayoutDirection(text_direction(text, direction))
    shown = QFontMetrics(font).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, box.width())
    side = _side(direction) | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box, side | Qt.TextFlag.TextSingleLine, shown)
    painter.restore()


def draw_lines(
    painter: QPainter,
    box: QRect,
    text: str,
    font: QFont,
    shade: QColor,
    direction: Qt.LayoutDirection,
    most: int,
) -> int:
    """Paint up to `most` lines from the top of `box`, the last one elided; return the height they took."""
    text = " ".join(text.split())
    units = text.encode("utf-16-le")  # Qt counts these; Python counts code points.
    option = QTextOption(_side(direction))
    option.setTextDirection(text_direction(text, direction))
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    step = line_step(font)
    painter.setPen(shade)
    painter.setFont(font)
    layout.beginLayout()
    taken = 0
    while taken < most and (line := layout.createLine()).isValid():
        line.setLineWidth(box.width())
        line.setPosition(QPointF(0, taken * step))
        taken += 1
        if taken == most and 2 * (line.textStart() + line.textLength()) < len(units):
            rest = units[2 * line.textStart() :].decode("utf-16-le")
            last = QRect(box.left(), box.top() + round((most - 1) * step), box.width(), ceil(step))
            draw_line(painter, last, rest, font, shade, direction)
            break
        line.draw(painter, QPointF(box.topLeft()))
    layout.endLayout()
    return round(taken * step)


def text_direction(text: str, otherwise: Qt.LayoutDirection) -> Qt.LayoutDirection:
    """Return the direction of the first letter that has one, as the Unicode algorithm takes it for a paragraph."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return Qt.LayoutDirection.LeftToRight
        if kind in ("R", "AL"):
            return Qt.LayoutDirection.RightToLeft
    return otherwise


def _side(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """Return the side where reading begins; absolute, for the text's own direction may be the other one."""
    return QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute


def line_step(font: QFont) -> float:
    """Return the distance between two lines of running text."""
    return max(QFontMetrics(font).height(), font.pixelSize() * 1.35)


def draw_focus(painter: QPainter, box: QRect | QRectF, radius: float, token: str = "focus") -> None:
    """Paint the focus ring just inside `box`."""
    inset = FOCUS_RING_PX / 2
    painter.setPen(QPen(theme.color(token), FOCUS_RING_PX))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), radius, radius)
