"""The picture of a task, as wide as there is room; a click or Enter shows it as large as the window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.gui import icons, theme
from desktop.gui.views.painting import draw_focus

LARGEST_PX = 2048
"""Longest side that is kept."""
_SMALLEST_PX = 256
_HIGH_PX = 160
"""At text size 100 %; there is Enter for more."""
_EDGE_PX = 24
_RADIUS = 8


def levels_of(image: QImage) -> list[QImage]:
    """Return the picture, and it in half the size, and so on. Any thread; takes too long for the window's (50 ms).

    Drawn smaller than half it would lose thin lines and letters.
    """
    levels = [image]
    while max(levels[-1].width(), levels[-1].height()) > _SMALLEST_PX:
        half = QSize(levels[-1].width() // 2, levels[-1].height() // 2).expandedTo(QSize(1, 1))
        ratio, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        levels.append(levels[-1].scaled(half, ratio, smooth))
    return levels


class ResourcePicture(QAbstractButton):
    """accessibleName: what the picture is of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._levels: list[QPixmap] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Show it larger"))
        self.setAccessibleDescription(self.tr("Shows the picture larger"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self.enlarge)

    def put(self, levels: Sequence[QImage]) -> None:
        """Show a picture, given as `levels_of` makes it."""
        self._levels = [QPixmap.fromImage(level) for level in levels]
        self._pixmap = self._levels[0]
        self.updateGeometry()
        self.update()

    def forget(self) -> None:
        self._pixmap, self._levels = QPixmap(), []

    def enlarge(self) -> "LargePicture":
        """Lay the picture over the window; Esc, Enter or a click takes it away."""
        return LargePicture(self._pixmap, self)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._fitted(QSize(width, theme.metrics.px(_HIGH_PX))).height()

    def sizeHint(self) -> QSize:
        return self._fitted(QSize(theme.metrics.px(480), theme.metrics.px(_HIGH_PX)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 60)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        box = QRect(QPoint(0, 0), self._fitted(self.size()))
        box.moveCenter(self.rect().center())
        painter.drawPixmap(box, self._level(box.width()))
        self._paint_lens(painter, box)
        if self.hasFocus():
            draw_focus(painter, box, _RADIUS)
        painter.end()

    def _level(self, width: int) -> QPixmap:
        """Return the smallest picture that need not be drawn larger than it is."""
        wanted = width * self.devicePixelRatioF()
        return next((level for level in reversed(self._levels) if level.width() >= wanted), self._pixmap)

    def _paint_lens(self, painter: QPainter, box: QRect) -> None:
        """Show in the corner that there is more to see."""
        side = theme.metrics.px(26)
        disc = QRect(box.right() - side - 5, box.bottom() - side - 5, side, side)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("hover" if self.underMouse() else "raised"))
        painter.drawEllipse(disc)
        inset = side // 5
        icons.paint(painter, "search", disc.adjusted(inset, inset, -inset, -inset), "text")

    def _fitted(self, room: QSize) -> QSize:
        """Return the picture's size within a room; never larger than it is drawn."""
        size = self._pixmap.size()
        if size.isEmpty():
            return QSize(0, 0)
        return size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)


class LargePicture(QWidget):
    """Covers the window of `origin`, and gives the focus back to it."""

    def __init__(self, pixmap: QPixmap, origin: QWidget) -> None:
        super().__init__(origin.window())
        self._pixmap = pixmap
        self._origin = origin
        self.setAccessibleName(origin.accessibleName())
        self.setAccessibleDescription(self.tr("Press Esc to go back"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setGeometry(origin.window().rect())
        origin.window().installEventFilter(self)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        if not self.isHidden():
            self.hide()
            self._origin.setFocus(Qt.FocusReason.OtherFocusReason)
            self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self.window().rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # no key of the window while it is covered
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.leave()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.leave()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.color("surface"))
        room = self.rect().adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        box = QRect(QPoint(0, 0), self._pixmap.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio))
        box.moveCenter(self.rect().center())
        painter.drawPixmap(box, self._pixmap)
        painter.end()
