"""The picker's cards: an assistant each."""

from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QWidget

from desktop.conversation.catalogue import Assistant
from desktop.gui import icons, theme
from desktop.gui.models.assistants import AssistantsModel
from desktop.gui.pictures import Pictures
from desktop.gui.views.flowing_cards import PADDING_PX, CardDelegate, FlowingCards
from desktop.gui.views.painting import draw_line, draw_lines, draw_picture, line_step

_PICTURE_PX = 56
_TEXT_LINES = 2


class CardGrid(FlowingCards):
    """`started` tells the assistant's id."""

    def __init__(self, model: AssistantsModel, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(model, AssistantDelegate(pictures), card_height, parent)
        pictures.loaded.connect(self.viewport().update)


def card_height() -> int:
    body = line_step(theme.metrics.font("body"))
    small = line_step(theme.metrics.font("small"))
    texts = _TEXT_LINES * (body + small) + 4
    return round(2 * PADDING_PX + theme.metrics.px(_PICTURE_PX) + 12 + texts + 12 + _foot_height())


def _foot_height() -> int:
    return QFontMetrics(theme.metrics.font("small", bold=True)).height() + 4


class AssistantDelegate(CardDelegate):
    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures

    def paint_content(self, painter: QPainter, inner: QRect, one: Assistant, direction: Qt.LayoutDirection) -> None:
        head = QRect(inner.topLeft(), QSize(inner.width(), theme.metrics.px(_PICTURE_PX)))
        self._paint_head(painter, head, one, direction)
        body, small = theme.metrics.font("body"), theme.metrics.font("small")
        text = inner.adjusted(0, head.height() + 12, 0, 0)
        goal = one.goal or one.description
        taken = draw_lines(painter, text, goal, body, theme.color("text"), direction, _TEXT_LINES)
        if one.goal and one.description:
            below = text.adjusted(0, taken + 4, 0, 0)
            draw_lines(painter, below, one.description, small, theme.color("text-soft"), direction, _TEXT_LINES)
        foot = QRect(inner.left(), inner.bottom() + 1 - _foot_height(), inner.width(), _foot_height())
        self._paint_foot(painter, foot, one, direction)

    def _paint_head(self, painter: QPainter, head: QRect, one: Assistant, direction: Qt.LayoutDirection) -> None:
        """Paint the picture and beside it the name in one or two lines, in the middle of its height."""
        picture = QRect(head.left(), head.top(), head.height(), head.height())
        pixmap = self._pictures.get(one.picture_url, head.height(), painter.device().devicePixelRatioF())
        draw_picture(painter, QRectF(QStyle.visualRect(direction, head, picture)), pixmap, one.name)
        beside = head.adjusted(head.height() + 12, 0, 0, 0)
        font = theme.metrics.font("title", bold=True)
        fits = QFontMetrics(font).horizontalAdvance(one.name) <= beside.width()
        height = ceil(line_step(font)) * (1 if fits else 2)
        name = QRect(beside.left(), head.center().y() - height // 2, beside.width(), height)
        name = QStyle.visualRect(direction, head, name)
        draw_lines(painter, name, one.name, font, theme.color("text"), direction, 2)

    def _paint_foot(self, painter: QPainter, foot: QRect, one: Assistant, direction: Qt.LayoutDirection) -> None:
        """Paint the level, and how many like this assistant."""
        start = foot.left()
        if one.level:
            font = theme.metrics.font("small", bold=True)
            width = QFontMetrics(font).horizontalAdvance(one.level) + 16
            badge = QStyle.visualRect(direction, foot, QRect(start, foot.top(), width, foot.height()))
            painter.setFont(font)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft"))
            painter.drawRoundedRect(badge, foot.height() / 2, foot.height() / 2)
            painter.setPen(theme.color("text"))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, one.level)
            start += width + 12
        if one.liked_count:
            side = theme.metrics.px(14)
            heart = QRect(start, foot.center().y() - side // 2, side, side)
            icons.paint(painter, "heart", QStyle.visualRect(direction, foot, heart), "text-soft")
            count = QRect(start + side + 6, foot.top(), foot.right() - start - side - 6, foot.height())
            count = QStyle.visualRect(direction, foot, count)
            small, shade = theme.metrics.font("small"), theme.color("text-soft")
            draw_line(painter, count, str(one.liked_count), small, shade, direction)
