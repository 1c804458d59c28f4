"""The narrow strips that stand for the sidebar and the side panel while these are folded away."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStyle, QVBoxLayout, QWidget

from desktop.gui.views.buttons import icon_button


class SidebarRail(QFrame):
    openRequested = Signal()
    newRequested = Signal()
    searchRequested = Signal()
    settingsRequested = Signal()
    keysRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "sidebar")
        layout = _column(self)
        for icon, name, signal in (
            ("panel-left", self.tr("Open the sidebar"), self.openRequested),
            ("plus", self.tr("New conversation"), self.newRequested),
            ("search", self.tr("Search conversations and favorites"), self.searchRequested),
            ("", "", None),
            ("keyboard", self.tr("All keys"), self.keysRequested),
            ("settings", self.tr("Settings"), self.settingsRequested),
        ):
            if signal is None:
                layout.addStretch()
                continue
            button = icon_button(icon, name, self)
            button.clicked.connect(signal)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)


class PanelRail(QFrame):
    openRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "sidebar")
        button = icon_button("bulb", self.tr("Show the hints"), self)
        button.clicked.connect(self.openRequested)
        layout = _column(self)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()


class SidePanel(QFrame):
    """What stands beside the conversation, with a button that folds it away."""

    foldRequested = Signal()

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "sidebar")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(content, 1)
        self._fold = icon_button("panel-right", self.tr("Fold the hints away"), self)
        self._fold.clicked.connect(self.foldRequested)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in the corner, on the line of the content's own heading."""
        super().resizeEvent(event)
        size = self._fold.sizeHint()
        place = QRect(self.width() - size.width() - 12, 12, size.width(), size.height())
        self._fold.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        self._fold.raise_()


def _column(strip: QFrame) -> QVBoxLayout:
    layout = QVBoxLayout(strip)
    layout.setContentsMargins(0, 14, 0, 8)
    layout.setSpacing(8)
    return layout
