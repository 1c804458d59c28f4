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
    return max(theme.metrics.px(_DISC_PX), 2 * ceil(line_step(theme.metrics.font("title", bold=True))))


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
        font, small = theme.metrics.font("title", bold=True), theme.metrics.font("small")
        step, fits = ceil(line_step(font)), QFontMetrics(font).horizontalAdvance(one.task.title) <= beside.width()
        lower = ceil(line_step(small)) if fits and one.task.folder else 0
        high = step * (1 if fits else 2) + lower
        title = QRect(beside.left(), beside.center().y() - high // 2, beside.width(), high - lower)
        folder = QStyle.visualRect(direction, head, title.translated(0, step))
        title = QStyle.visualRect(direction, head, title)
        draw_lines(painter, title, one.task.title, font, theme.color("text"), direction, 2)
        if lower:
            folder.setHeight(lower)
            draw_line(painter, folder, one.task.folder, small, theme.color("text-soft"), direction)

    def _paint_foot(self, painter: QPainter, foot: QRect, one: TaskRow, direction: Qt.LayoutDirection) -> None:
        """Paint the kind, then how far it is: an icon where something was done, and the words."""
        bold, start = theme.metrics.font("small", bold=True), foot.left()
        kind = kind_words(one.task.kind)
        width = min(QFontMetrics(bold).horizontalAdvance(kind) + 16, foot.width())
        badge = QStyle.visualRect(direction, foot, QRect(start, foot.top(), width, foot.height()))
        painter.setFont(bold)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent-soft"))
        painter.drawRoundedRect(badge, foot.height() / 2, foot.height() / 2)
        painter.setPen(theme.color("text"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, kind)
        start += width + 10
        if one.is_begun:
            side = theme.metrics.px(16)
            box = QStyle.visualRect(direction, foot, QRect(start, foot.center().y() - side // 2, side, side))
            icons.paint(painter, *(("check", box, "correct") if one.is_done else ("pencil", box, "text-soft")))
            start += side + 6
        words = QStyle.visualRect(direction, foot, QRect(start, foot.top(), foot.right() - start, foot.height()))
        draw_line(painter, words, one.progress, theme.metrics.font("small"), theme.color("text-soft"), direction)
