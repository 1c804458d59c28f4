"""What stands beside a conversation: hints, grades, questions and figures, one tab each."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.conversation.grade import Grade, GradeEntry
from desktop.conversation.state import Phase
from desktop.gui import theme
from desktop.gui.announce import announce
from desktop.gui.bridge import Bridge
from desktop.gui.panel_tabs import Tab
from desktop.gui.talk_news import TalkNews
from desktop.gui.views.beside.badges import TabButton
from desktop.gui.views.beside.hints_panel import HintsPanel
from desktop.gui.views.buttons import icon_button

if TYPE_CHECKING:
    from desktop.gui.views.beside.grades_panel import GradesPanel
    from desktop.gui.views.beside.speech_panel import SpeechPanel

WIDTH_PX = 336
_SEEN_MS = 2000
"""How long something new has to be in sight to count as seen."""


@dataclass(frozen=True, slots=True)
class PastTalk:
    """What is known of a past talk beside its words. The number of the course exceeds 32 bits."""

    course_id: int
    assistant_id: str
    grades: tuple[Grade, ...] = ()
    has_words: bool = True
    """Whether anything was said in it."""

    def tabs(self) -> list[Tab]:
        return [Tab.GRADES] * bool(self.grades) + [Tab.SPEECH] * self.has_words


class SidePanel(QFrame):
    """Follows the live conversation after `show_live`, a past one after `show_past`."""

    foldRequested = Signal()
    hintChosen = Signal(str)
    entryChosen = Signal(object)
    """The GradeEntry whose place in the talk the learner wants to see."""
    turnChosen = Signal(str)
    """The key of a turn, to be brought into sight."""
    changed = Signal()
    """Which tabs there are, how much is new in them, or whether the panel has anything to show."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._chosen = Tab.HINTS
        self._stand: object = None
        self.setProperty("surface", "sidebar")
        self.setAccessibleName(self.tr("Beside the talk"))
        self._fold = icon_button("panel-right", self.tr("Fold the panel away"), self)
        self._fold.clicked.connect(self.foldRequested)
        self.hints = HintsPanel(bridge, self._fold)
        self.hints.hintChosen.connect(self.hintChosen)
        self.hints.newChanged.connect(self._show)
        self._pages: dict[Tab, QWidget] = {Tab.HINTS: self.hints}
        self._makers = {Tab.GRADES: self._make_grades, Tab.QUIZ: self._make_quiz, Tab.SPEECH: self._make_speech}
        self._past: PastTalk | None = None
        self._news = TalkNews()
        self._brought: Tab | None = None
        """What came to the front by itself."""
        self._build()
        self._seeing = QTimer(self)
        self._seeing.setSingleShot(True)
        self._seeing.setInterval(_SEEN_MS)
        self._seeing.timeout.connect(self._see)
        bridge.conversationChanged.connect(self._follow)
        bridge.recordChanged.connect(self._record_changed)
        theme.changes.changed.connect(self._fit)
        self._show()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        self._group = QButtonGroup(self)
        self._tabs: dict[Tab, TabButton] = {}
        for tab in Tab:
            button = TabButton(tab, self)
            button.clicked.connect(lambda _=False, tab=tab: self.choose(tab))
            self._group.addButton(button)
            head.addWidget(button)
            self._tabs[tab] = button
        head.addStretch()
        head.addWidget(self._fold)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.hints)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(theme.GRID_PX)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        for before, button in zip((None, *self._tabs.values()), self._tabs.values(), strict=False):
            if before is not None:
                QWidget.setTabOrder(before, button)
        QWidget.setTabOrder(self._tabs[Tab.SPEECH], self._fold)

    # -- for the window --------------------------------------------------------------------------------------

    @property
    def wanted_width(self) -> int:
        """The width at the learner's text size; more than half again would leave no room to talk."""
        return round(WIDTH_PX * min(theme.metrics.scale, 1.5))

    @property
    def in_use(self) -> bool:
        """Whether there is anything to show beside the conversation."""
        return bool(self.new)

    @property
    def new(self) -> dict[Tab, int]:
        """The tabs there are -> how much is new in each."""
        if self._past is not None:
            return dict.fromkeys(self._past.tabs(), 0)
        state, talking = self._bridge.state, self._bridge.talking
        tabs: dict[Tab, int] = {}
        if talking:
            tabs[Tab.HINTS] = self.hints.new
        if talking or state.turns or state.grades:
            tabs[Tab.GRADES] = len(self._news.results)
        if state.questions:
            tabs[Tab.QUIZ] = len(self._news.questions)
        if talking or state.turns:
            tabs[Tab.SPEECH] = 0
        return tabs

    @property
    def tab(self) -> Tab:
        """The tab in front: the chosen one where it is there."""
        tabs = self.new
        wanted = self._brought or self._chosen
        return wanted if wanted in tabs or not tabs else next(iter(tabs))

    def choose(self, tab: Tab) -> None:
        """Bring a tab to the front; it stays there, and comes back once it is there again."""
        self._chosen, self._brought = tab, None
        self._show()

    def enter(self, tab: Tab) -> None:
        """Bring a tab to the front and give it the keyboard."""
        self.choose(tab)
        page = self._pages.get(self.tab)
        target: QWidget | None = getattr(page, "first", None)
        (target or self._tabs[self.tab]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def has_keyboard(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def show_live(self) -> None:
        """Stand beside the conversation under way, or the last one."""
        self._show_talk(None)

    def show_past(self, past: PastTalk) -> None:
        """Stand beside a conversation of the past."""
        self._show_talk(past)

    def say_missing(self, entry: GradeEntry) -> None:
        """Say that the place an entry names is not in the talk shown."""
        cast("GradesPanel", self._pages[Tab.GRADES]).say_missing(entry)

    def _show_talk(self, past: PastTalk | None) -> None:
        self._past = past
        for tab in self._pages:
            self._turn_page(tab)
        self._show()

    def _turn_page(self, tab: Tab) -> None:
        """Let a page show the talk that the panel stands beside."""
        page, past = self._pages[tab], self._past
        if tab is Tab.GRADES:
            grades = cast("GradesPanel", page)
            grades.show_live() if past is None else grades.show_past(past.grades)
        elif tab is Tab.SPEECH:
            speech = cast("SpeechPanel", page)
            speech.show_live() if past is None else speech.show_past(past.course_id, past.assistant_id)

    # -- making pages, and loading their modules, when they are first in front -------------------------------

    def _make_grades(self) -> QWidget:
        from desktop.gui.views.beside.grades_panel import GradesPanel

        panel = GradesPanel(self._bridge, self._fold)
        panel.entryChosen.connect(self.entryChosen)
        return panel

    def _make_quiz(self) -> QWidget:
        from desktop.gui.views.beside.quiz_panel import QuizPanel

        return QuizPanel(self._bridge, self._fold)

    def _make_speech(self) -> QWidget:
        from desktop.gui.views.beside.speech_panel import SpeechPanel

        panel = SpeechPanel(self._bridge, self._fold)
        panel.turnChosen.connect(self.turnChosen)
        return panel

    # -- following the talk ----------------------------------------------------------------------------------

    def _follow(self) -> None:
        state = self._bridge.state
        if self._bridge.talking and state.phase is not Phase.BETWEEN:
            self._brought = None
        lines, grades_want = self._news.follow(state)
        for line in lines:
            announce(self, line)
        if grades_want and self._past is None and not self._is_used():
            self._brought = Tab.GRADES
        self._show()

    def _record_changed(self) -> None:
        if self._past is not None:
            self._bridge.spawn("read a past talk's grades anew", self._read_grades(self._past.course_id))

    async def _read_grades(self, course_id: int) -> None:
        grades = await self._bridge.grades_of(course_id)
        if self._past is not None and self._past.course_id == course_id and grades != self._past.grades:
            self._past = replace(self._past, grades=grades)
            if Tab.GRADES in self._pages:
                self._turn_page(Tab.GRADES)
            self._show()

    def _is_used(self) -> bool:
        """Return whether the learner is at what the panel shows."""
        focus = QApplication.focusWidget()
        return self._stack.underMouse() or (focus is not None and self._stack.isAncestorOf(focus))

    # -- showing ---------------------------------------------------------------------------------------------

    def _show(self) -> None:
        new, front = self.new, self.tab
        stand = (new, front)
        if stand == self._stand:
            return
        self._stand = stand
        for tab, button in self._tabs.items():
            button.setVisible(tab in new)
            button.setChecked(tab is front)
            button.show_new(new.get(tab, 0))
        if front not in self._pages:
            self._pages[front] = self._makers[front]()
            self._turn_page(front)
            self._stack.addWidget(self._pages[front])
        self._stack.setCurrentWidget(self._pages[front])
        self._fit()
        self._watch()
        self.changed.emit()

    def _fit(self) -> None:
        """Name the tabs where there is room, else leave it to their icons."""
        shown = [button for tab, button in self._tabs.items() if tab in self.new]
        room = self.width() - 24 - self._fold.sizeHint().width() - 4 * (len(shown) + 1)
        for button in shown:
            button.show_as_icon(False)
        if sum(button.sizeHint().width() for button in shown) > room:
            for button in shown:
                button.show_as_icon(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # -- seeing ----------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        """Begin to count the time for which something new is in sight, or stop."""
        has_new = self.isVisible() and self.new.get(self.tab, 0) > 0
        if not has_new:
            self._seeing.stop()
        elif not self._seeing.isActive():
            self._seeing.start()

    def _see(self) -> None:
        if self.tab is Tab.HINTS:
            self.hints.see()
        elif self.tab is Tab.GRADES:
            self._news.results.see()
            self._show()
        elif self.tab is Tab.QUIZ:
            self._news.questions.see()
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch()
