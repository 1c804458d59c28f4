"""The window: puts the views together and decides which page is shown. It holds no state of the conversation."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.conversation.catalogue import Favorite, PastConversation
from desktop.conversation.state import Phase
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui import theme
from desktop.gui.beside_talk import BesideTalk
from desktop.gui.bridge import Bridge
from desktop.gui.sheets import Sheets
from desktop.gui.shortcuts import Command, bind, space_used_by_focus, writing
from desktop.gui.spoken_pages import SpokenPages
from desktop.gui.task_pages import TaskPages
from desktop.gui.views.beside.side_panel import PastTalk, SidePanel
from desktop.gui.views.frame import Frame
from desktop.gui.views.notice_bar import NoticeBar
from desktop.gui.views.picker import Picker
from desktop.gui.views.rails import PanelRail, SidebarRail
from desktop.gui.views.sidebar import Sidebar
from desktop.gui.views.talk.conversation_view import ConversationView
from desktop.gui.views.talk.talk_bar import TalkBar

FIRST_SIZE_PX = (1200, 760)
LEAST_SIZE_PX = (720, 520)


class MainWindow(QMainWindow):
    """Can be grabbed at any size, theme and text scale: `resize`, `theme.apply`, `grab`."""

    closed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._talking = bridge.talking
        self._opening: object = None
        self.setWindowTitle("Vivavoce")
        self.setMinimumSize(*LEAST_SIZE_PX)
        self.resize(*FIRST_SIZE_PX)
        self.sidebar = Sidebar(bridge)
        self._rail = SidebarRail()
        self.notices = NoticeBar(bridge)
        self.notices.setContentsMargins(0, 12, 0, 0)
        self.picker = Picker(bridge)
        self.conversation = ConversationView(bridge)
        self.conversation.setContentsMargins(0, 8, 0, 0)
        self.panel = SidePanel(bridge)
        rail = PanelRail()
        self.talk_bar = TalkBar(bridge)
        self.talk_bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.picker)
        self._pages.addWidget(self.conversation)
        self.sheets = Sheets(bridge, self._pages, self._show, self)
        self.tasks = TaskPages(bridge, self._pages, self._show, self)
        self.spoken = SpokenPages(bridge, self._pages, self.conversation, self._show)
        centre = QWidget()
        centre.setObjectName("centre")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self._pages, 1)
        self.frame = Frame(self.sidebar, self._rail, centre, self.panel, rail, self.talk_bar)
        self.frame.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCentralWidget(self.frame)
        self.beside = BesideTalk(
            self.panel, rail, self.frame, self.conversation, self._has_talk_in_front, self._back_to_talk, self
        )
        self._join()
        self._measure()
        self.show_live() if self._talking else self.show_picker()

    def _join(self) -> None:
        bridge, sidebar, rail, frame = self._bridge, self.sidebar, self._rail, self.frame
        sidebar.newRequested.connect(self.show_picker)
        sidebar.liveRequested.connect(self.show_live)
        sidebar.conversationOpened.connect(self.open_conversation)
        sidebar.favoriteOpened.connect(self.open_favorite)
        sidebar.settingsRequested.connect(self.sheets.show_settings)
        sidebar.keysRequested.connect(self.sheets.show_keys)
        sidebar.foldRequested.connect(frame.fold_sidebar)
        rail.openRequested.connect(frame.open_sidebar)
        rail.newRequested.connect(self._new)
        rail.searchRequested.connect(self._search)
        sidebar.tasksRequested.connect(self.show_tasks)
        rail.tasksRequested.connect(self.show_tasks)
        self.picker.switch.writeRequested.connect(self.show_tasks)
        self.tasks.talkRequested.connect(self.show_picker)
        rail.settingsRequested.connect(self.sheets.show_settings)
        rail.keysRequested.connect(self.sheets.show_keys)
        self.picker.started.connect(bridge.start_talk)
        self.conversation.starToggled.connect(bridge.set_favorite)
        self.conversation.continueRequested.connect(self._continue)
        self.notices.settingsRequested.connect(self.sheets.show_settings)
        self.notices.doctorRequested.connect(self.sheets.show_doctor)
        bridge.phaseChanged.connect(self._on_phase)
        bridge.conversationChanged.connect(self._show_title)
        theme.changes.changed.connect(self._measure)
        performers: dict[Command, Callable[[], None]] = {
            Command.TALK: self._space,
            Command.SILENCE: self._escape,
            Command.END: bridge.stop_talk,
            Command.MUTE: bridge.toggle_mute,
            Command.THINK: bridge.toggle_thinking_time,
            Command.STAR: self.conversation.star_last,
            Command.NEW: self._new,
            Command.SEARCH: self._search,
            Command.CONVERSATIONS: lambda: self._show_tab(0),
            Command.FAVORITES: lambda: self._show_tab(1),
            **self.beside.performers(),
            **self.tasks.performers(),
            Command.HINTS: self._hint,
            Command.PLAY: self._play,
            Command.TASKS: self.show_tasks,
            Command.SETTINGS: self.sheets.show_settings,
            Command.KEYS: self.sheets.show_keys,
        }
        bind(self, performers)

    # -- pages -----------------------------------------------------------------------------------------------

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        page = self._pages.currentWidget()
        assert page is not None
        return page

    def show_picker(self) -> None:
        self._opening = None
        self.sidebar.select_nothing()
        self._show(self.picker)
        self.picker.choose_current()
        (self.picker.grid if self.picker.grid.isVisibleTo(self) else self.frame).setFocus()

    def show_tasks(self) -> None:
        self._opening = None
        self.sidebar.select_nothing()
        self.tasks.show_list()

    def show_live(self) -> None:
        """Show the conversation under way, or the last one of this run."""
        self._opening = None
        self.conversation.show_live()
        self.panel.show_live()
        self.sidebar.select_nothing()
        self._show(self.conversation)

    def open_conversation(self, past: PastConversation) -> None:
        """Show a past conversation once its turns are read; the one under way as it goes on."""
        if self._bridge.talking and self._bridge.state.course_id == past.course_id:
            self.show_live()
            return
        self._opening = past
        self._bridge.spawn("open a conversation", self._open(past))

    def open_favorite(self, favorite: Favorite) -> None:
        """Show the conversation a favorite comes from; just the exchange where nothing else is kept of it."""
        known = self._bridge.catalogue.conversations
        past = next((one for one in known if one.course_id == favorite.course_id), None)
        if past is None:
            past = PastConversation(favorite.course_id, favorite.course_name)
        self._opening = past
        self._bridge.spawn("open a favorite", self._open(past, favorite))

    async def _open(self, past: PastConversation, favorite: Favorite | None = None) -> None:
        turns = await self._bridge.turns_of(past.course_id)
        if self._opening is not past:
            return
        if not turns and favorite is not None:
            turns = _turns_of(favorite)
        grades = await self._bridge.grades_of(past.course_id)
        if self._opening is not past:
            return
        title = past.name.strip() or self.tr("Without a name")
        self.conversation.show_past(title, turns, past.course_id, past.assistant_id)
        state = self._bridge.state
        if state.turns and past.course_id == state.course_id and len(grades) <= len(state.grades):
            # The last talk: its results may still be arriving, and its questions can still be answered.
            self.panel.show_live()
        else:
            self.panel.show_past(PastTalk(past.course_id, past.assistant_id, grades, has_words=bool(turns)))
        self._show(self.conversation)
        if favorite is None:
            self.sidebar.select_conversation(past.course_id)
        else:
            self.sidebar.select_favorite(favorite.id)
            self._reveal(favorite.id)
        if not self._bridge.talking and past.assistant_id:
            self._bridge.choose(past.assistant_id, past.course_id)

    def _reveal(self, exchange_id: str) -> None:
        """Bring an exchange of the conversation shown into sight."""
        model, view = self.conversation.model, self.conversation.transcript
        while model.has_older():
            model.show_older()
        for number in range(model.rowCount()):
            if model.row_at(number).exchange_id == exchange_id:
                view.setCurrentIndex(model.index(number))
                view.scrollTo(model.index(number), view.ScrollHint.PositionAtCenter)

    def _show(self, page: QWidget) -> None:
        focus = QApplication.focusWidget()
        if page is not self.page and focus is not None and self.page.isAncestorOf(focus):
            # A page that hides hands the focus to whatever comes next; nobody asked for that.
            self.frame.setFocus()
        self._pages.setCurrentWidget(page)
        self.frame.unfloat()
        self.beside.arrange()

    def _has_talk_in_front(self) -> bool:
        return self.page is self.conversation

    def _back_to_talk(self) -> None:
        if self._bridge.talking:
            self.show_live()

    # -- what the learner asks for ---------------------------------------------------------------------------

    def _new(self) -> None:
        self.show_live() if self._bridge.talking else self.show_picker()

    def _hint(self) -> None:
        if not self.tasks.show_hint():
            self.beside.performers()[Command.HINTS]()

    def _play(self) -> None:
        if not self.spoken.play():
            self.tasks.performers()[Command.PLAY]()

    def _search(self) -> None:
        if self.tasks.search():
            return
        self.frame.open_sidebar()
        self.sidebar.focus_search()

    def _show_tab(self, number: int) -> None:
        self.frame.open_sidebar()
        self.sidebar.show_tab(number)

    def _continue(self, course_id: int, assistant_id: str) -> None:
        self._bridge.start_talk(assistant_id, course_id)

    def _space(self) -> None:
        bar = self.talk_bar
        if bar.button.hasFocus() or not space_used_by_focus():
            bar.key.hold(QEvent.Type.KeyRelease)

    def _escape(self) -> None:
        """Undo the nearest thing: a floating part, a search, a sheet, the reply, the talk."""
        bridge = self._bridge
        if self.frame.floating and self.beside.leave():
            return
        if self.frame.floating:
            self.frame.unfloat()
        elif self.sidebar.search.hasFocus() and self.sidebar.search.text():
            self.sidebar.search.clear()
        elif self.picker.search.hasFocus() and self.picker.search.text():
            self.picker.search.clear()
        elif self.sheets.is_open:
            self.sheets.leave()
        elif self.tasks.escape() or self.spoken.escape():
            return
        elif bridge.state.phase is Phase.ASSISTANT_SPEAKING:
            bridge.silence_reply()
        elif bridge.playing:
            bridge.play_rest(bridge.playing, False)
        elif self.beside.leave():
            return
        elif writing():
            self.frame.setFocus()
        elif bridge.talking:
            bridge.stop_talk()

    # -- told ------------------------------------------------------------------------------------------------

    def _on_phase(self) -> None:
        started = self._bridge.talking and not self._talking
        self._talking = self._bridge.talking
        if started:
            self.show_live()
        self.beside.arrange()

    def _show_title(self) -> None:
        state = self._bridge.state
        if self._bridge.talking and state.course_name:
            self.setWindowTitle(self.tr("{name} – Vivavoce").format(name=state.course_name))
        else:
            self.setWindowTitle("Vivavoce")

    def _measure(self) -> None:
        self.frame.sidebar_width_px = self.sidebar.wanted_width()
        self.frame.panel_width_px = self.panel.wanted_width
        self.frame.arrange()

    def put(self, place: str) -> None:
        """Go where the window was when it was closed, as its settings say; nowhere else for anything unreadable."""
        if place:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(place.encode())))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._bridge.change_settings(window=bytes(self.saveGeometry().toBase64().data()).decode())
        self.closed.emit()
        super().closeEvent(event)


def _turns_of(favorite: Favorite) -> tuple[Turn, ...]:
    """Return the two turns of an exchange, as far as they are known."""
    at = favorite.created_at
    said = Turn("learner-1", Speaker.LEARNER, at, favorite.learner_text, TurnStatus.FINAL, ended_at=at)
    answered = Turn(
        "assistant-1",
        Speaker.ASSISTANT,
        at,
        favorite.assistant_text,
        TurnStatus.FINAL,
        message_id=favorite.id,
        ended_at=at,
    )
    return tuple(turn for turn in (said, answered) if turn.text)
