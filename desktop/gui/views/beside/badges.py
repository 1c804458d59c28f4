"""Buttons that carry a number: how much is new behind them."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QToolButton, QWidget

from desktop.gui import icons, theme
from desktop.gui.panel_tabs import TAB_ICONS, Tab, open_line, tab_line, tab_name

_GAP_PX = 4
_MOST = 99


class TabButton(QPushButton):
    """One tab: its name, or its icon alone where room is short, and the number of what is new."""

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab = tab
        self.new = -1
        self._is_icon = False
        self.setProperty("kind", "tab")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_new(0)

    def show_new(self, count: int) -> None:
        if count == self.new:
            return
        self.new = count
        self.setAccessibleName(tab_line(self.tab, count))
        self.setToolTip(tab_name(self.tab))
        self.updateGeometry()
        self.update()

    def show_as_icon(self, is_icon: bool) -> None:
        if is_icon is not self._is_icon:
            self._is_icon = is_icon
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        inside = QSize(self._name_width() + self._badge_width(), self.fontMetrics().height())
        return self.style().sizeFromContents(QStyle.ContentsType.CT_PushButton, option, inside, self)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        name = self._name_width()
        left = (self.width() - name - self._badge_width()) // 2
        place = QRect(left, 0, name, self.height())
        badge = QRect(left + name + _GAP_PX, 0, self._badge_width() - _GAP_PX, self.height())
        place, badge = (QStyle.visualRect(self.layoutDirection(), self.rect(), box) for box in (place, badge))
        token = "text" if self.isChecked() or self.underMouse() else "text-soft"
        if self._is_icon:
            box = QRect(0, 0, name, name)
            box.moveCenter(place.center())
            icons.paint(painter, TAB_ICONS[self.tab], box, token)
        else:
            painter.setFont(self.font())
            painter.setPen(theme.color(token))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tab_name(self.tab))
        if self.new:
            draw_count(painter, badge, self.new)

    def _name_width(self) -> int:
        if self._is_icon:
            return theme.metrics.px(icons.SIZE_PX)
        return self.fontMetrics().horizontalAdvance(tab_name(self.tab)) + 1

    def _badge_width(self) -> int:
        return count_size(self.new).width() + _GAP_PX if self.new else 0


class RailButton(QToolButton):
    """A tab's icon in the folded panel's strip, with the number of what is new at its corner."""

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab = tab
        self._new = -1
        self.setIcon(icons.icon(TAB_ICONS[tab]))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(open_line(tab))
        self.show_new(0)

    def show_new(self, count: int) -> None:
        if count == self._new:
            return
        self._new = count
        line = self.tr("{action}, {count} new").format(action=open_line(self.tab), count=count)
        self.setAccessibleName(line if count else open_line(self.tab))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._new:
            size = count_size(self._new)
            corner = QRect(self.width() - size.width(), 0, size.width(), size.height())
            draw_count(QPainter(self), QStyle.visualRect(self.layoutDirection(), self.rect(), corner), self._new)


def count_size(count: int) -> QSize:
    """Return the size of a number on its disc."""
    metrics = QFontMetrics(theme.metrics.font("small", bold=True))
    height = metrics.height()
    return QSize(max(height, metrics.horizontalAdvance(_number(count)) + height // 2), height)


def draw_count(painter: QPainter, box: QRect, count: int) -> None:
    """Paint a number on a disc in the middle of `box`."""
    disc = QRectF(0, 0, count_size(count).width(), count_size(count).height())
    disc.moveCenter(QRectF(box).center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawRoundedRect(disc, disc.height() / 2, disc.height() / 2)
    painter.setFont(theme.metrics.font("small", bold=True))
    painter.setPen(theme.color("accent-text"))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, _number(count))


def _number(count: int) -> str:
    return str(count) if count <= _MOST else f"{_MOST}+"
