"""The tasks as cards: kind, title, what is to be done, how far it is."""

from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QWidget

from desktop.gui import icons, theme
from desktop.gui.models.tasks import TaskRow, TasksModel
from desktop.gui.task_words import KIND_ICONS, first_line, kind_words
from desktop.gui.views.flowing_cards import PADDING_PX, CardDelegate, FlowingCards
from desktop.gui.views.painting import draw_line, draw_lines, line_step

_DISC_PX = 40
_TEXT_LINES = 3


class TaskCards(FlowingCards):
    """`started` tells the task's key."""

    def __init__(self, model: TasksModel, parent: QWidget | None = None) -> None:
        super().__init__(model, TaskDelegate(), card_height, parent)


def card_height() -> int:
    texts = _TEXT_LINES * line_step(theme.metrics.font("body"))
    return round(2 * PADDING_PX + _head_height() + 10 + texts + 10 + _foot_height())


def _head_height() -> int:
    title, small = line_step(theme.metrics.font("title", bold=True)), line_step(theme.metrics.font("small"))
    return max(theme.metrics.px(_DISC_PX), ceil(title + small))


def _foot_height() -> int:
    return QFontMetrics(theme.metrics.font("small", bold=True)).height() + 4


class TaskDelegate(CardDelegate):
    def paint_content(self, painter: QPainter, inner: QRect, one: TaskRow, direction: Qt.LayoutDirection) -> None:
        task = one.task
        head = QRect(inner.left(), inner.top(), inner.width(), _head_height())
        self._paint_head(painter, head, one, direction)
        text = inner.adjusted(0, head.height() + 10, 0, 0)
        body = theme.metrics.font("body")
        draw_lines(painter, text, first_line(task), body, theme.color("text"), direction, _TEXT_LINES)
        foot = QRect(inner.left(), inner.bottom() + 1 - _foot_height(), inner.width(), _foot_height())
        self._paint_foot(painter, foot, one, direction)

    def _paint_head(self, painter: QPainter, head: QRect, one: TaskRow, direction: Qt.LayoutDirection) -> None:
        """Paint a disc with the kind's icon, beside it the title over the kind's name."""
        side = theme.metrics.px(_DISC_PX)
        disc = QRect(head.left(), head.center().y() - side // 2, side, side)
        disc = QStyle.visualRect(direction, head, disc)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent-soft"))
        painter.drawEllipse(disc)
        icon = QRectF(0, 0, theme.metrics.px(20), theme.metrics.px(20))
        icon.moveCenter(QRectF(disc).center())
        icons.paint(painter, KIND_ICONS[one.task.kind], icon, "accent")
        beside = QRect(head.left() + side + 12, head.top(), head.width() - side - 12, head.height())
        title_font, small = theme.metrics.font("title", bold=True), theme.metrics.font("small")
        upper, lower = ceil(line_step(title_font)), ceil(line_step(small))
        top = beside.center().y() - (upper + lower) // 2
        title = QStyle.visualRect(direction, head, QRect(beside.left(), top, beside.width(), upper))
        kind = QStyle.visualRect(direction, head, QRect(beside.left(), top + upper, beside.width(), lower))
        draw_line(painter, title, one.task.title, title_font, theme.color("text"), direction)
        draw_line(painter, kind, _kind_line(one), small, theme.color("text-soft"), direction)

    def _paint_foot(self, painter: QPainter, foot: QRect, one: TaskRow, direction: Qt.LayoutDirection) -> None:
        """Paint how far it is: an icon where something was done, and the words."""
        start = foot.left()
        if one.is_begun:
            side = theme.metrics.px(16)
            box = QRect(start, foot.center().y() - side // 2, side, side)
            token = "correct" if one.is_done else "text-soft"
            icons.paint(painter, "check" if one.is_done else "pencil", QStyle.visualRect(direction, foot, box), token)
            start += side + 6
        words = QStyle.visualRect(direction, foot, QRect(start, foot.top(), foot.right() - start, foot.height()))
        font = theme.metrics.font("small", bold=one.is_begun)
        draw_line(painter, words, one.progress, font, theme.color("text-soft"), direction)


def _kind_line(one: TaskRow) -> str:
    kind = kind_words(one.task.kind)
    return f"{kind} · {one.task.folder}" if one.task.folder else kind
