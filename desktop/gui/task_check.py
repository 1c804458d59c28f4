"""What becomes of the checks of tasks, whichever task is in front: one that was left goes on and is there later."""

from PySide6.QtCore import QObject

from desktop.conversation.feedback import CheckResult, CheckState
from desktop.conversation.task import Answer, Task, filled_in
from desktop.gui.bridge import Bridge
from desktop.gui.models.remarks import Remarks

_CAME_BACK = frozenset({CheckState.REMARKS, CheckState.NO_REMARKS})


class TaskCheck(QObject):
    """Fills `remarks` for the task in front."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.remarks = Remarks(self)
        self._task: Task | None = None
        self._under_way: set[str] = set()
        """Keys of the tasks whose check has not come back."""
        self._failures: dict[str, tuple[CheckResult, str]] = {}
        """Key -> what the last check came to that brought no remarks, and the text it was of."""

    @property
    def is_checking(self) -> bool:
        """Whether the answer in front is being checked."""
        return self._task is not None and self._task.key in self._under_way

    def turn_to(self, task: Task, answer: Answer) -> None:
        """Put this task in front, with what is known of its check."""
        self._task = task
        text = filled_in(task, answer)[0]
        remarks, tasks = self.remarks, self._bridge.tasks
        remarks.not_checked()
        remarks.text_edited(text)
        known = tasks.result(task.key) if tasks is not None else None
        if known is not None:
            remarks.show(*known)
        if task.key in self._failures:
            remarks.show(*self._failures[task.key])
        if self.is_checking:
            remarks.checking()

    def restore(self, result: CheckResult, text: str) -> None:
        """Show a result again that was thrown away with its answer."""
        self.remarks.show(result, text)

    def forget(self) -> None:
        """The task in front begins anew."""
        if self._task is not None:
            self._failures.pop(self._task.key, None)
            self.remarks.not_checked()

    def check(self, answer: Answer) -> None:
        """Have the answer in front checked; nothing while that is under way."""
        tasks, task = self._bridge.tasks, self._task
        if tasks is None or task is None or self.is_checking:
            return
        self._failures.pop(task.key, None)
        self._under_way.add(task.key)
        self.remarks.checking()
        self._bridge.spawn(f"check {task.kind.value}", self._check(task, answer))

    async def _check(self, task: Task, answer: Answer) -> None:
        tasks = self._bridge.tasks
        assert tasks is not None, "it was there a moment ago"
        result = CheckResult(CheckState.NOT_CHECKED)
        try:
            result = await tasks.check(task.key, answer)
        finally:
            self._under_way.discard(task.key)
            text = filled_in(task, answer)[0]
            if result.state not in _CAME_BACK:
                self._failures[task.key] = (result, text)
            if self._task is not None and self._task.key == task.key:
                self.remarks.show(result, text)
