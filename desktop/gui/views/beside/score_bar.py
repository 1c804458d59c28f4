"""A score as a bar with its words."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from desktop.gui import theme
from desktop.gui.views.painting import text_direction

_BAR_PX = 6


class PointsLine(QWidget):
    """All points of a grade: a bar and "27 of 40 points"; not there where they do not add up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changes.changed.connect(self.updateGeometry)
        self.hide()

    def show_points(self, reached: tuple[float, float] | None, words: str) -> None:
        self.setVisible(reached is not None)
        if reached is not None:
            self._share = min(1.0, max(0.0, reached[0] / reached[1]))
            self._words = words
            self.setAccessibleName(words)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, theme.metrics.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.metrics.font("title", bold=True)
        draw_score(painter, self.rect(), self._share, self._words, font, self.layoutDirection())
        painter.end()


def draw_score(
    painter: QPainter, box: QRect, share: float | None, words: str, font: QFont, direction: Qt.LayoutDirection
) -> None:
    """Paint a score as a bar with its words at the end; the words alone where the share is not known."""
    width = QFontMetrics(font).horizontalAdvance(words) + 2
    text = QRect(box.right() + 1 - width, box.top(), width, box.height())
    if share is not None:
        track = QRect(box.left(), box.center().y() - _BAR_PX // 2, box.width() - width - 10, _BAR_PX)
        filled = QRect(track.topLeft(), QSize(round(track.width() * share), _BAR_PX))
        painter.setPen(Qt.PenStyle.NoPen)
        for part, token in ((track, "level-track"), (filled, "accent")):
            if part.width() > 0:
                painter.setBrush(theme.color(token))
                painter.drawRoundedRect(QStyle.visualRect(direction, box, part), _BAR_PX / 2, _BAR_PX / 2)
    else:
        text.moveLeft(box.left())
    painter.setFont(font)
    painter.setPen(theme.color("text"))
    painter.setLayoutDirection(text_direction(words, direction))
    painter.drawText(QStyle.visualRect(direction, box, text), Qt.AlignmentFlag.AlignCenter, words)
