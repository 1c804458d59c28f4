"""The sidebar's past conversations, grouped under Today, Yesterday, Last seven days and Earlier."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, QTime

from desktop.conversation.catalogue import PastConversation
from desktop.gui.models.rows import RowModel, matches


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above a group; it can be neither chosen nor focused."""

    key: str
    text: str


Row = Heading | PastConversation


class ConversationsModel(RowModel[Row]):
    """now: the learner's clock, in local time."""

    def __init__(self, now: Callable[[], datetime] = datetime.now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._all: Sequence[PastConversation] = ()
        self._query = ""

    @property
    def total(self) -> int:
        """How many conversations there are before the search."""
        return len(self._all)

    def set_conversations(self, conversations: Sequence[PastConversation]) -> None:
        self._all = conversations
        self._show()

    def search(self, query: str) -> None:
        self._query = query
        self._show()

    def key(self, row: Row) -> Hashable:
        return ("heading", row.key) if isinstance(row, Heading) else ("conversation", row.course_id)

    def text(self, row: Row) -> str:
        if isinstance(row, Heading):
            return row.text
        return row.name.strip() or self.tr("Without a name")

    def detail(self, row: PastConversation) -> str:
        """Return the second line: with whom and when."""
        when = self.when(row.last_at)
        partner = row.assistant_name.strip()
        return self.tr("{partner} · {when}").format(partner=partner, when=when) if partner else when

    def when(self, at: float) -> str:
        """Return the time of day for the last two days, else the date. at: seconds since the epoch."""
        if at <= 0:
            return ""
        moment = datetime.fromtimestamp(at)
        locale = _locale()
        if (self._now().date() - moment.date()).days <= 1:
            return locale.toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
        date = QDate(moment.year, moment.month, moment.day)
        return locale.toString(date, self.tr("d MMM") if moment.year == self._now().year else self.tr("d MMM yyyy"))

    def spoken(self, row: Row) -> str:
        if isinstance(row, Heading):
            return row.text
        return self.tr("{name}, {detail}").format(name=self.text(row), detail=self.detail(row))

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def _show(self) -> None:
        shown = [one for one in self._all if matches(self._query, self.text(one), one.assistant_name)]
        shown.sort(key=lambda one: -one.last_at)
        rows: list[Row] = []
        group = ""
        for one in shown:
            heading = self._heading(one.last_at)
            if heading.key != group:
                group = heading.key
                rows.append(heading)
            rows.append(one)
        self.set_rows(rows)

    def _heading(self, at: float) -> Heading:
        days = (self._now().date() - datetime.fromtimestamp(at).date()).days
        if days <= 0:
            return Heading("today", self.tr("Today"))
        if days == 1:
            return Heading("yesterday", self.tr("Yesterday"))
        if days <= 7:
            return Heading("week", self.tr("Last seven days"))
        return Heading("earlier", self.tr("Earlier"))


def _locale() -> QLocale:
    """Return the learner's locale; the bare C one writes seconds that nobody asked for."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return locale
