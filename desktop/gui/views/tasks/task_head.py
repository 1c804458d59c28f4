"""The top of a task's page: the way back, the title, its kind, and the time spent on it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.conversation.task import Task
from desktop.gui.task_words import kind_words, time_words
from desktop.gui.views.buttons import icon_button
from desktop.gui.words import elapsed_words

LONGEST_TITLE = 200
"""Characters."""


class TaskHead(QWidget):
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = icon_button("arrow-left", self.tr("Back to the tasks"), self)
        self.back.clicked.connect(self.left)
        self.title = QLabel(self)
        self.title.setProperty("role", "display")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self._kind = QLabel(self)
        self._kind.setProperty("role", "badge")
        self.time = QLabel(self)
        self.time.setProperty("role", "soft")
        self._row = QHBoxLayout(self)
        self._row.setSpacing(12)
        self._row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.title, 1)
        self._row.addWidget(self._kind, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.time, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_task(self, task: Task) -> None:
        self.title.setText(task.title[:LONGEST_TITLE])
        self._kind.setText(kind_words(task.kind))

    def show_time(self, seconds: float) -> None:
        self.time.setText(elapsed_words(seconds))
        words = self.tr("Time on this task: {time}").format(time=time_words(seconds))
        self.time.setAccessibleName(words)
        self.time.setToolTip(words)

    def set_narrow(self, is_narrow: bool) -> None:
        """Leave out the kind, and room above, where there is little."""
        self._kind.setVisible(not is_narrow)
        self._row.setContentsMargins(32, 12 if is_narrow else 24, 32, 0)
