"""One result of a grade as a card: name, level, score, reason, and the words it is about."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QPushButton, QStyle, QWidget

from desktop.conversation.grade import EntryKind, GradeEntry
from desktop.gui import icons, theme
from desktop.gui.grade_words import (
    LONGEST_NAME,
    LONGEST_TEXT,
    entry_line,
    names_place,
    score_share,
    score_words,
)
from desktop.gui.notice_words import shortened
from desktop.gui.views.beside.entry_layout import MARKS, PAD_PX, EntryPlaces, PlacedLines, lay_out
from desktop.gui.views.beside.score_bar import draw_score
from desktop.gui.views.painting import draw_focus


class EntryCard(QFrame):
    """Painted whole: sixty of them are made and laid out while they arrive, in a talk's last second.

    An entry that names a place in the talk is a button all over; any other can have the keyboard, to be read.
    """

    chosen = Signal()
    heightChanged = Signal()

    def __init__(self, entry: GradeEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._score = score_words(entry)
        self._is_open = False
        self._is_missing = False
        self._places = EntryPlaces()
        self._heights: dict[int, int] = {}
        """Width -> height. A layout asks for several widths, many times each."""
        self._press: QAbstractButton | None = None
        if names_place(entry):
            self._press = _Press(self)
            self._press.clicked.connect(self.chosen)
            self._press.setAccessibleName(entry_line(entry))
            self._press.setAccessibleDescription(self.tr("Shows the place in the talk"))
            self._press.installEventFilter(self)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setAccessibleName(entry_line(entry))
        self._more: QPushButton | None = None
        if entry.kind is EntryKind.FEEDBACK and shortened(entry.description):
            self._more = QPushButton(self)
            self._more.setProperty("kind", "link")
            self._more.setProperty("extent", "small")
            self._more.setCheckable(True)
            self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._more.clicked.connect(self._unfold)
            self._show_more()

    # -- for the section -------------------------------------------------------------------------------------

    def stops(self) -> list[QWidget]:
        """Return where the keyboard stops, in order."""
        return [widget for widget in (self._press or self, self._more) if widget is not None]

    def say_missing(self) -> None:
        """Say that the place this names is not in the talk shown."""
        self._is_missing = True
        self._measure_anew()
        if self._press is not None:
            self._press.setAccessibleDescription(self.tr("These words are not in the talk shown"))
        self.update()

    # -- what it says ----------------------------------------------------------------------------------------

    def _show_more(self) -> None:
        if self._more is not None:
            words = self.tr("Hide what this asks for") if self._is_open else self.tr("What this asks for")
            self._more.setText(words)
            self._more.setIcon(icons.icon("chevron-down" if self._is_open else "chevron-right"))
            self._more.setAccessibleName(f"{words}: {shortened(self.entry.name, LONGEST_NAME)}")
            self._more.setChecked(self._is_open)
            if self._is_open:
                self._more.setAccessibleDescription(shortened(self.entry.description, LONGEST_TEXT))

    def _unfold(self) -> None:
        self._is_open = not self._is_open
        self._show_more()
        self._measure_anew()
        self.update()

    def _measure_anew(self) -> None:
        self._heights.clear()
        self.heightChanged.emit()
        self._arrange()
        self.update()

    # -- its places ------------------------------------------------------------------------------------------

    def _measured(self, width: int) -> EntryPlaces:
        more = self._more.sizeHint() if self._more is not None else QSize()
        foot = self._foot_words() if self._press is not None else ""
        return lay_out(self.entry, width, self._is_open, foot, more)

    def _foot_words(self) -> str:
        return self.tr("Not in the talk shown") if self._is_missing else self.tr("Show in the talk")

    def _arrange(self) -> None:
        """Place what can be pressed for the width the card has."""
        self._places = self._measured(self.width())
        if self._press is not None:
            self._press.setGeometry(self.rect())
        if self._more is not None:
            self._more.setGeometry(self._mirrored(self._places.more))

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._measured(width).height
        return self._heights[width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self._measure_anew()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look as the button over it does, which paints nothing."""
        if event.type() in (
            QEvent.Type.FocusIn,
            QEvent.Type.FocusOut,
            QEvent.Type.Enter,
            QEvent.Type.Leave,
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonRelease,
        ):
            self.update()
        return super().eventFilter(watched, event)

    # -- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        places = self._places
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        press = self._press
        over = press is not None and press.underMouse()
        down = press is not None and press.isDown()
        painter.setBrush(theme.color("pressed" if down else "hover" if over else "raised"))
        painter.setPen(QPen(theme.color("border"), 1))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_PX, theme.RADIUS_PX)
        for placed in places.paragraphs:
            self._paint_lines(painter, placed)
        mark = MARKS.get(self.entry.kind)
        if mark is not None:
            side = theme.metrics.px(16)
            icons.paint(painter, mark[0], self._mirrored(QRect(PAD_PX, PAD_PX + 1, side, side)), mark[1])
        if not places.level.isNull():
            self._paint_level(painter)
        if not places.score.isNull():
            draw_score(
                painter,
                places.score,
                score_share(self.entry),
                self._score,
                theme.metrics.font("small", bold=True),
                self.layoutDirection(),
            )
        if not places.foot.isNull():
            self._paint_foot(painter)
        if (press or self).hasFocus():
            draw_focus(painter, self.rect(), theme.RADIUS_PX)
        painter.end()

    def _paint_lines(self, painter: QPainter, placed: PlacedLines) -> None:
        place = self._mirrored(placed.place)
        left = place.left()
        if self.isRightToLeft():
            left = place.right() + 1 - placed.width
        painter.setPen(theme.color(placed.token))
        placed.lines.draw(painter, QPointF(left, place.top()))

    def _paint_level(self, painter: QPainter) -> None:
        place = self._mirrored(self._places.level)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent-soft"))
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        painter.setFont(theme.metrics.font("small", bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shortened(self.entry.level, LONGEST_NAME))

    def _paint_foot(self, painter: QPainter) -> None:
        """What a press of the card does."""
        side = theme.metrics.px(14)
        token = "text-soft" if self._is_missing else "accent"
        name = "info" if self._is_missing else "talks"
        box = QRect(self._places.foot.left(), self._places.foot.center().y() - side // 2, side, side)
        icons.paint(painter, name, self._mirrored(box), token)
        painter.setFont(theme.metrics.font("small", bold=True))
        painter.setPen(theme.color(token))
        align = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        flags = align | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        place = self._mirrored(self._places.foot.adjusted(side + 6, 0, 0, 0))
        words = painter.fontMetrics().elidedText(self._foot_words(), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, flags, words)

    def _mirrored(self, place: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)


class _Press(QAbstractButton):
    """Lies over a card and makes it a button; the card paints."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        pass
