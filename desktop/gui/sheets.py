"""Settings, keys and the test of the sound: pages laid over the one the learner came from, and the way back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.gui.bridge import Bridge
from desktop.gui.views.page import Page


class Sheets(QObject):
    """Makes each sheet, and loads its module, when it is asked for first. Asked for again, it leads back.

    show: brings a page of `pages` to the front.
    """

    def __init__(self, bridge: Bridge, pages: QStackedWidget, show: Callable[[QWidget], None], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._pages = pages
        self._bring = show
        self._made: dict[type[Page], Page] = {}
        self._before: QWidget | None = None
        self._under: dict[QWidget, QWidget] = {}
        """Sheet -> the sheet it was opened from."""

    @property
    def is_open(self) -> bool:
        return isinstance(self._pages.currentWidget(), Page)

    def show_settings(self) -> None:
        from desktop.gui.views.settings.settings_page import SettingsPage

        def make() -> SettingsPage:
            page = SettingsPage(self._bridge)
            page.testRequested.connect(self.show_doctor)
            return page

        self._show(SettingsPage, make)

    def show_doctor(self) -> None:
        """Show the page that tests the sound; from the settings, its way back leads there."""
        from desktop.gui.views.settings.doctor_page import DoctorPage

        def make() -> DoctorPage:
            page = DoctorPage(self._bridge)
            page.settingsRequested.connect(self.show_settings)
            return page

        came_from = self._pages.currentWidget()
        self._show(DoctorPage, make)
        sheet = self._pages.currentWidget()
        if isinstance(sheet, DoctorPage) and isinstance(came_from, Page):
            self._under = {sheet: came_from}

    def show_keys(self) -> None:
        from desktop.gui.views.settings.keys_sheet import KeysSheet

        self._show(KeysSheet, KeysSheet)

    def leave(self) -> None:
        """Go back to what the sheet shown was opened from."""
        sheet = self._pages.currentWidget()
        below = self._under.pop(sheet, self._before) if sheet is not None else self._before
        if below is not None:
            self._bring(below)

    def _show(self, kind: type[Page], make: Callable[[], Page]) -> None:
        shown = self._pages.currentWidget()
        if isinstance(shown, kind):
            self.leave()
            return
        if kind not in self._made:
            sheet = make()
            sheet.left.connect(self.leave)
            self._made[kind] = sheet
            self._pages.addWidget(sheet)
        if not isinstance(shown, Page):
            self._before = shown
        self._bring(self._made[kind])
        self._made[kind].back.setFocus(Qt.FocusReason.OtherFocusReason)
