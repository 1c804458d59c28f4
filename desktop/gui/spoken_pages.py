"""The way from a talk to the page that checks what the learner said in it, and back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.gui.bridge import Bridge
from desktop.gui.views.talk.conversation_view import ConversationView

if TYPE_CHECKING:
    from desktop.gui.views.feedback.spoken_page import SpokenPage


class SpokenPages(QObject):
    """Makes the page, and loads its module, when it is asked for first. show: brings a page of `pages` to the front."""

    def __init__(
        self,
        bridge: Bridge,
        pages: QStackedWidget,
        conversation: ConversationView,
        show: Callable[[QWidget], None],
    ) -> None:
        super().__init__(pages)
        self._bridge = bridge
        self._pages = pages
        self._conversation = conversation
        self._bring = show
        self._page: SpokenPage | None = None
        conversation.offers_check = True
        conversation.header.checkRequested.connect(self.open)

    @property
    def page(self) -> "SpokenPage":
        if self._page is None:
            from desktop.gui.views.feedback.spoken_page import SpokenPage

            self._page = SpokenPage(self._bridge)
            self._page.left.connect(self.leave)
            self._pages.addWidget(self._page)
        return self._page

    def open(self) -> None:
        """Check what was said in the talk that the conversation view shows."""
        self.page.open(*self._conversation.talk())
        self._bring(self.page)
        self.page.focus_text()

    def leave(self) -> None:
        self._bring(self._conversation)
        self._conversation.transcript.setFocus()

    def escape(self) -> bool:
        """Undo the nearest thing on the page, or go back to the talk; False where it is not in front."""
        page = self._page
        if page is None or self._pages.currentWidget() is not page:
            return False
        if not page.escape():
            self.leave()
        return True

    def play(self) -> bool:
        """Play the turn at the cursor, or stop it; False where the page is not in front."""
        page = self._page
        if page is None or self._pages.currentWidget() is not page:
            return False
        page.play_or_stop()
        return True
