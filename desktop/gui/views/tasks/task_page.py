"""A task on paper: what is to be done, the learner's answer, and what a check remarks on it beside it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.conversation.feedback import CheckResult, CheckState
from desktop.conversation.task import Answer, Task, TaskKind
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.remark_words import state_words
from desktop.gui.task_check import TaskCheck
from desktop.gui.task_clock import TaskClock
from desktop.gui.task_words import solution_words
from desktop.gui.views.feedback.remark_cards import RemarkCards
from desktop.gui.views.scroll_page import ScrollPage
from desktop.gui.views.tasks.essay_editor import EssayEditor
from desktop.gui.views.tasks.gap_text import GapText
from desktop.gui.views.tasks.resource_player import ResourcePlayer
from desktop.gui.views.tasks.solution_card import SolutionCard
from desktop.gui.views.tasks.task_foot import TaskFoot
from desktop.gui.views.tasks.task_head import TaskHead

_BESIDE_PX = 760
"""Least width of the page, at text size 100 %, that has room for the cards beside the answer."""
_CARDS_PX = 320
_EDITOR_PX = 220
_CARDS_BELOW_PX = 280
_LONGEST_INSTRUCTION = 8000
"""Characters."""
_DONE = frozenset({CheckState.REMARKS, CheckState.NO_REMARKS})


@dataclass(frozen=True, slots=True)
class _Discarded:
    """What starting over threw away."""

    answer: Answer
    checked: tuple[CheckResult, str] | None


class TaskPage(QWidget):
    """One page for every task: `open` puts another in front. Every change of the answer is kept at once."""

    left = Signal()
    """The learner goes back to the list."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._bridge = bridge
        self._task: Task | None = None
        self._is_opening = False
        self._checks_after_dictating = False
        self._places: dict[str, int] = {}
        """Task -> where its cursor was."""
        self._discarded: _Discarded | None = None
        self._check = TaskCheck(bridge, self)
        self.remarks = self._check.remarks
        self.clock = TaskClock(self)
        self.head = TaskHead(self)
        self.head.left.connect(self.left)
        self.solution = SolutionCard(self)
        self.resource = ResourcePlayer(bridge, self)
        self.essay = EssayEditor(bridge, self.remarks, self)
        self.gaps = GapText(self.remarks, self)
        self.cards = RemarkCards(self.remarks, self)
        self.foot = TaskFoot(self)
        self._build_body()
        self._join()

    # -- building --------------------------------------------------------------------------------------------

    def _build_body(self) -> None:
        self._instruction = QLabel(self)
        self._instruction.setTextFormat(Qt.TextFormat.PlainText)
        self._instruction.setWordWrap(True)
        self._instruction.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        content = QWidget(self)
        content.setObjectName("page")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(32, 12, 32, 16)
        self._column.setSpacing(16)
        for part in (self._instruction, self.resource, self.essay, self.gaps, self.solution):
            self._column.addWidget(part, 1 if part is self.essay else 0)
        self._column.addStretch()
        self._scroll = ScrollPage(content, self)
        self._content = content
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(self._scroll, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(self._body, 1)
        whole.addWidget(self.foot)
        self._is_beside: bool | None = None

    def _join(self) -> None:
        for editor in (self.essay, self.gaps):
            editor.edited.connect(self._on_edit)
            editor.cardRequested.connect(self._show_card)
        self.essay.field.cursorPositionChanged.connect(self._reveal_cursor)
        self.essay.dictationEnded.connect(self._on_dictated)
        self.gaps.entered.connect(self._on_gap)
        self.gaps.revealRequested.connect(self._reveal_gap)
        self.cards.retryRequested.connect(self.check)
        self.cards.tokenRequested.connect(self.foot.token_row.ask)
        self.cards.textRequested.connect(self._lead_to_text)
        self.remarks.changed.connect(self._show_check)
        self.clock.ticked.connect(lambda: self.head.show_time(self.clock.seconds))
        foot = self.foot
        foot.checkRequested.connect(self.check)
        foot.hintRequested.connect(self.show_hint)
        foot.startOverRequested.connect(self.start_over)
        foot.undoRequested.connect(self.undo_start_over)
        foot.solutionRequested.connect(self._show_solution)
        foot.tokenGiven.connect(self._take_token)
        theme.changes.changed.connect(self._arrange)

    # -- for the window --------------------------------------------------------------------------------------

    @property
    def task(self) -> Task | None:
        return self._task

    def open(self, task: Task) -> None:
        """Put a task in front, with the answer, the cursor and the check it had."""
        if task == self._task:
            return  # as it was left, with all that can be undone
        self.leave_task()
        tasks = self._bridge.tasks
        answer = tasks.draft(task.key) if tasks is not None else Answer()
        self._task, self._discarded, self._checks_after_dictating = task, None, False
        self.setAccessibleName(task.title)
        self.head.show_task(task)
        self._instruction.setText(task.instruction[:_LONGEST_INSTRUCTION])
        self._instruction.setVisible(bool(task.instruction))
        is_essay = task.kind is TaskKind.ESSAY
        self.essay.setVisible(is_essay)
        self.gaps.setVisible(not is_essay)
        self.remarks.not_checked()
        self._show_answer(task, answer)
        self._check.turn_to(task, answer)
        self.clock.set(answer.seconds_on_task)
        self._show_foot(task)
        self._scroll.verticalScrollBar().setValue(0)
        if tasks is not None:
            self.resource.show_resource(task.resource, task.title, lambda: tasks.resource(task.key))
        self._arrange()
        self._show_check()

    def focus_answer(self) -> None:
        """Put the keyboard where the learner writes."""
        target = self.essay.field if self._is_essay else next(iter(self.gaps.blanks), self.head.back)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_task(self) -> None:
        """Keep what there is of the task in front; its check, if one is under way, goes on."""
        if self._task is not None:
            self.essay.stop_dictation()
            if self._is_essay:
                self._places[self._task.key] = self.essay.place()
            self._keep()

    def check(self) -> None:
        """Have the answer checked; an empty one is asked for."""
        if self._task is None or self._check.is_checking:
            return
        if self.essay.is_dictating:
            self._checks_after_dictating = True
            self.essay.stop_dictation()
            return
        answer = self._answer()
        if answer.is_empty:
            self.foot.show_line(self.tr("Write something first, then check it."))
            self.focus_answer()
            return
        self.foot.token_row.hide()
        self._discarded = None
        self._keep()
        self._check.check(answer)
        self._show_foot(self._task)

    def _on_dictated(self) -> None:
        if self._checks_after_dictating:
            self._checks_after_dictating = False
            self.check()

    def next_remark(self) -> None:
        self.remarks.next()

    def previous_remark(self) -> None:
        self.remarks.previous()

    def toggle_dictation(self) -> None:
        if self._is_essay:
            self.essay.toggle_dictation()

    def toggle_recording(self) -> None:
        self.resource.toggle()

    def show_hint(self) -> None:
        """Show the hint of the gap the keyboard is or was in."""
        blank = self.gaps.last_blank
        self.foot.show_hint(blank.hint if blank is not None else "")

    def escape(self) -> bool:
        """Undo the nearest thing here; return whether there was one."""
        if self.essay.is_dictating:
            self.essay.stop_dictation()
        elif not self.foot.token_row.isHidden():
            self.foot.token_row.hide()
            self.focus_answer()
        else:
            return False
        return True

    # -- the answer ------------------------------------------------------------------------------------------

    @property
    def _is_essay(self) -> bool:
        return self._task is not None and self._task.kind is TaskKind.ESSAY

    def _answer(self) -> Answer:
        if self._is_essay:
            return Answer(text=self.essay.text(), seconds_on_task=self.clock.seconds)
        return Answer(blanks=self.gaps.answers(), seconds_on_task=self.clock.seconds)

    def _show_answer(self, task: Task, answer: Answer) -> None:
        self._is_opening = True
        if task.kind is TaskKind.ESSAY:
            self.essay.put(answer.text, self._places.get(task.key, -1))
        else:
            self.gaps.set_task(task)
            self.gaps.put(answer.blanks)
        self._is_opening = False

    def _on_edit(self) -> None:
        if not self._is_opening and self._task is not None:
            self._discarded = None
            self.foot.show_line("")
            self._keep()
            self._show_foot(self._task)

    def _keep(self) -> None:
        tasks, task = self._bridge.tasks, self._task
        answer = self._answer()
        if tasks is not None and task is not None and (answer.seconds_on_task or not answer.is_empty):
            tasks.keep(task.key, answer)

    def start_over(self) -> None:
        """Empty the answer; it can be brought back until something else is done."""
        tasks, task = self._bridge.tasks, self._task
        if tasks is None or task is None or self._check.is_checking:
            return
        discarded = _Discarded(self._answer(), tasks.result(task.key))
        tasks.discard(task.key)
        self._show_answer(task, Answer())
        self._check.forget()
        self.clock.set(0)
        self._discarded = discarded
        self._show_foot(task)
        self.focus_answer()

    def undo_start_over(self) -> None:
        tasks, task, discarded = self._bridge.tasks, self._task, self._discarded
        if tasks is None or task is None or discarded is None:
            return
        self._discarded = None
        tasks.keep(task.key, discarded.answer)
        self._show_answer(task, discarded.answer)
        self.clock.set(discarded.answer.seconds_on_task)
        if discarded.checked is not None:
            self._check.restore(*discarded.checked)
        self._show_foot(task)
        self.focus_answer()

    # -- checking --------------------------------------------------------------------------------------------

    def _show_check(self) -> None:
        state = self.remarks.state
        self.foot.state.setText(state_words(self.remarks))
        self._run_clock()
        if self._task is not None:
            self._show_foot(self._task)
        if state in _DONE:
            self.foot.token_row.hide()

    def _show_foot(self, task: Task) -> None:
        foot, is_checking = self.foot, self._check.is_checking
        is_empty = self._answer().is_empty
        foot.show_checking(is_checking, can_check=True)
        foot.start_over.setVisible(not is_empty)
        foot.start_over.setEnabled(not is_checking)
        foot.undo.setVisible(self._discarded is not None)
        foot.hint.setVisible(any(blank.hint for blank in self.gaps.blanks) and not self._is_essay)
        blank = self.gaps.last_blank
        foot.hint.setEnabled(blank is not None and bool(blank.hint))
        tasks = self._bridge.tasks
        solution = tasks.solution(task.key) if tasks is not None and task.has_solution else ()
        is_open = bool(solution) and foot.solution.isChecked() and not foot.solution.isHidden()
        foot.show_solution_button(bool(solution), is_open)
        self.solution.show_solution(solution_words(task, solution) if is_open else "")

    def _show_solution(self, wanted: bool) -> None:
        tasks, task = self._bridge.tasks, self._task
        if tasks is None or task is None:
            return
        self.solution.show_solution(solution_words(task, tasks.solution(task.key)) if wanted else "")
        self.foot.show_solution_button(True, wanted)
        if wanted:
            self._column.activate()
            self._scroll.ensureWidgetVisible(self.solution)

    def _take_token(self, token: str) -> None:
        self._bridge.spawn("keep a token", self._keep_token(token))

    async def _keep_token(self, token: str) -> None:
        tasks = self._bridge.tasks
        if tasks is not None:
            note = await tasks.set_token(token)
            self.check()
            if note:
                self.foot.show_line(note)

    # -- where the keyboard goes -----------------------------------------------------------------------------

    def _show_card(self) -> None:
        self.cards.focus_current()
        if not self._is_beside:
            self._scroll.ensureWidgetVisible(self.cards)

    def _lead_to_text(self) -> None:
        (self.essay.field if self._is_essay else self.gaps).show_current()

    def _on_gap(self, _name: str) -> None:
        self.foot.show_hint("")
        blank = self.gaps.last_blank
        self.foot.hint.setEnabled(blank is not None and bool(blank.hint))

    def _reveal_cursor(self) -> None:
        """The editor keeps its cursor in its own sight; keep it in the page's too."""
        field = self.essay.field
        if field.hasFocus():
            place = field.viewport().mapTo(self._content, field.cursorRect().center())
            self._scroll.ensureVisible(place.x(), place.y(), 0, theme.metrics.px(32))

    def _reveal_gap(self, box: QRect) -> None:
        place = self.gaps.mapTo(self._content, box.center())
        self._scroll.ensureVisible(place.x(), place.y(), 0, box.height() + theme.metrics.px(24))

    # -- laying out ------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the cards beside the answer where there is room, else below it."""
        px = theme.metrics.px
        is_beside = self.width() >= px(_BESIDE_PX)
        self.essay.setMinimumHeight(px(_EDITOR_PX))
        self._instruction.setMaximumWidth(px(760))
        if is_beside:
            self.cards.setMinimumSize(px(_CARDS_PX), 0)
            self.cards.setMaximumWidth(px(_CARDS_PX + 80))
            self.cards.setContentsMargins(8, 12, 32, 0)
        else:
            self.cards.setMinimumSize(0, px(_CARDS_BELOW_PX))
            self.cards.setMaximumWidth(16_777_215)
            self.cards.setContentsMargins(0, 0, 0, 0)
        if is_beside is not self._is_beside:
            self._is_beside = is_beside
            self.foot.set_narrow(not is_beside)
            self.head.set_narrow(not is_beside)
            if is_beside:
                self._body.addWidget(self.cards)
            else:
                self._column.insertWidget(self._column.count() - 1, self.cards)
            self._show_check()

    # -- time ------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_clock()
        self.leave_task()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._run_clock()

    def _run_clock(self) -> None:
        is_in_front = self.isVisible() and self.isActiveWindow() and self._task is not None
        self.clock.run(is_in_front and self.remarks.state not in _DONE)
