"""The narrow strips that stand for the sidebar and the side panel while these are folded away."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.gui.panel_tabs import Tab
from desktop.gui.views.beside.badges import RailButton
from desktop.gui.views.buttons import icon_button


class SidebarRail(QFrame):
    openRequested = Signal()
    newRequested = Signal()
    tasksRequested = Signal()
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
            ("pencil", self.tr("Tasks to write"), self.tasksRequested),
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
    openRequested = Signal(object)
    """The Tab at which the panel is to open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "sidebar")
        layout = _column(self)
        self._buttons: dict[Tab, RailButton] = {}
        for tab in Tab:
            button = RailButton(tab, self)
            button.clicked.connect(lambda _=False, tab=tab: self.openRequested.emit(tab))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self._buttons[tab] = button
        layout.addStretch()

    def show_tabs(self, new: Mapping[Tab, int]) -> None:
        """new: the tabs there are -> how much is new in each."""
        for tab, button in self._buttons.items():
            button.setVisible(tab in new)
            button.show_new(new.get(tab, 0))


def _column(strip: QFrame) -> QVBoxLayout:
    layout = QVBoxLayout(strip)
    layout.setContentsMargins(0, 14, 0, 8)
    layout.setSpacing(8)
    return layout
