"""The sidebar: search, New conversation, the past conversations and the favorites."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import RESOURCES
from desktop.conversation.catalogue import Favorite, PastConversation
from desktop.gui import icons, theme
from desktop.gui.bridge import Bridge
from desktop.gui.models.conversations import ConversationsModel
from desktop.gui.models.favorites import FavoritesModel
from desktop.gui.views.buttons import SearchField, SpacedButton, icon_button
from desktop.gui.views.empty_state import EmptyState
from desktop.gui.views.row_list import RowList

WIDTH_PX = 288


class Sidebar(QFrame):
    """Emits what the learner asks for; it opens nothing itself."""

    newRequested = Signal()
    tasksRequested = Signal()
    liveRequested = Signal()
    conversationOpened = Signal(PastConversation)
    favoriteOpened = Signal(Favorite)
    settingsRequested = Signal()
    keysRequested = Signal()
    foldRequested = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "sidebar")
        self.setAccessibleName(self.tr("Conversations and favorites"))
        self._bridge = bridge
        self._conversations = ConversationsModel(datetime.now, self)
        self._favorites = FavoritesModel(self)
        self._build()
        bridge.catalogueChanged.connect(self._show_catalogue)
        bridge.serviceChanged.connect(self._show_empty_words)
        bridge.phaseChanged.connect(self._show_phase)
        self._show_catalogue()
        self._show_phase()

    # -- for the window --------------------------------------------------------------------------------------

    def wanted_width(self) -> int:
        """Return the width at the learner's text size; more than half again would leave no room to talk."""
        return round(WIDTH_PX * min(theme.metrics.scale, 1.5))

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_tab(self, number: int) -> None:
        """0 shows the conversations, 1 the favorites; the keyboard goes there."""
        self._tabs.button(number).setChecked(True)
        self._pages.setCurrentIndex(number)
        page = self.lists[number]
        target = page if page.model().rowCount() else self._tabs.button(number)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def select_conversation(self, course_id: int) -> None:
        """Mark the conversation that is open."""
        self._select(0, self._conversations.row_of(("conversation", course_id)))

    def select_favorite(self, exchange_id: str) -> None:
        """Mark the favorite that is open."""
        self._select(1, self._favorites.row_of(exchange_id))

    def select_nothing(self) -> None:
        self._select(0, -1)

    def _select(self, number: int, row: int) -> None:
        for page in self.lists:
            page.clearSelection()
        if row >= 0:
            self.lists[number].setCurrentIndex(self.lists[number].model().index(row, 0))

    # -- inside ----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        name = QLabel("Vivavoce", self)
        name.setProperty("role", "title")
        head.setSpacing(10)
        head.addWidget(_Mark(self))
        head.addWidget(name)
        head.addStretch()
        fold = icon_button("panel-left", self.tr("Fold the sidebar away"), self)
        fold.clicked.connect(self.foldRequested)
        head.addWidget(fold)

        self.search = SearchField(self.tr("Search conversations and favorites"), self.tr("Search"), self)
        self.search.textChanged.connect(self._search)

        self._new = SpacedButton(self, "primary")
        self._new.setProperty("extent", "large")
        self._new.clicked.connect(self._on_new)

        tasks = SpacedButton(self, "ghost")
        tasks.setText(self.tr("Tasks to write"))
        tasks.setIcon(icons.icon("pencil"))
        tasks.clicked.connect(self.tasksRequested)

        self._tabs = QButtonGroup(self)
        tabs = QHBoxLayout()
        tabs.setSpacing(4)
        for number in range(2):
            tab = QPushButton(self)
            tab.setProperty("kind", "tab")
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._tabs.addButton(tab, number)
            tabs.addWidget(tab, 1)
        self._tabs.button(0).setChecked(True)

        self._pages = QStackedWidget(self)
        self.lists = (
            RowList(self._conversations, self._bridge.pictures, self),
            RowList(self._favorites, self._bridge.pictures, self),
        )
        self._empty = (EmptyState(self, compact=True), EmptyState(self, compact=True))
        self._stacks: list[QStackedWidget] = []
        for page, empty in zip(self.lists, self._empty, strict=True):
            stack = QStackedWidget(self)
            stack.addWidget(page)
            stack.addWidget(empty)
            self._pages.addWidget(stack)
            self._stacks.append(stack)
        self.lists[0].setAccessibleName(self.tr("Past conversations"))
        self.lists[1].setAccessibleName(self.tr("Favorites"))
        self.lists[0].opened.connect(self.conversationOpened)
        self.lists[1].opened.connect(self.favoriteOpened)
        self._tabs.idToggled.connect(self._on_tab)

        foot = QHBoxLayout()
        settings = SpacedButton(self, "ghost")
        settings.setText(self.tr("Settings"))
        settings.setIcon(icons.icon("settings"))
        settings.clicked.connect(self.settingsRequested)
        foot.addWidget(settings, 1)
        keys = icon_button("keyboard", self.tr("All keys"), self)
        keys.clicked.connect(self.keysRequested)
        foot.addWidget(keys)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 8)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addSpacing(12)
        layout.addWidget(self.search)
        layout.addSpacing(8)
        layout.addWidget(self._new)
        layout.addSpacing(4)
        layout.addWidget(tasks)
        layout.addSpacing(12)
        layout.addLayout(tabs)
        layout.addSpacing(4)
        layout.addWidget(self._pages, 1)
        line = QFrame(self)
        line.setProperty("surface", "line")
        line.setFixedHeight(1)
        layout.addWidget(line)
        layout.addSpacing(8)
        layout.addLayout(foot)

    def _search(self, query: str) -> None:
        self._conversations.search(query)
        self._favorites.search(query)
        self._show_empty_words()

    def _on_tab(self, number: int, checked: bool) -> None:
        if checked:
            self._pages.setCurrentIndex(number)

    def _on_new(self) -> None:
        (self.liveRequested if self._bridge.talking else self.newRequested).emit()

    def _show_phase(self) -> None:
        talking = self._bridge.talking
        self._new.setText(self.tr("Back to your talk") if talking else self.tr("New conversation"))
        self._new.setIcon(icons.icon("microphone" if talking else "plus", "accent-text"))

    def _show_catalogue(self) -> None:
        lists = self._bridge.catalogue
        self._conversations.set_conversations(lists.conversations)
        self._favorites.set_favorites(lists.favorites)
        self._tabs.button(0).setText(
            self.tr("Conversations {count}").format(count=self._conversations.total or "").strip()
        )
        self._tabs.button(1).setText(self.tr("Favorites {count}").format(count=self._favorites.total or "").strip())
        self._show_empty_words()

    def _show_empty_words(self) -> None:
        found_nothing = (self.tr("Nothing found"), self.tr("Try fewer or other words."))
        waiting = self._bridge.service_starting
        words = (
            (self.tr("No conversations yet"), self.tr("Start one, and it will be kept here.")),
            (self.tr("No favorites yet"), self.tr("Star what you would like to keep, and find it here.")),
        )
        totals = (self._conversations.total, self._favorites.total)
        for number, total in enumerate(totals):
            self._stacks[number].setCurrentIndex(0 if self.lists[number].model().rowCount() else 1)
            title, sentence = found_nothing if total else words[number]
            if waiting and not total:
                title, sentence = self.tr("One moment …"), self.tr("Your conversations are being read.")
            self._empty[number].show_words("talks", title, sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.lists[self._pages.currentIndex()].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


class _Mark(QWidget):
    """The program's sign."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._fit()
        theme.changes.changed.connect(self._fit)
        self._icon = QIcon(str(RESOURCES / "vivavoce.svg"))

    def _fit(self) -> None:
        self.setFixedSize(theme.metrics.px(24), theme.metrics.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._icon.paint(QPainter(self), self.rect())
