"""Where sidebar, page, side panel and talk bar stand; what folds away where the window is narrow."""

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStyle, QWidget

from desktop.gui import theme

RAIL_PX = 56
_PAGE_BESIDE_SIDEBAR_PX = 600
"""Least width of the page beside an open sidebar: 288 + 600 is the 900 or so below which it folds."""
_PAGE_BESIDE_PANEL_PX = 520


class Frame(QWidget):
    """Lays its parts out by hand: a splitter would not mirror, fold and float as wanted.

    A part that is asked for where there is no room for it floats over the page until it is done with.
    """

    arranged = Signal()

    def __init__(
        self, sidebar: QWidget, sidebar_rail: QWidget, page: QWidget, panel: QWidget, panel_rail: QWidget, bar: QWidget
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._sidebar, self._sidebar_rail, self._page = sidebar, sidebar_rail, page
        self._panel, self._panel_rail, self._bar = panel, panel_rail, bar
        self._scrim = _Scrim(self)
        for part in (sidebar, sidebar_rail, page, panel, panel_rail, bar):
            part.setParent(self)
        self._scrim.pressed.connect(self.unfloat)
        self._wants_sidebar = True
        self._wants_panel = True
        self._has_panel = False
        self._floating: QWidget | None = None
        self.sidebar_width_px = 288
        self.panel_width_px = 288

    # -- asked by the window ---------------------------------------------------------------------------------

    @property
    def floating(self) -> bool:
        """Whether the sidebar or the panel lies over the page."""
        return self._floating is not None

    def set_panel_in_use(self, in_use: bool) -> None:
        """Say whether the page shown has something beside it."""
        if self._has_panel != in_use:
            self._has_panel = in_use
            if self._floating is self._panel:
                self._floating = None
            self.arrange()

    def open_sidebar(self) -> None:
        if self._sidebar_fits():
            self._wants_sidebar = True
        else:
            self._floating = self._sidebar
        self.arrange()

    def fold_sidebar(self) -> None:
        if self._floating is self._sidebar:
            self._floating = None
        else:
            self._wants_sidebar = False
        self.arrange()

    def open_panel(self) -> None:
        if self._panel_fits():
            self._wants_panel = True
        else:
            self._floating = self._panel
        self.arrange()

    def fold_panel(self) -> None:
        if self._floating is self._panel:
            self._floating = None
        else:
            self._wants_panel = False
        self.arrange()

    def unfloat(self) -> None:
        """Put back what lies over the page."""
        if self._floating is not None:
            self._floating = None
            self.arrange()

    # -- arranging -------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange):
            self.arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.arrange()
        return super().event(event)

    def _sidebar_fits(self) -> bool:
        return self.width() - self.sidebar_width_px >= _PAGE_BESIDE_SIDEBAR_PX

    def _left_width(self) -> int:
        return self.sidebar_width_px if self._wants_sidebar and self._sidebar_fits() else RAIL_PX

    def _panel_fits(self) -> bool:
        return self.width() - self._left_width() - self.panel_width_px >= _PAGE_BESIDE_PANEL_PX

    def arrange(self) -> None:
        """Give every part its place; called whenever size, direction or a wish changes."""
        width, height = self.width(), self.height()
        bar = self._bar.heightForWidth(width) if self._bar.hasHeightForWidth() else self._bar.sizeHint().height()
        body = height - bar
        left = self._left_width()
        is_panel_beside = self._has_panel and self._wants_panel and self._panel_fits()
        right = (self.panel_width_px if is_panel_beside else RAIL_PX) if self._has_panel else 0
        if (self._floating is self._sidebar and self._sidebar_fits()) or (
            self._floating is self._panel and self._panel_fits()
        ):
            self._floating = None
        self._put(self._bar, QRect(0, body, width, bar))
        self._put(self._page, QRect(left, 0, width - left - right, body))
        self._put(self._sidebar_rail, QRect(0, 0, RAIL_PX, body), left == RAIL_PX)
        self._put(self._panel_rail, QRect(width - RAIL_PX, 0, RAIL_PX, body), self._has_panel and not is_panel_beside)
        floats_left, floats_right = self._floating is self._sidebar, self._floating is self._panel
        sidebar_height = height if floats_left else body
        self._put(self._sidebar, QRect(0, 0, self.sidebar_width_px, sidebar_height), left > RAIL_PX or floats_left)
        panel = QRect(width - self.panel_width_px, 0, self.panel_width_px, height if floats_right else body)
        self._put(self._panel, panel, is_panel_beside or floats_right)
        self._put(self._scrim, self.rect(), self._floating is not None)
        if self._floating is not None:
            self._scrim.raise_()
            self._floating.raise_()
        self.arranged.emit()

    def _put(self, part: QWidget, place: QRect, shown: bool = True) -> None:
        part.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        part.setVisible(shown)


class _Scrim(QFrame):
    """Darkens the page under a floating part; a press puts the part back."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("scrim"))
