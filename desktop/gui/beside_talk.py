"""The panel beside a conversation in the window: when it is there, how the keyboard gets there, what it leads to."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.conversation.grade import GradeEntry
from desktop.gui.panel_tabs import Tab
from desktop.gui.shortcuts import Command
from desktop.gui.views.beside.side_panel import SidePanel
from desktop.gui.views.frame import Frame
from desktop.gui.views.rails import PanelRail
from desktop.gui.views.talk.conversation_view import ConversationView


class BesideTalk(QObject):
    """Joins the panel, the strip that stands for it while it is folded, and the frame.

    is_page_shown: whether the page is in front that the panel stands beside. show_page: brings it there if it can.
    """

    def __init__(
        self,
        panel: SidePanel,
        rail: PanelRail,
        frame: Frame,
        conversation: ConversationView,
        is_page_shown: Callable[[], bool],
        show_page: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._rail, self._frame, self._conversation = panel, rail, frame, conversation
        self._is_page_shown, self._show_page = is_page_shown, show_page
        self._before: QWidget | None = None
        rail.openRequested.connect(self.open)
        panel.foldRequested.connect(frame.fold_panel)
        panel.changed.connect(self.arrange)
        panel.hintChosen.connect(self._take_hint)
        panel.entryChosen.connect(self._point_at)
        panel.turnChosen.connect(self._show_turn)
        conversation.gradesRequested.connect(lambda: self.open(Tab.GRADES))

    def performers(self) -> dict[Command, Callable[[], None]]:
        """Return what the keys of the tabs do."""
        return {
            Command.HINTS: lambda: self.open(Tab.HINTS),
            Command.GRADES: lambda: self.open(Tab.GRADES),
            Command.QUIZ: lambda: self.open(Tab.QUIZ),
            Command.SPEECH: lambda: self.open(Tab.SPEECH),
        }

    def arrange(self) -> None:
        """Show or hide the panel as the page in front and what there is to show want it."""
        self._rail.show_tabs(self._panel.new)
        self._frame.set_panel_in_use(self._is_page_shown() and self._panel.in_use)

    def open(self, tab: Tab) -> None:
        """Bring a tab to the front, with the keyboard; nothing where there is no such tab."""
        if not self._is_page_shown():
            self._show_page()
        if not self._is_page_shown() or tab not in self._panel.new:
            return
        if not self._panel.has_keyboard:
            self._before = QApplication.focusWidget()
        self._frame.open_panel()
        self._panel.enter(tab)

    def leave(self) -> bool:
        """Give the keyboard back to what had it before, put a floating panel away; False where it is elsewhere."""
        if not self._panel.has_keyboard:
            return False
        before, self._before = self._before, None
        self._frame.unfloat()
        if before is None or not shiboken6.isValid(before) or not before.isVisible():
            before = self._frame
        before.setFocus()
        return True

    # -- what is chosen in the panel -------------------------------------------------------------------------

    def _take_hint(self, text: str) -> None:
        self._frame.unfloat()
        self._conversation.put_message(text)

    def _point_at(self, entry: GradeEntry) -> None:
        """Show the place in the talk that an entry of its grade names."""
        if self._conversation.point_at(entry.message_id, entry.words):
            self._frame.unfloat()
        else:
            self._panel.say_missing(entry)

    def _show_turn(self, key: str) -> None:
        if self._conversation.show_turn(key):
            self._frame.unfloat()
