from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from desktop.gui.models.figure_table import FigureRow, FigureTable
from desktop.gui.models.rows import Role


def rows(*values: str) -> list[FigureRow]:
    return [FigureRow(f"learner-{number}", (str(number), value)) for number, value in enumerate(values)]


def test_it_announces_what_is_new_what_changed_and_what_is_gone(qapp: object) -> None:
    table = FigureTable(("Turn", "Pace"))
    tester = QAbstractItemModelTester(table)
    changed, inserted, removed = (
        QSignalSpy(table.dataChanged),
        QSignalSpy(table.rowsInserted),
        QSignalSpy(table.rowsRemoved),
    )
    table.set_rows(rows("90"))
    table.set_rows(rows("95", "80", "70"))
    assert (inserted.count(), changed.count(), removed.count()) == (2, 1, 0)
    table.set_rows(rows("95"))
    table.set_rows(rows("95"))
    assert (inserted.count(), changed.count(), removed.count()) == (2, 1, 1)
    assert (table.rowCount(), table.columnCount(), table.rowCount(table.index(0, 0))) == (1, 2, 0)
    tester.deleteLater()


def test_a_screen_reader_hears_the_column_with_the_cell(qapp: object) -> None:
    table = FigureTable(("Turn", "Pace"))
    table.set_rows(rows("90"))
    cell = table.index(0, 1)
    assert table.data(cell) == "90"
    assert table.data(cell, Qt.ItemDataRole.AccessibleTextRole) == "Pace: 90"
    assert table.data(cell, Role.ITEM).key == "learner-0"
    assert table.data(QModelIndex()) is None
    assert table.headerData(1, Qt.Orientation.Horizontal) == "Pace"
    assert table.headerData(1, Qt.Orientation.Vertical) is None
