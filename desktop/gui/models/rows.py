"""A Qt item model over a plain list that announces exactly the rows that changed, never a reset."""

import unicodedata
from collections.abc import Hashable, Sequence
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Item = TypeVar("Item")

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    ITEM = int(Qt.ItemDataRole.UserRole) + 1
    """The row itself, as the model holds it."""


class RowModel(QAbstractListModel, Generic[Item]):
    """Holds `rows`; a subclass says what identifies a row and what is said of it.

    Keys are unique within the list. Selection, focus and scroll position survive `set_rows`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Item] = []

    @property
    def rows(self) -> Sequence[Item]:
        return self._rows

    def key(self, row: Item) -> Hashable:
        raise NotImplementedError

    def text(self, row: Item) -> str:
        """Return what names the row."""
        raise NotImplementedError

    def spoken(self, row: Item) -> str:
        """Return what a screen reader says of the row; its text unless there is more."""
        return self.text(row)

    def row_of(self, key: Hashable) -> int:
        """Return the number of the row with this key, -1 when there is none."""
        return next((number for number, row in enumerate(self._rows) if self.key(row) == key), -1)

    def set_rows(self, wanted: Sequence[Item]) -> None:
        """Make the list equal to `wanted` by removals, moves, insertions and changes of single rows."""
        keys = {self.key(row) for row in wanted}
        for number in range(len(self._rows) - 1, -1, -1):
            if self.key(self._rows[number]) not in keys:
                self._remove(number)
        for number, row in enumerate(wanted):
            key = self.key(row)
            if number < len(self._rows) and self.key(self._rows[number]) == key:
                self._change(number, row)
                continue
            old = self.row_of(key)
            if old < 0:
                self._insert(number, row)
            else:
                self._move(old, number)
                self._change(number, row)

    def _remove(self, number: int) -> None:
        self.beginRemoveRows(QModelIndex(), number, number)
        del self._rows[number]
        self.endRemoveRows()

    def _insert(self, number: int, row: Item) -> None:
        self.beginInsertRows(QModelIndex(), number, number)
        self._rows.insert(number, row)
        self.endInsertRows()

    def _move(self, old: int, new: int) -> None:
        self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), new)
        self._rows.insert(new, self._rows.pop(old))
        self.endMoveRows()

    def _change(self, number: int, row: Item) -> None:
        if self._rows[number] != row:
            self._rows[number] = row
            index = self.index(number)
            self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Role.ITEM:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return self.text(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(row)
            case _:
                return None


def matches(query: str, *texts: str) -> bool:
    """Return whether every word of `query` occurs in the texts; case and accents do not count."""
    heap = _plain(" ".join(texts))
    return all(word in heap for word in _plain(query).split())


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
