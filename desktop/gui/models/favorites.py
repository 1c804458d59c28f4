"""The sidebar's starred exchanges, newest first."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QObject

from desktop.conversation.catalogue import Favorite
from desktop.gui.models.rows import RowModel, matches


class FavoritesModel(RowModel[Favorite]):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Favorite] = ()
        self._query = ""

    @property
    def total(self) -> int:
        """How many there are before the search."""
        return len(self._all)

    def set_favorites(self, favorites: Sequence[Favorite]) -> None:
        self._all = favorites
        self._show()

    def search(self, query: str) -> None:
        self._query = query
        self._show()

    def key(self, row: Favorite) -> Hashable:
        return row.id

    def text(self, row: Favorite) -> str:
        return row.assistant_text.strip() or row.learner_text.strip() or self.tr("An exchange without words")

    def detail(self, row: Favorite) -> str:
        """Return the second line: from which conversation, and whether the star is kept here only."""
        name = row.course_name.strip() or self.tr("Without a name")
        return self.tr("{name} · on this computer").format(name=name) if row.on_this_computer else name

    def spoken(self, row: Favorite) -> str:
        return self.tr("{text}, {detail}").format(text=self.text(row), detail=self.detail(row))

    def _show(self) -> None:
        shown = [
            one for one in self._all if matches(self._query, one.learner_text, one.assistant_text, one.course_name)
        ]
        self.set_rows(sorted(shown, key=lambda one: -one.created_at))
