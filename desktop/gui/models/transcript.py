"""The turns of one conversation as rows, newest last, of which the window shows the latest ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import assert_never

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui.text_positions import unheard_start
from desktop.gui.transcript_text import heard_words

PAGE = 25
"""Rows added at the top at a time: measuring their texts takes half a frame of 16 ms."""
WINDOW = 80
"""Rows shown at first, and kept when older ones are let go."""

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class Role(IntEnum):
    """What `data` gives beside the plain text."""

    EXCHANGE = Qt.ItemDataRole.UserRole + 1
    STARRED = Qt.ItemDataRole.UserRole + 2


class Rest(Enum):
    """What can be done with the part of an interrupted reply that was not heard."""

    NONE = "none"
    READY = "ready"
    WAITING = "waiting"
    """It can be played once the reply under way is over."""
    PLAYING = "playing"


@dataclass(frozen=True, slots=True)
class Row:
    """One turn as it is shown."""

    key: str
    turn: Turn
    exchange_id: str = ""
    """What a star on this turn is kept under; empty where there can be none."""
    starred: bool = False
    rest: Rest = Rest.NONE
    heard_to: int = 0
    """While the reply is spoken: how much of the text was shown as heard, in UTF-16 units. It never shrinks."""


class TranscriptModel(QAbstractListModel):
    """Rows of a conversation. Every change is announced for exactly the rows it touches.

    Only the last rows are exposed; `show_older` adds a page at the top, `let_older_go` takes them away again.
    """

    turnFinished = Signal(object)
    """A Turn whose text will not change any more; not emitted for what was there from the start."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._first = 0
        self._history: tuple[Turn, ...] = ()
        self._turns: tuple[Turn, ...] = ()
        self._favorite_ids: Collection[str] = frozenset()
        self._rests: Mapping[str, Rest] = {}
        self.partner_name = ""

    # -- what the view asks --------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows) - self._first

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return row.turn.wording
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.spoken_line(row.turn)
            rest = rest_words(row.rest)
            return f"{line} {rest[1]}" if rest else line
        if role == Role.EXCHANGE:
            return row.exchange_id
        if role == Role.STARRED:
            return row.starred
        return None

    def row_at(self, position: int) -> Row:
        """Return the row at this position among those shown."""
        return self._rows[self._first + position]

    def rows(self) -> tuple[Row, ...]:
        """Return every row, shown or not, oldest first."""
        return tuple(self._rows)

    def show_row(self, key: str) -> int:
        """Show as many older rows as it takes for this one to be shown; return its position, -1 where there is none."""
        place = next((place for place, row in enumerate(self._rows) if row.key == key), -1)
        while 0 <= place < self._first:
            self.show_older()
        return place - self._first if place >= 0 else -1

    def has_older(self) -> bool:
        return self._first > 0

    def all_turns(self) -> tuple[Turn, ...]:
        """Return every turn that has text, shown or not, oldest first."""
        return tuple(row.turn for row in self._rows if row.turn.text)

    def last_exchange(self) -> Row | None:
        """Return the newest row that can carry a star."""
        return next((row for row in reversed(self._rows) if row.exchange_id), None)

    def speaker_name(self, turn: Turn) -> str:
        if turn.speaker is Speaker.LEARNER:
            return QCoreApplication.translate("Transcript", "You")
        return self.partner_label()

    def partner_label(self) -> str:
        return self.partner_name or QCoreApplication.translate("Transcript", "Partner")

    def spoken_line(self, turn: Turn) -> str:
        """Return the turn as a screen reader says it."""
        name = self.speaker_name(turn)
        if turn.status is TurnStatus.LIVE:
            line = QCoreApplication.translate("Transcript", "{name}, not final: {text}")
        elif turn.status is TurnStatus.INTERRUPTED:
            line = QCoreApplication.translate("Transcript", "{name}, interrupted: {text}")
        elif turn.corrected:
            line = QCoreApplication.translate("Transcript", "{name}, corrected: {text}")
            return f"{line.format(name=name, text=turn.corrected)} {heard_words(turn.text, turn.typed)}"
        elif turn.typed:
            line = QCoreApplication.translate("Transcript", "{name}, typed: {text}")
        else:
            line = QCoreApplication.translate("Transcript", "{name}: {text}")
        return line.format(name=name, text=turn.text)

    # -- what the conversation tells -----------------------------------------------------------------------

    def start_over(self, history: Sequence[Turn], turns: Sequence[Turn], partner_name: str) -> None:
        """Show another conversation: `history` is what was said before it was continued with `turns`."""
        self.beginResetModel()
        self.partner_name = partner_name
        self._history = tuple(history)
        self._turns = tuple(turns)
        self._rows = self._wanted_rows()
        self._first = max(0, len(self._rows) - WINDOW)
        self.endResetModel()

    def set_turns(self, history: tuple[Turn, ...], turns: tuple[Turn, ...]) -> None:
        """Take the same conversation's turns as they are now; costs nothing when they are the same objects."""
        if turns is self._turns and history is self._history:
            return
        if history is not self._history:
            self._history, self._turns = history, turns
            self._become(0, self._wanted_rows())
            return
        old, self._turns = self._turns, turns
        same = 0
        for before, after in zip(old, turns, strict=False):
            if before is not after:
                break
            same += 1
        start = len(self._rows) - sum(map(_is_shown, old[same:]))
        known = {row.key: row for row in self._rows[start:]}
        self._become(start, [self._row(turn.key, turn, known) for turn in turns[same:] if _is_shown(turn)])

    def set_favorite_ids(self, favorite_ids: Collection[str]) -> None:
        if favorite_ids == self._favorite_ids:
            return
        self._favorite_ids = favorite_ids
        self._become(0, self._wanted_rows())

    def set_rests(self, rests: Mapping[str, Rest]) -> None:
        """rests: key of a turn of the conversation under way -> what can be done with its unheard rest."""
        if rests == self._rests:
            return
        self._rests = dict(rests)
        self._become(0, self._wanted_rows())

    def rename_partner(self, name: str) -> None:
        if name != self.partner_name:
            self.partner_name = name
            if self.rowCount():
                self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def show_older(self) -> None:
        """Add a page of older rows at the top."""
        count = min(PAGE, self._first)
        if count:
            self.beginInsertRows(_NO_PARENT, 0, count - 1)
            self._first -= count
            self.endInsertRows()

    def let_older_go(self) -> None:
        """Take rows away at the top when twice a window of them is shown."""
        surplus = self.rowCount() - WINDOW
        if surplus >= WINDOW:
            self.beginRemoveRows(_NO_PARENT, 0, surplus - 1)
            self._first += surplus
            self.endRemoveRows()

    # -- inside --------------------------------------------------------------------------------------------

    def _wanted_rows(self) -> list[Row]:
        known = {row.key: row for row in self._rows}
        past = [self._row("past " + turn.key, turn, known) for turn in self._history if _is_shown(turn)]
        return past + [self._row(turn.key, turn, known) for turn in self._turns if _is_shown(turn)]

    def _row(self, key: str, turn: Turn, known: dict[str, Row]) -> Row:
        has_star = turn.speaker is Speaker.ASSISTANT and turn.status is not TurnStatus.LIVE
        exchange_id = turn.message_id if has_star else ""
        starred = bool(exchange_id) and exchange_id in self._favorite_ids
        rest = self._rests.get(key, Rest.NONE)
        before = known.get(key)
        if before is not None and before.turn is turn and before.starred is starred and before.rest is rest:
            return before
        heard_to = 0
        if turn.status is TurnStatus.LIVE and turn.heard_ms:
            heard_to = max(unheard_start(turn), before.heard_to if before is not None else 0)
        return Row(key, turn, exchange_id, starred, rest, heard_to)

    def _become(self, start: int, wanted: list[Row]) -> None:
        """Turn the rows from `start` on into `wanted`: replace what kept its place, take out and put in the rest."""
        rows = self._rows
        shortest = min(len(rows) - start, len(wanted))
        head = 0
        while head < shortest and rows[start + head].key == wanted[head].key:
            head += 1
        tail = 0
        while tail < shortest - head and rows[-1 - tail].key == wanted[-1 - tail].key:
            tail += 1
        finished: list[Turn] = []
        for place in range(head):
            self._replace(start + place, wanted[place], finished)
        self._take_out(start + head, len(rows) - tail)
        self._put_in(start + head, wanted[head : len(wanted) - tail], finished)
        for place in range(len(wanted) - tail, len(wanted)):
            self._replace(start + place, wanted[place], finished)
        for turn in finished:
            self.turnFinished.emit(turn)

    def _replace(self, position: int, row: Row, finished: list[Turn]) -> None:
        before = self._rows[position]
        if before is row or before == row:
            return
        self._rows[position] = row
        if before.turn.status is TurnStatus.LIVE and row.turn.status is not TurnStatus.LIVE:
            finished.append(row.turn)
        if position >= self._first:
            index = self.index(position - self._first)
            self.dataChanged.emit(index, index)

    def _take_out(self, start: int, stop: int) -> None:
        hidden = max(0, min(stop, self._first) - start)
        del self._rows[start : start + hidden]
        self._first -= hidden
        stop -= hidden
        if start < stop:
            self.beginRemoveRows(_NO_PARENT, start - self._first, stop - self._first - 1)
            del self._rows[start:stop]
            self.endRemoveRows()

    def _put_in(self, start: int, new: list[Row], finished: list[Turn]) -> None:
        if not new:
            return
        finished += [row.turn for row in new if row.turn.status is not TurnStatus.LIVE]
        if start < self._first:
            self._rows[start:start] = new
            self._first += len(new)
            return
        self.beginInsertRows(_NO_PARENT, start - self._first, start - self._first + len(new) - 1)
        self._rows[start:start] = new
        self.endInsertRows()


def rest_words(rest: Rest) -> tuple[str, str] | None:
    """Return what the button of an unheard rest says, and how a screen reader names it; None where there is none."""
    match rest:
        case Rest.NONE:
            return None
        case Rest.PLAYING:
            return (
                QCoreApplication.translate("Transcript", "Stop"),
                QCoreApplication.translate("Transcript", "The rest is being played; press Enter to stop it."),
            )
        case Rest.READY | Rest.WAITING:
            return (
                QCoreApplication.translate("Transcript", "Play the rest"),
                QCoreApplication.translate("Transcript", "Press Enter to hear the rest."),
            )
        case _:
            assert_never(rest)


def _is_shown(turn: Turn) -> bool:
    if turn.status is TurnStatus.NO_TEXT:
        return False
    return turn.status is TurnStatus.LIVE or bool(turn.text)
