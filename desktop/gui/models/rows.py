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
        """Make the list equal to `wanted` by removals, moves, insertions and changes; neighbours go together."""
        keys = [self.key(row) for row in wanted]
        staying = set(keys)
        stop = len(self._rows)
        while stop > 0:
            start = stop
            while start > 0 and self.key(self._rows[start - 1]) not in staying:
                start -= 1
            if start < stop:
                self._remove(start, stop)
            stop = start - 1
        known = {self.key(row) for row in self._rows}
        number = 0
        while number < len(wanted):
            if keys[number] not in known:
                stop = number + 1
                while stop < len(wanted) and keys[stop] not in known:
                    stop += 1
                self._insert(number, wanted[number:stop])
                number = stop
                continue
            if self.key(self._rows[number]) != keys[number]:
                self._move(self.row_of(keys[number]), number)
            self._change(number, wanted[number])
            number += 1

    def _remove(self, start: int, stop: int) -> None:
        self.beginRemoveRows(QModelIndex(), start, stop - 1)
        del self._rows[start:stop]
        self.endRemoveRows()

    def _insert(self, start: int, rows: Sequence[Item]) -> None:
        self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
        self._rows[start:start] = rows
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
