"""Draws one measured turn. Text is only ever drawn as plain text."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
)

from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui import icons, theme
from desktop.gui.models.transcript import Rest, Row, rest_words
from desktop.gui.transcript_text import heard_words
from desktop.gui.views.painting import draw_line, draw_picture
from desktop.gui.views.talk.bubble_layout import Bubble, BubbleSizes

_SHARP_CORNER_PX = 4
_RING_PX = 2


@dataclass(frozen=True, slots=True)
class BubbleLook:
    """What a bubble's appearance depends on besides its turn."""

    speaker_name: str
    picture: QPixmap | None
    """The partner's; None while there is none."""
    dots: int = 3
    """How many of the three dots of a live turn are lit."""
    has_ring: bool = False
    """The keyboard is here."""
    marked: tuple[int, int] = (0, 0)
    """UTF-16 positions of the text marked for copying."""
    draws_star: bool = True
    points_at_rest: bool = False
    """The mouse is over the button that plays the rest."""


def paint_bubble(painter: QPainter, row: Row, bubble: Bubble, sizes: BubbleSizes, look: BubbleLook) -> None:
    """Draw the turn with the painter's origin at the row's top left corner."""
    turn = row.turn
    side = "learner" if turn.speaker is Speaker.LEARNER else "partner"
    if not bubble.header.isNull():
        _paint_header(painter, turn, bubble, sizes)
    if not bubble.avatar.isNull():
        draw_picture(painter, QRectF(bubble.avatar), look.picture, look.speaker_name)
    painter.setPen(QPen(theme.color(f"{side}-bubble-border"), 1))
    painter.setBrush(theme.color(f"{side}-bubble"))
    painter.drawPath(_outline(bubble, -0.5))
    if look.has_ring:
        painter.setPen(QPen(theme.color("focus"), _RING_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_outline(bubble, _RING_PX))
    _paint_text(painter, turn, bubble, look)
    if not bubble.footer.isNull():
        _paint_footer(painter, turn, bubble, sizes, look.dots)
    if not bubble.rest.isNull():
        _paint_rest(painter, row.rest, bubble, sizes, look.points_at_rest)
    if row.starred and look.draws_star:
        icons.paint(painter, "star-filled", centred(bubble.star, theme.metrics.px(18)), "star")


def centred(rect: QRect, side: int) -> QRect:
    """Return a square of `side` pixels in the middle of the rectangle."""
    square = QRect(0, 0, side, side)
    square.moveCenter(rect.center())
    return square


def _outline(bubble: Bubble, grown: float) -> QPainterPath:
    """Return the bubble's outline: round corners, the one under the speaker's name sharper."""
    rect = QRectF(bubble.bubble).adjusted(-grown, -grown, grown, grown)
    radius = theme.RADIUS_PX + max(grown, 0)
    sharp = radius if bubble.header.isNull() else _SHARP_CORNER_PX + max(grown, 0)
    left, right = (radius, sharp) if bubble.on_right else (sharp, radius)
    path = QPainterPath(QPointF(rect.left(), rect.top() + left))
    path.arcTo(rect.left(), rect.top(), 2 * left, 2 * left, 180, -90)
    path.arcTo(rect.right() - 2 * right, rect.top(), 2 * right, 2 * right, 90, -90)
    path.arcTo(rect.right() - 2 * radius, rect.bottom() - 2 * radius, 2 * radius, 2 * radius, 0, -90)
    path.arcTo(rect.left(), rect.bottom() - 2 * radius, 2 * radius, 2 * radius, 270, -90)
    path.closeSubpath()
    return path


def _paint_header(painter: QPainter, turn: Turn, bubble: Bubble, sizes: BubbleSizes) -> None:
    """Name and time at the speaker's edge, and a keyboard where the turn was written."""
    place = QRect(bubble.header)
    side = _at_side(bubble.on_right)

    def leave(width: int) -> None:
        place.adjust(*((0, 0, -width, 0) if bubble.on_right else (width, 0, 0, 0)))

    painter.setFont(sizes.small_bold)
    painter.setPen(theme.color("text"))
    painter.drawText(place, side, bubble.name)
    leave(bubble.name_width + sizes.gap)
    if turn.typed:
        left = place.right() + 1 - sizes.icon if bubble.on_right else place.left()
        box = QRect(left, place.top(), sizes.icon, place.height())
        icons.paint(painter, "keyboard", centred(box, sizes.icon), "text-soft")
        leave(sizes.icon + sizes.gap)
    painter.setFont(sizes.small)
    painter.setPen(theme.color("text-soft"))
    painter.drawText(place, side, bubble.time)


def _at_side(right: bool) -> int:
    """Return flags for a line of text at this side, whichever way the window reads."""
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


def _paint_text(painter: QPainter, turn: Turn, bubble: Bubble, look: BubbleLook) -> None:
    is_partial = turn.status is TurnStatus.LIVE and turn.speaker is Speaker.LEARNER
    painter.setPen(theme.color("text-soft" if is_partial else "text"))
    formats: list[QTextLayout.FormatRange] = []
    if bubble.unheard_from < bubble.text_end:
        unheard = QTextCharFormat()
        # While it is spoken it is read along: softer, but as legible as any small print.
        unheard.setForeground(theme.color("text-soft" if turn.status is TurnStatus.LIVE else "text-faint"))
        formats.append(_format_range(bubble.unheard_from, bubble.text_end, unheard))
    start, stop = sorted(look.marked)
    if start < stop:
        marked = QTextCharFormat()
        marked.setBackground(theme.color("accent"))
        marked.setForeground(theme.color("accent-text"))
        formats.append(_format_range(start, stop, marked))
    bubble.text.draw(painter, QPointF(bubble.text_at), formats)


def _format_range(start: int, stop: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = start, stop - start, form
    return span


def _paint_footer(painter: QPainter, turn: Turn, bubble: Bubble, sizes: BubbleSizes, dots: int) -> None:
    """What is special about the turn: it is still being said, was cut short, or was heard otherwise."""
    from_learner = turn.speaker is Speaker.LEARNER
    mirrored = bubble.on_right is not from_learner
    place = QRect(bubble.footer)

    def take(width: int) -> QRect:
        """Return the next `width` pixels in reading direction."""
        taken = QRect(place)
        taken.setWidth(width)
        if mirrored:
            taken.moveRight(place.right())
            place.setRight(taken.left() - 5)
        else:
            place.setLeft(taken.right() + 5)
        return taken

    painter.setFont(sizes.small)
    painter.setPen(theme.color("text-soft"))
    if turn.corrected and turn.status is not TurnStatus.LIVE:
        direction = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        draw_line(painter, place, heard_words(turn.text, turn.typed), sizes.small, theme.color("text-soft"), direction)
        return
    if turn.status is TurnStatus.INTERRUPTED:
        icons.paint(painter, "loudspeaker-off", centred(take(sizes.icon), sizes.icon), "text-soft")
        word = QCoreApplication.translate("Transcript", "interrupted")
        painter.drawText(place, _at_side(mirrored), word)
        return
    if from_learner:
        word = QCoreApplication.translate("Transcript", "listening")
        painter.drawText(take(QFontMetrics(sizes.small).horizontalAdvance(word)), _at_side(mirrored), word)
    _paint_dots(painter, take(2 * sizes.icon), dots)


def _paint_rest(painter: QPainter, rest: Rest, bubble: Bubble, sizes: BubbleSizes, pointed: bool) -> None:
    """A small button: what was not heard can be played, and stopped."""
    words = rest_words(rest)
    if words is None:
        return
    place = QRectF(bubble.rest).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(theme.color("border" if rest is Rest.WAITING else "field-border"), 1))
    painter.setBrush(theme.color("hover") if pointed and rest is not Rest.WAITING else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place, 10, 10)
    token = "disabled-text" if rest is Rest.WAITING else "accent"
    text_width = sizes.bold_metrics.horizontalAdvance(words[0])
    start = bubble.rest.left() + (bubble.rest.width() - sizes.icon - 6 - text_width) // 2
    box = QRect(start, bubble.rest.top(), sizes.icon, bubble.rest.height())
    text = QRect(start + sizes.icon + 6, bubble.rest.top(), text_width + 1, bubble.rest.height())
    if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        text.moveLeft(start)
        box.moveLeft(start + text_width + 6)
    icons.paint(painter, "stop-filled" if rest is Rest.PLAYING else "play", centred(box, sizes.icon), token)
    painter.setFont(sizes.small_bold)
    painter.setPen(theme.color(token))
    painter.drawText(text, _at_side(False), words[0])


def _paint_dots(painter: QPainter, place: QRect, lit: int) -> None:
    radius = place.width() / 14
    painter.setPen(Qt.PenStyle.NoPen)
    for number in range(3):
        painter.setBrush(theme.color("accent" if number < lit else "level-track"))
        centre = QPointF(place.left() + radius + number * 3.5 * radius, place.center().y() + 1)
        painter.drawEllipse(centre, radius, radius)
