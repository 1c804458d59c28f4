"""One chat's grade: how far it has come, its points, and its results by kind."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.gui import theme
from desktop.gui.grade_words import KINDS, kind_title, points, points_words, status_words
from desktop.gui.notice_words import shortened
from desktop.gui.views.beside.card_stack import CardStack
from desktop.gui.views.beside.entry_card import EntryCard
from desktop.gui.views.beside.score_bar import PointsLine


class GradeSection(QWidget):
    """Takes its results one by one with `add_next`, so that many never hold up the window."""

    entryChosen = Signal(object)
    """The GradeEntry whose place in the talk the learner wants to see."""
    askedAgain = Signal(str)
    """The chat to be graded again."""

    def __init__(self, chat_id: str, before: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        """before: returns the control that the keyboard reaches before this section."""
        super().__init__(parent)
        self.chat_id = chat_id
        self._before = before
        self._grade: Grade | None = None
        self._can_ask = self._is_talking = False
        self._cards: list[EntryCard] = []
        self._groups: dict[EntryKind, CardStack] = {}
        self._title = _label("title")
        self._status = _label("soft")
        self._note = _label("small")
        self._again = QPushButton(self.tr("Ask again"))
        self._again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._again.clicked.connect(lambda: self.askedAgain.emit(self.chat_id))
        self._points = PointsLine()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GRID_PX)
        for widget in (self._title, self._points, self._status, self._note):
            self._column.addWidget(widget)
        self._column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeading)

    @property
    def entries(self) -> tuple[GradeEntry, ...]:
        """The results that have their cards."""
        return tuple(card.entry for card in self._cards)

    def show_grade(self, grade: Grade, title: str, *, can_ask: bool, is_talking: bool) -> None:
        """title: empty where there is only one chat. can_ask: whether the service can be asked again.

        is_talking: the chat goes on.
        """
        self._title.setText(title)
        self._title.setVisible(bool(title))
        stand = (can_ask, is_talking)
        if grade is self._grade and stand == (self._can_ask, self._is_talking):
            return
        self._grade = grade
        self._can_ask, self._is_talking = stand
        self._correct(grade.entries)
        status = status_words(grade, is_talking=is_talking, can_ask=can_ask)
        self._status.setText(status)
        self._status.setVisible(bool(status))
        note = shortened(grade.note) if grade.status is GradeStatus.FAILED else ""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._show_again()
        self._points.show_points(points(grade.entries), points_words(grade))

    @property
    def is_complete(self) -> bool:
        return self._grade is None or len(self._cards) == len(self._grade.entries)

    def add_next(self) -> None:
        """Make the card of the next result that has none."""
        if self._grade is None or self.is_complete:
            return
        entry = self._grade.entries[len(self._cards)]
        if not self._cards:
            QWidget.setTabOrder(self._before(), self._again)
        if entry.kind not in self._groups:
            self._groups[entry.kind] = group = CardStack(kind_title(entry.kind))
            later = [self._groups[kind] for kind in KINDS[KINDS.index(entry.kind) + 1 :] if kind in self._groups]
            place = self._column.indexOf(later[0]) if later else self._column.count()
            self._column.insertWidget(place, group)
        self._cards.append(self._put(entry, len(self._groups[entry.kind].cards)))

    def _put(self, entry: GradeEntry, place: int) -> EntryCard:
        """Make an entry's card at this place of its group."""
        card = EntryCard(entry)
        card.chosen.connect(lambda: self.entryChosen.emit(entry))
        before = self._stop_before(entry.kind, place)
        self._groups[entry.kind].insert(place, card)
        for above, below in pairwise([before, *card.stops()]):
            QWidget.setTabOrder(above, below)
        return card

    def _correct(self, entries: Sequence[GradeEntry]) -> None:
        """Exchange the cards of entries that were completed or corrected; begin anew where it is another list."""
        shown = self.entries
        if len(entries) < len(shown) or any(new.kind is not old.kind for new, old in zip(entries, shown, strict=False)):
            self._clear()
            return
        for number, (new, old) in enumerate(zip(entries, shown, strict=False)):
            if new is not old and new != old:
                place = self._groups[old.kind].take(self._cards[number])
                self._cards[number] = self._put(new, place)

    def say_missing(self, entry: GradeEntry) -> None:
        """Say at an entry's card that its place is not in the talk shown."""
        for card in self._cards:
            if card.entry is entry:
                card.say_missing()

    def last_stop(self) -> QWidget:
        """Return the last control the keyboard reaches here."""
        return self._stop_before(KINDS[-1])

    def first_stop(self) -> QWidget | None:
        cards = [card for kind in KINDS if kind in self._groups for card in self._groups[kind].cards]
        return cards[0].stops()[0] if cards else self._again if self._again.isVisibleTo(self) else None

    def _stop_before(self, kind: EntryKind, place: int | None = None) -> QWidget:
        """Return the control after which a card at this place of a kind, or at its end, is reached."""
        for earlier in reversed(KINDS[: KINDS.index(kind) + 1]):
            group = self._groups.get(earlier)
            cards = group.cards[: place if earlier is kind else None] if group is not None else []
            if cards:
                return cards[-1].stops()[-1]
        return self._again

    def _show_again(self) -> None:
        failed = self._grade is not None and self._grade.status is GradeStatus.FAILED
        self._again.setVisible(failed and self._can_ask)

    def _clear(self) -> None:
        for group in self._groups.values():
            self._column.removeWidget(group)
            group.hide()
            group.deleteLater()
        self._groups.clear()
        self._cards.clear()


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
