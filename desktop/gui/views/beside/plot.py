"""Plot: a small picture of several marks, each of which can be pointed at, reached by the arrow keys, and chosen.

Painted here. PyQtGraph would take 0.5 s and 53 MB to load, stop the window for 25 to 50 ms meanwhile even from a
thread, and 40 ms more for its first plot; Qt Charts is not among the Essentials and not free for every use.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from desktop.gui import theme
from desktop.gui.announce import announce
from desktop.gui.views.painting import draw_focus

_EDGE_PX = 4
_RADIUS_PX = 8
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


@dataclass(frozen=True, slots=True)
class Mark:
    """key: of the turn. label: returns what is said of it."""

    key: str
    label: Callable[[], str]


class Plot(QWidget):
    """A subclass places the marks and draws them, from left to right; the base mirrors."""

    turnChosen = Signal(str)
    pointed = Signal(str)
    """The label of the mark that is pointed at or has the keyboard; empty when none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks: tuple[Mark, ...] = ()
        self._current = -1
        self._summary = ""
        self._picture: QPixmap | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changes.changed.connect(self._restyle)

    # -- for a subclass --------------------------------------------------------------------------------------

    def show_marks(self, marks: Sequence[Mark], summary: str) -> None:
        """summary: the whole picture in words."""
        key = self.current.key if self.current is not None else ""
        self.marks = tuple(marks)
        self._summary = summary
        self._current = next((number for number, mark in enumerate(self.marks) if mark.key == key), -1) if key else -1
        self._tell(aloud=False)
        self._renew()

    def nearest(self, point: QPointF) -> int:
        """Return the mark nearest to a point, as it was drawn; -1 for none."""
        raise NotImplementedError

    def place(self) -> None:
        """Compute where the marks lie: they, the size or the theme are new."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Draw all but what is pointed at. What was drawn is kept until `place` is called again."""
        raise NotImplementedError

    def draw_current(self, painter: QPainter) -> None:
        raise NotImplementedError

    @property
    def room(self) -> QRectF:
        """Where to draw: all but the edge for the focus ring."""
        return QRectF(self.rect()).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)

    @property
    def current_number(self) -> int:
        return self._current

    @property
    def current(self) -> Mark | None:
        return self.marks[self._current] if 0 <= self._current < len(self.marks) else None

    def mirrored(self, box: QRectF) -> QRectF:
        """Return where a box lies in the window's direction of reading."""
        if not self.isRightToLeft():
            return box
        return QRectF(self.width() - box.right(), box.top(), box.width(), box.height())

    def label_side(self) -> Qt.AlignmentFlag:
        return QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)

    # -- moving ----------------------------------------------------------------------------------------------

    def move_to(self, number: int, aloud: bool = True) -> None:
        """Point at a mark; -1 for none."""
        number = max(-1, min(number, len(self.marks) - 1))
        if number != self._current:
            self._current = number
            self._tell(aloud)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = -1 if self.isRightToLeft() else 1
        last = len(self.marks) - 1
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Left:
                step = forward if event.key() == Qt.Key.Key_Right else -forward
                self.move_to(max(0, self._current + step) if self._current >= 0 else last)
            case Qt.Key.Key_Home:
                self.move_to(0)
            case Qt.Key.Key_End:
                self.move_to(last)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._choose()
            case _:
                super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.move_to(self.nearest(self._unmirrored(event.position())), aloud=False)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.current else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.move_to(self.nearest(self._unmirrored(event.position())), aloud=False)
            self._choose()

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self.move_to(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._current < 0 and event.reason() in _BY_KEY:
            self.move_to(len(self.marks) - 1, aloud=False)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.move_to(-1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._picture)
        if self.current is not None:
            self.draw_current(painter)
        if self.hasFocus():
            draw_focus(painter, QRect(self.rect()), _RADIUS_PX)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._renew()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._renew()

    def _renew(self) -> None:
        self._picture = None
        self.place()
        self.update()

    def _restyle(self) -> None:
        self.updateGeometry()
        self._renew()

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        painter.end()
        return picture

    def _unmirrored(self, point: QPointF) -> QPointF:
        return QPointF(self.width() - point.x(), point.y()) if self.isRightToLeft() else point

    def _choose(self) -> None:
        if self.current is not None:
            self.turnChosen.emit(self.current.key)

    def _tell(self, aloud: bool) -> None:
        label = self.current.label() if self.current is not None else ""
        self.setAccessibleDescription(f"{label}. {self._summary}" if label else self._summary)
        self.pointed.emit(label)
        if aloud and label:
            announce(self, label)
