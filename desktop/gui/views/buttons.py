"""Small controls that several views use."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from desktop.gui import icons, theme


def icon_button(icon: str, name: str, parent: QWidget) -> QToolButton:
    """Return a quiet button with an icon; `name` is its tool tip and what a screen reader says."""
    button = QToolButton(parent)
    button.setIcon(icons.icon(icon))
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


class SpacedButton(QPushButton):
    """A button with 8 px between icon and text at any text size; the style alone leaves 4."""

    def __init__(self, parent: QWidget, kind: str) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._is_spaced = True
        self._fit()
        theme.changes.changed.connect(self._fit)

    def set_spaced(self, spaced: bool) -> None:
        """spaced: False for an icon that stands alone."""
        self._is_spaced = spaced
        self._fit()

    def _fit(self) -> None:
        side = theme.metrics.px(icons.SIZE_PX)
        self.setIconSize(QSize(side + 8 if self._is_spaced else side, side))


class Choice(QComboBox):
    """A drop-down list in the theme's look that the mouse wheel changes only while it has the focus."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.metrics.px(16)
        box = QRect(self.width() - side - 10, (self.height() - side) // 2, side, side)
        box = QStyle.visualRect(self.layoutDirection(), self.rect(), box)
        icons.paint(QPainter(self), "chevron-down", box, "text-soft" if self.isEnabled() else "disabled-text")


class Tick(QCheckBox):
    """A check box with the theme's own mark."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            icons.paint(QPainter(self), "check", box.adjusted(3, 3, -3, -3), "accent-text")


class SearchField(QLineEdit):
    """A text field with a magnifying glass, and a cross that empties it."""

    doneWith = Signal()
    """Down or Enter: on to what was found."""

    _EDGE_PX = 10
    _ICON_PX = 16

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._clear = icon_button("close", self.tr("Clear the search"), self)
        self._clear.setProperty("extent", "small")
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self._leave_room()
        theme.changes.changed.connect(self._leave_room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.doneWith.emit()
        super().keyPressEvent(event)

    def _leave_room(self) -> None:
        start, end = self._EDGE_PX + theme.metrics.px(self._ICON_PX) - 2, self._clear.sizeHint().width()
        if self.isRightToLeft():
            start, end = end, start
        self.setTextMargins(start, 0, end, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._clear.sizeHint()
        place = QRect(
            self.width() - size.width() - 5, (self.height() - size.height()) // 2, size.width(), size.height()
        )
        self._clear.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.metrics.px(self._ICON_PX)
        box = QRect(self._EDGE_PX, (self.height() - side) // 2, side, side)
        icons.paint(QPainter(self), "search", QStyle.visualRect(self.layoutDirection(), self.rect(), box), "text-soft")
