"""An answer to a question that can be chosen: a radio button or a check box whose text may take several lines."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QStyle, QWidget

from desktop.conversation.quiz import Option
from desktop.gui import icons, theme
from desktop.gui.notice_words import shortened
from desktop.gui.views.painting import draw_focus, line_step
from desktop.gui.views.talk.bubble_layout import break_lines

_LONGEST_TEXT = 400
_PAD_PX = 8
_GAP_PX = 10
_MARK_PX = 18


class RadioOption(QRadioButton):
    """One of several, of which one can be chosen."""

    def __init__(self, option: Option, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.option_id = option.id
        self._face = _Face(self, option)

    def heightForWidth(self, width: int) -> int:
        return self._face.height(width)

    def sizeHint(self) -> QSize:
        return self._face.size()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 24)

    def hitButton(self, point: QPoint) -> bool:
        return self.rect().contains(point)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._face.forget()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._face.paint(is_round=True)


class TickOption(QCheckBox):
    """One of several, of which any number can be chosen."""

    def __init__(self, option: Option, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.option_id = option.id
        self._face = _Face(self, option)

    def heightForWidth(self, width: int) -> int:
        return self._face.height(width)

    def sizeHint(self) -> QSize:
        return self._face.size()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 24)

    def hitButton(self, point: QPoint) -> bool:
        return self.rect().contains(point)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._face.forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._face.paint(is_round=False)


class _Face:
    """How an option looks. The button keeps its own role and keys, which a widget painted anew would lose."""

    def __init__(self, button: QAbstractButton, option: Option) -> None:
        self._button = button
        self._text = shortened(option.text, _LONGEST_TEXT) or option.id
        self._lines: dict[int, QTextLayout] = {}
        button.setAccessibleName(self._text)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        button.setSizePolicy(policy)

    def forget(self) -> None:
        self._lines.clear()
        self._button.updateGeometry()

    def height(self, width: int) -> int:
        step = self._step()
        return max(theme.metrics.px(_MARK_PX), self._layout(width).lineCount() * step) + 2 * _PAD_PX

    def size(self) -> QSize:
        width = max(200, self._button.width())
        return QSize(width, self.height(width))

    def paint(self, *, is_round: bool) -> None:
        button = self._button
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        usable, chosen = button.isEnabled(), button.isChecked()
        if usable and (button.underMouse() or button.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("pressed" if button.isDown() else "hover"))
            painter.drawRoundedRect(button.rect(), 8, 8)
        side = theme.metrics.px(_MARK_PX)
        box = QRect(_PAD_PX, _PAD_PX, side, side)
        box = QStyle.visualRect(button.layoutDirection(), button.rect(), box)
        shade = theme.color(("accent" if usable else "text-soft") if chosen else "field-border")
        painter.setPen(QPen(shade, 2))
        painter.setBrush(shade if chosen else theme.color("raised" if usable else "disabled"))
        outline = QRectF(box).adjusted(1, 1, -1, -1)
        radius = side / 2 if is_round else 5
        painter.drawRoundedRect(outline, radius, radius)
        if chosen and is_round:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("raised"))
            painter.drawEllipse(QPointF(QRectF(box).center()), side / 5, side / 5)
        elif chosen:
            icons.paint(painter, "check", box.adjusted(3, 3, -3, -3), "accent-text")
        lines = self._layout(button.width())
        widest = max((lines.lineAt(n).naturalTextWidth() for n in range(lines.lineCount())), default=0.0)
        left = float(_PAD_PX + side + _GAP_PX)
        if button.isRightToLeft():
            left = button.width() - left - widest
        painter.setPen(theme.color("text" if usable or chosen else "text-soft"))
        lines.draw(painter, QPointF(left, _PAD_PX))
        if button.hasFocus():
            draw_focus(painter, button.rect(), 8)
        painter.end()

    def _layout(self, width: int) -> QTextLayout:
        if width not in self._lines:
            room = max(40, width - 2 * _PAD_PX - theme.metrics.px(_MARK_PX) - _GAP_PX)
            self._lines[width] = break_lines(self._text, theme.metrics.font(), room, self._step())[0]
        return self._lines[width]

    def _step(self) -> int:
        return round(line_step(theme.metrics.font()))
