"""One result of a grade as a card: name, level, score, reason, and the words it is about."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QFrame, QPushButton, QStyle, QWidget

from desktop.conversation.grade import EntryKind, GradeEntry
from desktop.gui import icons, theme
from desktop.gui.grade_words import (
    LONGEST_NAME,
    LONGEST_TEXT,
    blank_words,
    entry_line,
    is_blank,
    names_place,
    score_share,
    score_words,
)
from desktop.gui.notice_words import shortened
from desktop.gui.views.bubble_layout import break_lines
from desktop.gui.views.painting import draw_focus, line_step
from desktop.gui.views.score_bar import draw_score

_PAD_PX = 12
_GAP_PX = 6
_MARKS = {
    EntryKind.STRENGTH: ("check", "correct"),
    EntryKind.IMPROVEMENT: ("target", "partial"),
    EntryKind.REPLACEMENT: ("pencil", "accent"),
    EntryKind.HIGHLIGHT: ("eye", "accent"),
}
"""Kind -> icon and its colour, at the head of the card; the section's title says it in words."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of a card. role: a text size of the theme; token: its colour."""

    text: str
    role: str = "body"
    is_bold: bool = False
    token: str = "text"


@dataclass(slots=True)
class _Placed:
    lines: QTextLayout
    place: QRect
    width: int
    token: str


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
        self._laid_out = 0
        """The width for which the places are."""
        self._placed: list[_Placed] = []
        self._level_at = self._bar_at = self._foot_at = QRect()
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

    def _paragraphs(self) -> list[Paragraph]:
        """Return what stands below the name and the score."""
        entry = self.entry
        if is_blank(entry):
            return [Paragraph(blank_words(), token="text-soft")]
        found: list[Paragraph] = []
        words, better = shortened(entry.words, LONGEST_TEXT), shortened(entry.replacement, LONGEST_TEXT)
        if words:
            found.append(Paragraph(f"“{words}”", token="text-soft" if better else "text"))
        if better:
            found.append(Paragraph(f"→ “{better}”", is_bold=True))
        texts = (entry.reason,) if entry.kind is EntryKind.FEEDBACK else (entry.description, entry.reason)
        said = dict.fromkeys(shortened(text, LONGEST_TEXT) for text in texts)
        reasons = [Paragraph(text) for text in said if text]
        return reasons + found if entry.kind is EntryKind.FEEDBACK else found + reasons

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
        self._laid_out = 0
        self._heights.clear()
        self.heightChanged.emit()
        self.update()

    # -- its places ------------------------------------------------------------------------------------------

    def _lay_out(self, width: int) -> None:
        if width == self._laid_out:
            return
        self._laid_out = width
        self._placed = []
        entry, room = self.entry, width - 2 * _PAD_PX
        top = _PAD_PX
        name, level = shortened(entry.name, LONGEST_NAME), shortened(entry.level, LONGEST_NAME)
        small_bold = QFontMetrics(theme.metrics.font("small", bold=True))
        side = theme.metrics.px(16) + 8 if entry.kind in _MARKS else 0
        level_width = small_bold.horizontalAdvance(level) + 16 if level else 0
        self._level_at = QRect()
        is_beside = 0 < level_width <= room // 2
        if is_beside:
            self._level_at = QRect(width - _PAD_PX - level_width, top, level_width, small_bold.height() + 4)
        if name:
            beside = level_width + 8 if is_beside else 0
            top = self._put(Paragraph(name, is_bold=True), _PAD_PX + side, top, room - side - beside) + _GAP_PX
        if level and not is_beside:
            top = self._put(Paragraph(level, "small", True), _PAD_PX, top, room) + _GAP_PX
        elif level and not name:
            top = self._level_at.bottom() + _GAP_PX
        self._bar_at = QRect()
        if self._score:
            self._bar_at = QRect(_PAD_PX, top, room, small_bold.height())
            top = self._bar_at.bottom() + 1 + _GAP_PX
        inset = side if not name else 0
        for paragraph in self._paragraphs():
            top = self._put(paragraph, _PAD_PX + inset, top, room - inset) + _GAP_PX
        if self._is_open:
            words = shortened(entry.description, LONGEST_TEXT)
            top = self._put(Paragraph(words, token="text-soft"), _PAD_PX, top, room) + _GAP_PX
        top = self._place_actions(width, top)
        self._heights[width] = top + _PAD_PX - _GAP_PX

    def _place_actions(self, width: int, top: int) -> int:
        """Place what can be done with the card, side by side where there is room; return the lower edge."""
        self._foot_at = QRect()
        words = QFontMetrics(theme.metrics.font("small", bold=True))
        used = 0
        if self._press is not None:
            used = words.horizontalAdvance(self._foot_words()) + theme.metrics.px(14) + 8
            self._foot_at = QRect(_PAD_PX, top, used, words.height() + 4)
        if self._more is not None:
            size = self._more.sizeHint()
            is_beside = used > 0 and used + 16 + size.width() <= width - 2 * _PAD_PX
            if used and not is_beside:
                top = self._foot_at.bottom() + 1 + _GAP_PX
            left = width - _PAD_PX + 6 - size.width() if is_beside else _PAD_PX - 6
            place = QRect(left, top, size.width(), size.height())
            if is_beside:
                self._foot_at.setHeight(size.height())
            self._more.setGeometry(QStyle.visualRect(self.layoutDirection(), QRect(0, 0, width, top), place))
            return place.bottom() + 1 + _GAP_PX
        return self._foot_at.bottom() + 1 + _GAP_PX if used else top

    def _foot_words(self) -> str:
        return self.tr("Not in the talk shown") if self._is_missing else self.tr("Show in the talk")

    def _put(self, paragraph: Paragraph, left: int, top: int, room: int) -> int:
        """Place a paragraph and return its lower edge."""
        font = theme.metrics.font(paragraph.role, bold=paragraph.is_bold)
        step = round(line_step(font))
        lines, width = break_lines(paragraph.text, font, max(room, font.pixelSize()), step)
        place = QRect(left, top, room, lines.lineCount() * step)
        self._placed.append(_Placed(lines, place, width, paragraph.token))
        return place.bottom() + 1

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._lay_out(width)
        return self._heights[width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._press is not None:
            self._press.setGeometry(self.rect())

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
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        press = self._press
        over = press is not None and press.underMouse()
        down = press is not None and press.isDown()
        painter.setBrush(theme.color("pressed" if down else "hover" if over else "raised"))
        painter.setPen(QPen(theme.color("border"), 1))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_PX, theme.RADIUS_PX)
        for placed in self._placed:
            self._paint_lines(painter, placed)
        mark = _MARKS.get(self.entry.kind)
        if mark is not None:
            side = theme.metrics.px(16)
            icons.paint(painter, mark[0], self._mirrored(QRect(_PAD_PX, _PAD_PX + 1, side, side)), mark[1])
        if not self._level_at.isNull():
            self._paint_level(painter)
        if not self._bar_at.isNull():
            draw_score(
                painter,
                self._bar_at,
                score_share(self.entry),
                self._score,
                theme.metrics.font("small", bold=True),
                self.layoutDirection(),
            )
        if not self._foot_at.isNull():
            self._paint_foot(painter)
        if (press or self).hasFocus():
            draw_focus(painter, self.rect(), theme.RADIUS_PX)
        painter.end()

    def _paint_lines(self, painter: QPainter, placed: _Placed) -> None:
        place = self._mirrored(placed.place)
        left = place.left()
        if self.isRightToLeft():
            left = place.right() + 1 - placed.width
        painter.setPen(theme.color(placed.token))
        placed.lines.draw(painter, QPointF(left, place.top()))

    def _paint_level(self, painter: QPainter) -> None:
        place = self._mirrored(self._level_at)
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
        box = QRect(self._foot_at.left(), self._foot_at.center().y() - side // 2, side, side)
        icons.paint(painter, name, self._mirrored(box), token)
        painter.setFont(theme.metrics.font("small", bold=True))
        painter.setPen(theme.color(token))
        align = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        flags = align | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._mirrored(self._foot_at.adjusted(side + 6, 0, 0, 0)), flags, self._foot_words())

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
