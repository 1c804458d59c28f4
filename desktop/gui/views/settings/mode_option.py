"""One of several ways to choose from, with its icon, its name and a line that explains it."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from desktop.gui import icons, theme

_PAD_PX = 10
_GAP_PX = 12


class ModeOption(QAbstractButton):
    """Exclusive among its siblings: the arrow keys go from one to the next, and choose it."""

    picked = Signal()
    """Chosen for good: clicked with the mouse, or Space or Enter pressed at it."""

    def __init__(self, icon: str, name: str, line: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self._line = line
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(line)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # -- sizes -------------------------------------------------------------------------------------------------

    def _side(self) -> int:
        return theme.metrics.px(icons.SIZE_PX)

    def _text_room(self, width: int) -> int:
        """Return what icon and check mark leave for the words."""
        return max(1, width - 2 * (_PAD_PX + self._side() + _GAP_PX))

    def _line_height(self, width: int) -> int:
        metrics = QFontMetrics(theme.metrics.font("small"))
        room = QRect(0, 0, self._text_room(width), 10_000)
        return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._line).height()

    def heightForWidth(self, width: int) -> int:
        name = QFontMetrics(theme.metrics.font(bold=True)).height()
        return max(40, name + 2 + self._line_height(width) + 2 * _PAD_PX)

    def sizeHint(self) -> QSize:
        width = theme.metrics.px(320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = theme.metrics.px(200)
        return QSize(width, 40)

    # -- picking -----------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_down = self.isDown()
        super().mouseReleaseEvent(event)
        if was_down and self.rect().contains(event.position().toPoint()):
            self.picked.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        was_down = self.isDown()
        super().keyReleaseEvent(event)
        if was_down and event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            self.picked.emit()
        else:
            super().keyPressEvent(event)

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "accent-soft" if self.isChecked() else "hover" if self.underMouse() else ""
        painter.setPen(QPen(theme.color("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
        side, room = self._side(), self._text_room(self.width())
        icon = QRect(_PAD_PX, _PAD_PX, side, side)
        icons.paint(painter, self._icon, self._placed(icon), "accent" if self.isChecked() else "text-soft")
        if self.isChecked():
            mark = QRect(self.width() - _PAD_PX - side, _PAD_PX, side, side)
            icons.paint(painter, "check", self._placed(mark), "accent")
        left = _PAD_PX + side + _GAP_PX
        bold = theme.metrics.font(bold=True)
        height = QFontMetrics(bold).height()
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        painter.drawText(self._placed(QRect(left, _PAD_PX, room, height)), start, self.text())
        painter.setFont(theme.metrics.font("small"))
        painter.setPen(theme.color("text" if self.isChecked() else "text-soft"))
        line = QRect(left, _PAD_PX + height + 2, room, self.height())
        painter.drawText(self._placed(line), start | Qt.TextFlag.TextWordWrap, self._line)
        painter.end()

    def _placed(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()
