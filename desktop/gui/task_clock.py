"""Counts the time a learner spends on a task: only while it is in front of them and there is something to do."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

_TICK_MS = 1000
_MOST_S = 5.0
"""No tick counts for more: the computer slept meanwhile."""


class TaskClock(QObject):
    ticked = Signal()
    """`seconds` is new; once a second while it runs."""

    def __init__(self, parent: QObject, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now = now
        self._counted = 0.0
        self._since: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def seconds(self) -> float:
        return self._counted + (self._passed() if self._since is not None else 0.0)

    @property
    def is_running(self) -> bool:
        return self._since is not None

    def set(self, seconds: float) -> None:
        """Go on from here: another task."""
        self._counted = seconds
        if self._since is not None:
            self._since = self._now()
        self.ticked.emit()

    def run(self, wanted: bool) -> None:
        """Count from now on, or no longer."""
        if wanted is self.is_running:
            return
        if wanted:
            self._since = self._now()
            self._timer.start()
        else:
            self._counted, self._since = self.seconds, None
            self._timer.stop()
            self.ticked.emit()

    def _passed(self) -> float:
        return min(_MOST_S, max(0.0, self._now() - self._since)) if self._since is not None else 0.0

    def _tick(self) -> None:
        self._counted += self._passed()
        self._since = self._now()
        self.ticked.emit()
