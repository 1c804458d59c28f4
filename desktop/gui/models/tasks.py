"""The list of tasks: searched, filtered by kind, and how far the learner is with each."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop.conversation.task import Task, TaskKind
from desktop.gui.models.rows import RowModel, matches
from desktop.gui.task_words import first_line, kind_words


@dataclass(frozen=True, slots=True)
class TaskRow:
    """progress: how far it is, in words. is_begun: there is an answer. is_done: checked, and nothing to mend."""

    task: Task
    progress: str
    is_begun: bool = False
    is_done: bool = False


class TasksModel(RowModel[TaskRow]):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[TaskRow] = ()
        self._query = ""
        self._kind: TaskKind | None = None

    @property
    def total(self) -> int:
        """How many there are before search and filter."""
        return len(self._all)

    @property
    def kinds(self) -> tuple[TaskKind, ...]:
        """The kinds that occur."""
        present = {row.task.kind for row in self._all}
        return tuple(kind for kind in TaskKind if kind in present)

    def set_tasks(self, rows: Sequence[TaskRow]) -> None:
        self._all = rows
        if self._kind not in self.kinds:
            self._kind = None
        self._show()

    def search(self, query: str) -> None:
        self._query = query
        self._show()

    def filter_kind(self, kind: TaskKind | None) -> None:
        """Show only this kind; None shows all."""
        self._kind = kind
        self._show()

    def key(self, row: TaskRow) -> Hashable:
        return row.task.key

    def text(self, row: TaskRow) -> str:
        return row.task.title.strip()

    def spoken(self, row: TaskRow) -> str:
        parts = (row.task.title.strip(), kind_words(row.task.kind), row.progress, first_line(row.task))
        return ", ".join(part for part in parts if part)

    def _show(self) -> None:
        self.set_rows(
            [
                row
                for row in self._all
                if self._kind in (None, row.task.kind)
                and matches(self._query, row.task.title, row.task.instruction, row.task.folder)
            ]
        )
