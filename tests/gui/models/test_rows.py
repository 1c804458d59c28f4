from collections.abc import Hashable

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from desktop.gui.models.rows import Role, RowModel, matches


class Numbers(RowModel[tuple[int, str]]):
    def key(self, row: tuple[int, str]) -> Hashable:
        return row[0]

    def text(self, row: tuple[int, str]) -> str:
        return row[1]


LISTS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from("abc")), unique_by=lambda row: row[0])


@given(LISTS, LISTS)
def test_any_list_becomes_any_other_without_a_reset_and_is_announced_row_by_row(
    before: list[tuple[int, str]], after: list[tuple[int, str]]
) -> None:
    model = Numbers()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.set_rows(before)
    kept = {row[0]: QPersistentModelIndex(model.index(number)) for number, row in enumerate(before)}
    model.set_rows(after)
    assert list(model.rows) == after
    assert not resets
    for number, row in enumerate(after):
        if row[0] in kept:
            assert kept[row[0]].row() == number


def test_an_equal_list_announces_nothing() -> None:
    model = Numbers()
    model.set_rows([(1, "a"), (2, "b")])
    told: list[str] = []
    model.dataChanged.connect(lambda *_: told.append("changed"))
    model.rowsMoved.connect(lambda *_: told.append("moved"))
    model.rowsInserted.connect(lambda *_: told.append("inserted"))
    model.set_rows([(1, "a"), (2, "b")])
    assert told == []


def test_only_the_row_that_changed_is_announced() -> None:
    model = Numbers()
    model.set_rows([(1, "a"), (2, "b"), (3, "c")])
    told: list[int] = []
    model.dataChanged.connect(lambda first, last: told.extend(range(first.row(), last.row() + 1)))
    model.set_rows([(1, "a"), (2, "z"), (3, "c")])
    assert told == [1]


def test_a_row_gives_its_text_and_itself() -> None:
    model = Numbers()
    model.set_rows([(7, "seven")])
    assert model.index(0).data() == "seven"
    assert model.index(0).data(Role.ITEM) == (7, "seven")
    assert model.data(QModelIndex()) is None


def test_searching_ignores_case_accents_and_the_order_of_words() -> None:
    assert matches("TOMAS station", "Tomás", "Works at the station")
    assert matches("", "anything")
    assert not matches("tomas airport", "Tomás", "Works at the station")
