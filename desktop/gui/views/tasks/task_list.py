"""All tasks on paper: search, filter by kind, the folders they come from, and the cards."""

import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.conversation.feedback import CheckState, Verdict
from desktop.conversation.task import Task, filled_in
from desktop.gui import icons, theme
from desktop.gui.bridge import Bridge
from desktop.gui.models.tasks import TaskRow, TasksModel
from desktop.gui.task_words import kind_words, progress_words
from desktop.gui.views.buttons import SearchField, SpacedButton
from desktop.gui.views.empty_state import EmptyState
from desktop.gui.views.flow_layout import FlowLayout
from desktop.gui.views.scroll_page import ScrollPage
from desktop.gui.views.tasks.faults_line import FaultsLine
from desktop.gui.views.tasks.task_cards import TaskCards
from desktop.gui.views.way_switch import WaySwitch

if TYPE_CHECKING:
    from desktop.app import TaskList, Tasks

_CELL_EDGE_PX = 8


class TaskListView(QWidget):
    """Reads the tasks anew each time it is shown."""

    opened = Signal(Task)
    talkRequested = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName(self.tr("Tasks"))
        self.setAcceptDrops(True)
        self._bridge = bridge
        self._model = TasksModel(self)
        self._tasks: tuple[Task, ...] = ()
        self._kinds: tuple[object, ...] = ()
        self._was_read = False
        self._waits_for_cards = True
        self._asked = object()
        self._build()
        bridge.serviceChanged.connect(self._read_if_shown)
        self._show_state()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_current(self) -> None:
        """Put the keyboard on the current card, the first if none is; before they are read, as soon as they are."""
        self._waits_for_cards = not self._model.rowCount()
        if self._waits_for_cards:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.cards.currentIndex().isValid():
            self.cards.setCurrentIndex(self._model.index(0))
        self.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Empty the search; return whether there was one."""
        if self.search.hasFocus() and self.search.text():
            self.search.clear()
            return True
        return False

    # -- building --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.switch = WaySwitch(writing=True, parent=self)
        self.switch.talkRequested.connect(self.talkRequested)
        title = QLabel(self.tr("What would you like to write?"), self)
        title.setProperty("role", "display")
        title.setWordWrap(True)
        advice = QLabel(self.tr("Choose a task, write or dictate, and see what was right and what was not."), self)
        advice.setProperty("role", "soft")
        advice.setWordWrap(True)
        self.search = SearchField(self.tr("Search tasks"), self.tr("Search tasks"), self)
        self.search.setMinimumWidth(240)
        self.search.textChanged.connect(self._search)
        self.search.doneWith.connect(self.choose_current)
        self.open = SpacedButton(self, "plain")
        self.open.setAutoDefault(True)  # so that Enter presses it
        self.open.setText(self.tr("Open a folder …"))
        self.open.setIcon(icons.icon("folder"))
        self.open.setToolTip(self.tr("Tasks of your own: a folder of JSON files. You can also drop it here."))
        self.open.clicked.connect(self._ask_for_folder)
        controls = QWidget(self)
        flow = FlowLayout(controls, 8)
        flow.addWidget(self.search)
        flow.addWidget(self.open)
        self._chips_box = QWidget(self)
        self._chips_flow = FlowLayout(self._chips_box, 8)
        self._chips = QButtonGroup(self)
        self._chips.buttonClicked.connect(self._filter)
        self._folders_box = QWidget(self)
        self._folders_flow = FlowLayout(self._folders_box, 8)
        self.faults = FaultsLine(self)
        self.cards = TaskCards(self._model, self)
        self.cards.setAccessibleName(self.tr("Tasks"))
        self.cards.started.connect(self._open)
        self.cards.moved.connect(self._reveal)
        self._empty = EmptyState(self)
        self._empty.acted.connect(self._act)
        self._lay_out(title, advice, controls)

    def _lay_out(self, title: QLabel, advice: QLabel, controls: QWidget) -> None:
        head = QVBoxLayout()
        # The cards' cells carry half a gap and a frame around them: with this the cards are in line with the text.
        head.setContentsMargins(_CELL_EDGE_PX, 0, _CELL_EDGE_PX, 0)
        head.setSpacing(0)
        head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeading)
        head.addSpacing(20)
        head.addWidget(title)
        head.addSpacing(4)
        head.addWidget(advice)
        head.addSpacing(24)
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 16)
        lines.setSpacing(12)
        for part in (controls, self._chips_box, self._folders_box, self.faults):
            lines.addWidget(part)
        head.addLayout(lines)
        content = QWidget(self)
        content.setObjectName("page")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(32 - _CELL_EDGE_PX, 24, 32 - _CELL_EDGE_PX, 16)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.cards)
        layout.addWidget(self._empty, 1)
        layout.addStretch()
        self._scroll = ScrollPage(content, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    # -- reading ---------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def _read_if_shown(self) -> None:
        if self.isVisible() and not self._was_read:
            self.read()

    def read(self) -> None:
        """Read the tasks and how far each is."""
        tasks = self._bridge.tasks
        if tasks is not None:
            self._show_progress()
            self._ask(tasks.list)

    def open_folder(self, path: str) -> None:
        """Add a folder of tasks, or one file, for good."""
        tasks = self._bridge.tasks
        if tasks is not None:
            self._ask(lambda: tasks.open_folder(path))

    def _forget_folder(self, path: str) -> None:
        tasks = self._bridge.tasks
        if tasks is not None:
            self._ask(lambda: tasks.forget_folder(path))

    def _ask(self, read: "Callable[[], Awaitable[TaskList]]") -> None:
        asked = self._asked = object()

        async def take() -> None:
            found = await read()
            if asked is self._asked:
                self._take(found)

        self._bridge.spawn("read the tasks", take())

    def _take(self, found: "TaskList") -> None:
        self._was_read = True
        self._tasks = found.tasks
        self.faults.show_faults(found.faults)
        self._show_progress()
        if self._model.kinds != self._kinds:
            self._kinds = self._model.kinds
            self._show_chips()
        self._show_folders(found.folders)
        self._show_state()
        focus = QApplication.focusWidget()
        if self._waits_for_cards and self.isVisible() and (focus in (None, self) or not self.isAncestorOf(focus)):
            self.choose_current()

    def _show_progress(self) -> None:
        tasks = self._bridge.tasks
        if tasks is not None:
            self._model.set_tasks([_row(task, tasks) for task in self._tasks])

    # -- showing ---------------------------------------------------------------------------------------------

    def _show_chips(self) -> None:
        for old in self._chips.buttons():
            self._chips.removeButton(old)
            self._chips_flow.removeWidget(old)
            old.deleteLater()
        for kind in (None, *self._model.kinds) if len(self._model.kinds) > 1 else ():
            chip = QPushButton(kind_words(kind) if kind else self.tr("All kinds"), self._chips_box)
            chip.setProperty("kind", "chip")
            chip.setProperty("task_kind", kind.value if kind else "")
            chip.setCheckable(True)
            chip.setChecked(kind is None)
            chip.setAccessibleName(self.tr("Kind: {name}").format(name=chip.text()))
            self._chips.addButton(chip)
            self._chips_flow.addWidget(chip)
            chip.show()
        self._model.filter_kind(None)

    def _show_folders(self, folders: tuple[str, ...]) -> None:
        """Show what the learner opened, each with a way to let go of it."""
        while self._folders_flow.count():
            item = self._folders_flow.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        if folders:
            heading = QLabel(self.tr("Your folders"), self._folders_box)
            heading.setProperty("role", "small")
            heading.setMinimumHeight(theme.metrics.px(30))
            self._folders_flow.addWidget(heading)
            heading.show()
        for path in folders:
            name = os.path.basename(path.rstrip("/\\")) or path
            button = QPushButton(name[:60], self._folders_box)
            button.setProperty("kind", "chip")
            button.setIcon(icons.icon("close"))
            button.setLayoutDirection(_other_way(self.layoutDirection()))
            words = self.tr("Show the tasks of “{name}” no longer").format(name=name[:60])
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(lambda _=False, path=path: self._forget_folder(path))
            self._folders_flow.addWidget(button)
            button.show()
        self._folders_box.setVisible(bool(folders))

    def _show_state(self) -> None:
        """Show the cards, or why there are none and what to do."""
        have = self._model.total > 0
        self._chips_box.setVisible(have and len(self._kinds) > 1)
        self._folders_box.setVisible(self._folders_flow.count() > 0)
        self.cards.setVisible(self._model.rowCount() > 0)
        self._empty.setVisible(self._model.rowCount() == 0)
        if have:
            title, sentence = self.tr("No task found"), self.tr("Try fewer or other words, or another kind.")
            self._empty.show_words("search", title, sentence, self.tr("Show all tasks"))
        elif not self._was_read:
            title, sentence = self.tr("One moment …"), self.tr("The tasks are being read.")
            self._empty.show_words("clock", title, sentence)
        else:
            title, sentence = self.tr("No tasks here"), self.tr("Open a folder with tasks, as JSON files.")
            self._empty.show_words("pencil", title, sentence, self.tr("Open a folder …"))

    # -- the learner -----------------------------------------------------------------------------------------

    def _act(self) -> None:
        if self._model.total:
            self.search.clear()
            for chip in self._chips.buttons()[:1]:
                chip.click()
        else:
            self._ask_for_folder()

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a folder with tasks"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.open_folder)
        dialog.open()

    def _open(self, key: str) -> None:
        task = next((one for one in self._tasks if one.key == key), None)
        if task is not None:
            self.opened.emit(task)

    def _search(self, query: str) -> None:
        self._model.search(query)
        self._show_state()

    def _filter(self, chip: QPushButton) -> None:
        wanted = chip.property("task_kind")
        self._model.filter_kind(next((kind for kind in self._model.kinds if kind.value == wanted), None))
        self._show_state()

    def _reveal(self) -> None:
        if self.cards.currentIndex().isValid():
            box = self.cards.current_box().translated(self.cards.pos())
            self._scroll.ensureVisible(box.center().x(), box.center().y(), 0, box.height() // 2 + 16)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls()[:1]:
            if url.isLocalFile():
                event.acceptProposedAction()
                self.open_folder(url.toLocalFile())


def _row(task: Task, tasks: "Tasks") -> TaskRow:
    answer = tasks.draft(task.key)
    checked = tasks.result(task.key)
    if checked is None:
        return TaskRow(task, progress_words(not answer.is_empty, None, {}, False), not answer.is_empty)
    result, text = checked
    is_stale = filled_in(task, answer)[0] != text
    counts = {verdict: sum(one.verdict is verdict for one in result.feedback) for verdict in Verdict}
    to_mend = counts[Verdict.WRONG] + counts[Verdict.PARTIAL]
    is_done = not is_stale and not to_mend and result.state in (CheckState.REMARKS, CheckState.NO_REMARKS)
    return TaskRow(task, progress_words(not answer.is_empty, result.state, counts, is_stale), True, is_done)


def _other_way(direction: Qt.LayoutDirection) -> Qt.LayoutDirection:
    """Return the direction that puts a button's icon behind its text."""
    ltr, rtl = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
    return ltr if direction is rtl else rtl
