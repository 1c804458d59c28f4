from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, TextSpan, Verdict
from desktop.gui.models.remark_rows import RemarkRowsModel
from desktop.gui.models.remarks import Remarks

WRONG = Feedback("Say “had”.", Verdict.WRONG, "Tense", (TextSpan(2, 5, "has"),))
NICE = Feedback("Nice.", Verdict.CORRECT)
TEXT = "I has tea."


def show(remarks: Remarks, *feedback: Feedback) -> None:
    remarks.show(CheckResult(CheckState.REMARKS, feedback), TEXT)


def test_there_is_a_row_for_every_remark_shown_in_their_order() -> None:
    remarks = Remarks()
    model = RemarkRowsModel(remarks)
    show(remarks, WRONG, NICE)
    assert [row.remark for row in model.rows] == [NICE, WRONG]
    assert model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole) == "Wrong. Tense. “has”. Say “had”."
    assert model.data(model.index(1)) == "Say “had”."


def test_a_filter_takes_rows_out_and_brings_them_back_without_a_reset() -> None:
    remarks = Remarks()
    show(remarks, WRONG, NICE, replace(WRONG, message="Again."))
    model = RemarkRowsModel(remarks)
    resets, removed = QSignalSpy(model.modelReset), QSignalSpy(model.rowsRemoved)
    remarks.toggle(Verdict.CORRECT)
    assert [row.index for row in model.rows] == [1, 2]
    remarks.toggle(Verdict.CORRECT)
    assert [row.index for row in model.rows] == [0, 1, 2]
    assert (resets.count(), removed.count()) == (0, 1)


def test_rows_of_another_check_are_other_rows() -> None:
    remarks = Remarks()
    show(remarks, WRONG)
    model = RemarkRowsModel(remarks)
    before = model.key(model.rows[0])
    remarks.text_edited("I had tea.")
    assert model.key(model.rows[0]) == before
    show(remarks, replace(WRONG, message="Still."))
    assert model.key(model.rows[0]) != before
