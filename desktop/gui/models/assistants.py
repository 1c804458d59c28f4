"""The picker's assistants: searched, filtered by level, in the learner's order."""

from collections.abc import Hashable, Sequence
from enum import Enum

from PySide6.QtCore import QObject

from desktop.conversation.catalogue import Assistant
from desktop.gui.models.rows import RowModel, matches


class Order(Enum):
    LIKED = "liked"
    NAME = "name"
    LEVEL = "level"


class AssistantsModel(RowModel[Assistant]):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Assistant] = ()
        self._query = ""
        self._level = ""
        self._order = Order.LIKED

    @property
    def total(self) -> int:
        """How many there are before search and filter."""
        return len(self._all)

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that occur, lowest first."""
        return tuple(sorted({one.level for one in self._all if one.level}))

    def set_assistants(self, assistants: Sequence[Assistant]) -> None:
        self._all = assistants
        if self._level not in self.levels:
            self._level = ""
        self._show()

    def search(self, query: str) -> None:
        self._query = query
        self._show()

    def filter_level(self, level: str) -> None:
        """Show only this level; an empty one shows all."""
        self._level = level
        self._show()

    def sort_by(self, order: Order) -> None:
        self._order = order
        self._show()

    def key(self, row: Assistant) -> Hashable:
        return row.id

    def text(self, row: Assistant) -> str:
        return row.name.strip()

    def spoken(self, row: Assistant) -> str:
        parts = (row.name.strip(), row.level, row.goal or row.description)
        return ", ".join(part for part in parts if part)

    def _show(self) -> None:
        shown = [
            one
            for one in self._all
            if self._level in ("", one.level) and matches(self._query, one.name, one.description, one.goal)
        ]
        self.set_rows(sorted(shown, key=self._place))

    def _place(self, one: Assistant) -> tuple[int | str, ...]:
        name = one.name.strip().casefold()
        match self._order:
            case Order.LIKED:
                return (-one.liked_count, one.level or "~", name)  # equally liked: the easiest first
            case Order.LEVEL:
                return (one.level or "~", name)
            case Order.NAME:
                return (name,)
