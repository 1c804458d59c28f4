"""The grade of a conversation, as it arrives: a section for each of its chats."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.conversation.grade import Grade, GradeEntry
from desktop.gui.bridge import Bridge
from desktop.gui.grade_words import is_going_on
from desktop.gui.views.beside.grade_section import GradeSection
from desktop.gui.views.empty_state import EmptyState
from desktop.gui.views.scroll_page import ScrollPage

_BUDGET_S = 0.002
"""How long cards are made at a stretch; to lay them out and to paint them takes as long again, and longer."""
_BETWEEN_SECTIONS_PX = 24


class GradesPanel(QWidget):
    """Shows the live conversation's grades after `show_live`, a past one's after `show_past`."""

    entryChosen = Signal(object)
    """The GradeEntry whose place in the talk the learner wants to see."""

    def __init__(self, bridge: Bridge, before: QWidget) -> None:
        """before: the control that the keyboard reaches before the cards."""
        super().__init__(before.parentWidget())
        self._bridge = bridge
        self._before = before
        self._past: tuple[Grade, ...] | None = None
        self._sections: list[GradeSection] = []
        self.setAccessibleName(self.tr("Grades"))
        self._empty = EmptyState(compact=True)
        self._empty.acted.connect(lambda: bridge.ask_for_grade(bridge.state.chat_id))
        page = QWidget()
        page.setObjectName("page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(_BETWEEN_SECTIONS_PX)
        self._column.addWidget(self._empty)
        self._column.addStretch()
        self._area = ScrollPage(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self._filling = QTimer(self)
        self._filling.setInterval(0)
        self._filling.timeout.connect(self._fill)
        bridge.conversationChanged.connect(self._show)
        self._show()

    def show_live(self) -> None:
        self._past = None
        self._show()

    def show_past(self, grades: Sequence[Grade]) -> None:
        self._past = tuple(grades)
        self._show()

    @property
    def first(self) -> QWidget | None:
        """Where the keyboard begins."""
        stops = [section.first_stop() for section in self._sections]
        return next((stop for stop in stops if stop is not None), None)

    @property
    def is_complete(self) -> bool:
        """Whether every result that is known has its card."""
        return not self._filling.isActive()

    def say_missing(self, entry: GradeEntry) -> None:
        """Say at an entry's card that its place is not in the talk shown."""
        for section in self._sections:
            section.say_missing(entry)

    def _show(self) -> None:
        grades = self._bridge.state.grades if self._past is None else self._past
        self._show_empty(not grades)
        if [section.chat_id for section in self._sections] != [grade.chat_id for grade in grades]:
            self._make_sections(grades)
        for number, (section, grade) in enumerate(zip(self._sections, grades, strict=True), 1):
            title = self.tr("Scene {number}").format(number=number) if len(grades) > 1 else ""
            is_live = self._past is None
            is_talking = is_live and self._bridge.talking and is_going_on(grade, self._bridge.state)
            section.show_grade(grade, title, can_ask=is_live, is_talking=is_talking)
        self._fill()

    def _make_sections(self, grades: Sequence[Grade]) -> None:
        """Make the sections that are missing; begin anew where those that are there are of another talk."""
        chats = [grade.chat_id for grade in grades]
        if [section.chat_id for section in self._sections] != chats[: len(self._sections)]:
            for section in self._sections:
                self._column.removeWidget(section)
                section.hide()
                section.deleteLater()
            self._sections.clear()
        for chat_id in chats[len(self._sections) :]:
            before = self._sections[-1].last_stop if self._sections else lambda: self._before
            section = GradeSection(chat_id, before)
            section.entryChosen.connect(self.entryChosen)
            section.askedAgain.connect(self._bridge.ask_for_grade)
            self._column.insertWidget(self._column.count() - 1, section)
            self._sections.append(section)

    def _fill(self) -> None:
        """Make cards for a few milliseconds; the rest when the window has drawn what there is."""
        until = time.perf_counter() + _BUDGET_S
        for section in self._sections:
            while not section.is_complete and time.perf_counter() < until:
                section.add_next()
        if all(section.is_complete for section in self._sections):
            self._filling.stop()
        elif not self._filling.isActive():
            self._filling.start()

    def _show_empty(self, is_empty: bool) -> None:
        self._empty.setVisible(is_empty)
        if not is_empty:
            return
        state = self._bridge.state
        if self._past is not None:
            words = self.tr("No grade"), self.tr("This talk was not graded."), ""
        elif self._bridge.talking:
            words = self.tr("Not graded yet"), self.tr("When the talk is over, its grade appears here."), ""
        else:
            ask = self.tr("Ask for a grade") if state.chat_id and state.turns else ""
            words = self.tr("No grade yet"), self.tr("The service has not graded this talk."), ask
        self._empty.show_words("rosette", *words)
