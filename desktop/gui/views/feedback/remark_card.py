"""One remark as a card: its verdict in word and icon, the topic, the words it is about, what it says."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QStyle

from desktop.conversation.feedback import Feedback
from desktop.gui import icons, theme
from desktop.gui.remark_words import (
    LONGEST_MESSAGE,
    VERDICT_ICONS,
    aspect_words,
    message_of,
    quote_of,
    shortened,
    verdict_word,
)
from desktop.gui.views.feedback.mark_painting import token_of
from desktop.gui.views.painting import draw_focus, draw_line, line_step
from desktop.gui.views.talk.bubble_layout import break_lines

CARD_GAP_PX = 8
_PAD_PX = 12
_BAR_PX = 4
_ICON_PX = 15
_LONGEST_TOPIC = 60


@dataclass(frozen=True, slots=True)
class CardState:
    """What changes about a card without moving anything in it. place: "2 of 3", or empty."""

    place: str
    is_current: bool
    is_stale: bool
    has_focus: bool
    is_hovered: bool


class CardFonts:
    """What all cards of a text size share."""

    def __init__(self) -> None:
        self.body, self.small = theme.metrics.font("body"), theme.metrics.font("small")
        self.bold = theme.metrics.font("body", bold=True)
        self.body_step, self.small_step = ceil(line_step(self.body)), ceil(line_step(self.small))
        self.head_height = ceil(line_step(self.bold))


@dataclass(slots=True)
class _Paragraph:
    text: QTextLayout
    width: int
    top: int
    token: str


class RemarkCard:
    """Measured once for a remark, a width and a text size. Every place is relative to the card's top left corner."""

    def __init__(self, remark: Feedback, width: int, fonts: CardFonts) -> None:
        """width: of the card, in pixels."""
        self.remark = remark
        self._fonts = fonts
        self._paragraphs: list[_Paragraph] = []
        room = max(width - 2 * _PAD_PX - _BAR_PX, 40)
        top = _PAD_PX + fonts.head_height
        small, body = (fonts.small, fonts.small_step, "text-soft"), (fonts.body, fonts.body_step, "text")
        aspects = [shortened(aspect_words(one), LONGEST_MESSAGE // 4) for one in remark.aspects[:12]]
        parts = [(quote_of(remark), small), (message_of(remark), body), *((words, small) for words in aspects)]
        for words, (font, step, token) in parts:
            if words:
                lines, natural = break_lines(words, font, room, step)
                self._paragraphs.append(_Paragraph(lines, natural, top + 4, token))
                top += 4 + lines.lineCount() * step
        self.height = top + _PAD_PX

    def paint(self, painter: QPainter, card: QRect, state: CardState, direction: Qt.LayoutDirection) -> None:
        token = token_of(self.remark.verdict, state.is_stale)
        self._paint_ground(painter, card, state, token, direction)
        inner = card.adjusted(_PAD_PX, _PAD_PX, -_PAD_PX, -_PAD_PX)
        inner = QStyle.visualRect(direction, card, inner.adjusted(_BAR_PX, 0, 0, 0))
        self._paint_head(painter, inner, state, token, direction)
        is_mirrored = direction == Qt.LayoutDirection.RightToLeft
        for one in self._paragraphs:
            painter.setPen(theme.color("text-soft" if state.is_stale else one.token))
            left = inner.right() + 1 - one.width if is_mirrored else inner.left()
            one.text.draw(painter, QPointF(left, card.top() + one.top))

    def _paint_ground(
        self, painter: QPainter, card: QRect, state: CardState, token: str, direction: Qt.LayoutDirection
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(theme.color("accent-soft" if state.is_current else "hover" if state.is_hovered else "raised"))
        painter.setPen(QPen(theme.color("accent" if state.is_current else "border"), 1))
        painter.drawRoundedRect(box, theme.RADIUS_PX, theme.RADIUS_PX)
        bar = QRect(card.left() + 6, card.top() + _PAD_PX, _BAR_PX, card.height() - 2 * _PAD_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(token))
        painter.drawRoundedRect(QStyle.visualRect(direction, card, bar), _BAR_PX / 2, _BAR_PX / 2)
        if state.has_focus:
            draw_focus(painter, card, theme.RADIUS_PX)

    def _paint_head(
        self, painter: QPainter, inner: QRect, state: CardState, token: str, direction: Qt.LayoutDirection
    ) -> None:
        """Icon, verdict, topic; at the end of the line which of several on the same words it is."""
        head = QRect(inner.left(), inner.top(), inner.width(), self._fonts.head_height)

        def put(start: int, width: int) -> QRect:
            return QStyle.visualRect(direction, head, QRect(head.left() + start, head.top(), width, head.height()))

        side = theme.metrics.px(_ICON_PX)
        icon = put(0, side)
        icon.setTop(head.center().y() - side // 2)
        icon.setHeight(side)
        icons.paint(painter, VERDICT_ICONS[self.remark.verdict], icon, token)
        bold, small = self._fonts.bold, self._fonts.small
        at, end = side + 8, head.width()
        if state.place:
            width = QFontMetrics(small).horizontalAdvance(state.place) + 2
            end -= width
            draw_line(painter, put(end, width), state.place, small, theme.color("text-soft"), direction)
            end -= 8
        word = verdict_word(self.remark.verdict)
        width = min(QFontMetrics(bold).horizontalAdvance(word) + 2, max(0, end - at))
        shade = theme.color("text-soft" if state.is_stale else "text")
        draw_line(painter, put(at, width), word, bold, shade, direction)
        at += width + 8
        topic = shortened(self.remark.topic, _LONGEST_TOPIC)
        if topic and end - at > side:
            draw_line(painter, put(at, end - at), topic, small, theme.color("text-soft"), direction)
