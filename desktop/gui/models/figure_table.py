"""A table of figures, one row a turn: what a plot shows, as text. It announces exactly what changed, never a reset."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from desktop.gui.models.rows import Index, Role


@dataclass(frozen=True, slots=True)
class FigureRow:
    """key: of the turn. cells: one a column."""

    key: str
    cells: tuple[str, ...]


class FigureTable(QAbstractTableModel):
    """headers: one a column."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._rows: list[FigureRow] = []

    @property
    def rows(self) -> Sequence[FigureRow]:
        return self._rows

    def set_rows(self, rows: Sequence[FigureRow]) -> None:
        """Show these; a talk only grows, so what is new stands at the end."""
        for number, (old, new) in enumerate(zip(self._rows, rows, strict=False)):
            if old is not new and old != new:
                self._rows[number] = new
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(self._headers) - 1))
        known = len(self._rows)
        if len(rows) > known:
            self.beginInsertRows(QModelIndex(), known, len(rows) - 1)
            self._rows.extend(rows[known:])
            self.endInsertRows()
        elif len(rows) < known:
            self.beginRemoveRows(QModelIndex(), len(rows), known - 1)
            del self._rows[len(rows) :]
            self.endRemoveRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Role.ITEM:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return row.cells[index.column()]
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._headers[index.column()]}: {row.cells[index.column()]}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(index.column())
            case _:
                return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None


def _side(column: int) -> int:
    """Return where a column's text stands: what names the row at the beginning, numbers under one another."""
    side = Qt.AlignmentFlag.AlignLeading if column == 0 else Qt.AlignmentFlag.AlignTrailing
    return int(side | Qt.AlignmentFlag.AlignVCenter)
