"""What becomes of the checks of what was said in talks: a talk that was left finds its result when it is back."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop.conversation.feedback import CheckResult, CheckState
from desktop.gui.bridge import Bridge
from desktop.gui.models.remarks import Remarks

_CAME_BACK = frozenset({CheckState.REMARKS, CheckState.NO_REMARKS})


class SpokenCheck(QObject):
    """Fills `remarks` for the talk in front, which is known by its course id."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.remarks = Remarks(self)
        self._course_id = 0
        self._under_way: set[int] = set()
        self._results: dict[int, tuple[CheckResult, str]] = {}
        """Course id -> what the last check that came back said, and of which text."""

    @property
    def is_checking(self) -> bool:
        return self._course_id in self._under_way

    def turn_to(self, course_id: int, text: str) -> bool:
        """Put a talk in front. Returns whether what is known of it is of this very text, or is on its way."""
        self._course_id = course_id
        self.remarks.not_checked()
        self.remarks.text_edited(text)
        known = self._results.get(course_id)
        if known is not None:
            self.remarks.show(*known)
        if self.is_checking:
            self.remarks.checking()
        return self.is_checking or (known is not None and known[1] == text)

    def check(self, title: str, lines: Sequence[str]) -> None:
        """Have the talk in front checked; nothing while that is under way."""
        if self._bridge.tasks is None or self.is_checking:
            return
        self._under_way.add(self._course_id)
        self.remarks.checking()
        self._bridge.spawn("check what was said", self._check(self._course_id, title, tuple(lines)))

    async def _check(self, course_id: int, title: str, lines: tuple[str, ...]) -> None:
        tasks = self._bridge.tasks
        assert tasks is not None, "it was there a moment ago"
        result = CheckResult(CheckState.NOT_CHECKED)
        try:
            result = await tasks.check_spoken(title, lines)
        finally:
            self._under_way.discard(course_id)
            text = "\n".join(lines)
            if result.state in _CAME_BACK:
                self._results[course_id] = (result, text)
            if self._course_id == course_id:
                self.remarks.show(result, text)
