"""Rows of different heights, one below the other."""

from bisect import bisect_right
from collections.abc import Sequence


class RowStack:
    """Finds a row's place and the row at a place; a change at the bottom costs nothing above it."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        """Tops of the rows up to the first one whose place must be found anew; one more than those."""

    def __len__(self) -> int:
        return len(self._heights)

    def insert(self, start: int, heights: Sequence[int]) -> None:
        self._heights[start:start] = heights
        del self._tops[start + 1 :]

    def remove(self, start: int, stop: int) -> None:
        del self._heights[start:stop]
        del self._tops[start + 1 :]

    def set_height(self, row: int, height: int) -> None:
        if self._heights[row] != height:
            self._heights[row] = height
            del self._tops[row + 1 :]

    def height(self, row: int) -> int:
        return self._heights[row]

    def top(self, row: int) -> int:
        """Return where this row begins; for the number of rows, where the last one ends."""
        while len(self._tops) <= row:
            self._tops.append(self._tops[-1] + self._heights[len(self._tops) - 1])
        return self._tops[row]

    def row_at(self, place: int) -> int:
        """Return the row that covers this place, the nearest one where none does, -1 without any row."""
        last = len(self._heights)
        self.top(last)
        return min(max(0, bisect_right(self._tops, place) - 1), last - 1)

    def rows_between(self, start: int, stop: int) -> range:
        """Return the rows that cover any of the places from `start` to before `stop`."""
        if not self._heights or stop <= 0 or start >= self.top(len(self._heights)):
            return range(0)
        return range(self.row_at(start), self.row_at(stop - 1) + 1)
