"""The cards beside an answer: one row for each remark that the filters let through."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop.conversation.feedback import Feedback
from desktop.gui.models.remarks import Remarks
from desktop.gui.models.rows import RowModel
from desktop.gui.remark_words import spoken_line


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """index: in `Remarks.feedback`. check: grows with every check that said something."""

    index: int
    check: int
    remark: Feedback


class RemarkRowsModel(RowModel[RemarkRow]):
    def __init__(self, remarks: Remarks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.remarks = remarks
        self._feedback: tuple[Feedback, ...] = ()
        self._check = 0
        remarks.changed.connect(self._show)
        self._show()

    def key(self, row: RemarkRow) -> Hashable:
        return row.check, row.index

    def text(self, row: RemarkRow) -> str:
        return row.remark.message

    def spoken(self, row: RemarkRow) -> str:
        return spoken_line(self.remarks, row.index)

    def _show(self) -> None:
        feedback = self.remarks.feedback
        if feedback is not self._feedback:
            self._feedback = feedback
            self._check += 1
        self.set_rows([RemarkRow(index, self._check, feedback[index]) for index in self.remarks.visible])
