"""The tasks in the window: their list and the page of one, made when they are first asked for, and their keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.conversation.task import Task
from desktop.gui.bridge import Bridge
from desktop.gui.shortcuts import Command

if TYPE_CHECKING:
    from desktop.gui.views.tasks.task_list import TaskListView
    from desktop.gui.views.tasks.task_page import TaskPage


@runtime_checkable
class Checked(Protocol):
    """A page with an answer that is checked and remarked on."""

    def check(self) -> None: ...
    def next_remark(self) -> None: ...
    def previous_remark(self) -> None: ...


class TaskPages(QObject):
    """show: brings a page of `pages` to the front."""

    talkRequested = Signal()

    def __init__(self, bridge: Bridge, pages: QStackedWidget, show: Callable[[QWidget], None], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._pages = pages
        self._bring = show
        self._list: TaskListView | None = None
        self._page: TaskPage | None = None

    def performers(self) -> dict[Command, Callable[[], None]]:
        """Return what the keys of tasks do."""
        return {
            Command.TASKS: self.show_list,
            Command.CHECK: lambda: self._on_checked(lambda page: page.check()),
            Command.NEXT_REMARK: lambda: self._on_checked(lambda page: page.next_remark()),
            Command.PREVIOUS_REMARK: lambda: self._on_checked(lambda page: page.previous_remark()),
            Command.DICTATE: self._dictate,
            Command.PLAY: self._play,
        }

    def show_list(self) -> None:
        """Show all tasks, the keyboard on the card of the last one."""
        self._bring(self.list)
        self.list.choose_current()

    def open(self, task: Task) -> None:
        self.page.open(task)
        self._bring(self.page)
        self.page.focus_answer()

    @property
    def list(self) -> "TaskListView":
        if self._list is None:
            from desktop.gui.views.tasks.task_list import TaskListView

            self._list = TaskListView(self._bridge)
            self._list.opened.connect(self.open)
            self._list.talkRequested.connect(self.talkRequested)
            self._pages.addWidget(self._list)
        return self._list

    @property
    def page(self) -> "TaskPage":
        if self._page is None:
            from desktop.gui.views.tasks.task_page import TaskPage

            self._page = TaskPage(self._bridge)
            self._page.left.connect(self.show_list)
            self._pages.addWidget(self._page)
        return self._page

    def search(self) -> bool:
        """Go to the search field of the list; False where it is not in front."""
        if self._list is None or self._pages.currentWidget() is not self._list:
            return False
        self._list.focus_search()
        return True

    def show_hint(self) -> bool:
        """Show the hint of a gap; False where no task is in front."""
        return self._on_task(lambda page: page.show_hint())

    def escape(self) -> bool:
        """Undo the nearest thing on these pages, or go back to the list; False where there is nothing to undo."""
        if self._list is not None and self._pages.currentWidget() is self._list:
            return self._list.escape()
        return self._on_task(lambda page: None if page.escape() else self.show_list())

    def _dictate(self) -> None:
        self._on_task(lambda page: page.toggle_dictation())

    def _play(self) -> None:
        self._on_task(lambda page: page.toggle_recording())

    def _on_task(self, act: "Callable[[TaskPage], None]") -> bool:
        page = self._page
        if page is None or self._pages.currentWidget() is not page:
            return False
        act(page)
        return True

    def _on_checked(self, act: Callable[[Checked], None]) -> None:
        page: object = self._pages.currentWidget()
        if isinstance(page, Checked):
            act(page)
