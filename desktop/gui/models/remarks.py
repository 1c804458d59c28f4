"""The check of one answer, as the text and the cards beside it share it: remarks, filters, which one is chosen.

Positions are code points of the answer as it stands now. After an edit a mark stays on its words, greyed, or is gone:
one whose words or edges were touched, or that cannot be told from others like it, returns only with the checked text.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, Points, Remedy, TextSpan, Verdict

_CHECKED = frozenset({CheckState.REMARKS, CheckState.NO_REMARKS})


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that a remark is about. remark: its index in `Remarks.feedback`."""

    remark: int
    span: TextSpan
    verdict: Verdict


class Remarks(QObject):
    """Lives on the GUI thread. The editor tells it every text, the page what became of a check."""

    changed = Signal()
    """State, remarks or filters are new; the marks too."""
    currentChanged = Signal()
    """Another remark is chosen, or the same at another place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stand = CheckState.NOT_CHECKED
        """As the last check left it; editing does not change it."""
        self._note = ""
        self._remedy = Remedy.NONE
        self._text: str | None = None
        self._checked_text = ""
        self._was_checked = False
        self._feedback: tuple[Feedback, ...] = ()
        self._all_marks: tuple[Mark, ...] = ()
        """In the checked text."""
        self._left: tuple[Mark, ...] = ()
        """What is left of them in the text as it stands."""
        self._marks: tuple[Mark, ...] = ()
        """Those of them that the filters let through."""
        self._shown = frozenset(Verdict)
        self._current = -1
        self._spot = -1
        """Where the current remark was chosen; -1 where it was chosen by itself."""

    # -- what the page and the editor tell ----------------------------------------------------------------------

    def checking(self) -> None:
        """A check is under way; what an earlier one said stays to be read."""
        self._stand, self._note, self._remedy = CheckState.CHECKING, "", Remedy.NONE
        self.changed.emit()

    def not_checked(self) -> None:
        """There is no check: another task, or begun anew."""
        self._stand, self._note, self._remedy = CheckState.NOT_CHECKED, "", Remedy.NONE
        self._take((), "")
        self._was_checked = False
        self.changed.emit()

    def show(self, result: CheckResult, text: str) -> None:
        """Show what came of checking `text`. Where nothing came of it, what an earlier check said stays."""
        self._stand, self._note, self._remedy = result.state, result.note, result.remedy
        if result.state in _CHECKED:
            self._take(result.feedback, text)
            self._was_checked = True
        self.changed.emit()

    def text_edited(self, text: str) -> None:
        """The answer reads `text` now. Nothing happens where it is what it was."""
        before = self._text
        if text == before:
            return
        was_stale = self.is_stale
        self._text = text
        self._follow(self._checked_text if before is None else before)
        if self.is_stale is not was_stale:
            self.changed.emit()

    def _take(self, feedback: tuple[Feedback, ...], text: str) -> None:
        placed = [_placed(one, text) for one in feedback]
        placed.sort(key=_first_offset)
        self._feedback, self._checked_text = tuple(placed), text
        self._all_marks = tuple(
            Mark(number, span, one.verdict) for number, one in enumerate(self._feedback) for span in one.spans
        )
        self._left = self._all_marks
        self._shown = self._shown if self.visible else frozenset(Verdict)
        self._follow(text)
        self._set_current(-1)

    def _follow(self, before: str) -> None:
        """Bring the marks from the text `before` to the one that stands now."""
        text = self.text
        if text == self._checked_text:
            self._left = self._all_marks
        elif text != before:
            head, tail = _untouched(before, text)
            moved = (_moved(mark, head, len(before) - tail, len(text) - len(before)) for mark in self._left)
            self._left = tuple(mark for mark in moved if mark is not None)
        self._filter()

    def _filter(self) -> None:
        self._marks = tuple(mark for mark in self._left if mark.verdict in self._shown)

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def state(self) -> CheckState:
        return CheckState.STALE if self._stand in _CHECKED and self.is_stale else self._stand

    @property
    def is_stale(self) -> bool:
        """Whether the remarks are about another text than the one that stands now."""
        return self._was_checked and self.text != self._checked_text

    @property
    def note(self) -> str:
        """Why the answer was not checked: a sentence; empty otherwise."""
        return self._note

    @property
    def remedy(self) -> Remedy:
        return self._remedy

    @property
    def text(self) -> str:
        """The answer as it stands now, as far as it was told."""
        return self._checked_text if self._text is None else self._text

    @property
    def feedback(self) -> tuple[Feedback, ...]:
        """What is about the whole answer on top, then by first offset."""
        return self._feedback

    @property
    def points(self) -> Points | None:
        """What the whole answer earned."""
        return next((one.points for one in self._feedback if one.points is not None), None)

    @property
    def shown(self) -> frozenset[Verdict]:
        """The verdicts whose remarks are shown."""
        return self._shown

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many remarks there are of each verdict, shown or not."""
        return {verdict: sum(one.verdict is verdict for one in self._feedback) for verdict in Verdict}

    @property
    def visible(self) -> tuple[int, ...]:
        """Indices of the remarks that the filters let through."""
        return tuple(number for number, one in enumerate(self._feedback) if one.verdict in self._shown)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is to be drawn in the text as it stands now, by remark."""
        return self._marks

    def marks_of(self, index: int) -> tuple[Mark, ...]:
        """Return the marks of one remark in the text as it stands now; none while it is filtered out."""
        return tuple(mark for mark in self._marks if mark.remark == index)

    def toggle(self, verdict: Verdict) -> None:
        """Show the remarks of this verdict, or no longer."""
        self._shown ^= {verdict}
        self._filter()
        if self._current >= 0 and self._feedback[self._current].verdict not in self._shown:
            self._set_current(-1)
        self.changed.emit()

    # -- which one is chosen ------------------------------------------------------------------------------------

    @property
    def current(self) -> int:
        """Index of the chosen remark, -1 for none."""
        return self._current

    def choose(self, index: int) -> None:
        """Choose a remark by its index; nothing where the filters hide it. -1: none."""
        if index == -1 or index in self.visible:
            self._set_current(index)

    def next(self) -> None:
        """Choose the next remark shown, after the last the first."""
        visible = self.visible
        if visible:
            self._set_current(next((index for index in visible if index > self._current), visible[0]))

    def previous(self) -> None:
        visible = self.visible
        if visible:
            before = self._current if self._current >= 0 else len(self._feedback)
            self._set_current(next((index for index in reversed(visible) if index < before), visible[-1]))

    def choose_at(self, position: int) -> bool:
        """Choose the remark at a place of the text: the one on the fewest words, then in turn all that are there.

        Returns whether there is any.
        """
        stack = self.stack_at(position)
        if not stack:
            return False
        if self._current in stack:
            chosen = stack[(stack.index(self._current) + 1) % len(stack)]
        else:
            lengths = {mark.remark: mark.span.end - mark.span.start for mark in self._at(position)}
            chosen = min(stack, key=lengths.__getitem__)
        self._set_current(chosen, position)
        return True

    def stack_at(self, position: int) -> tuple[int, ...]:
        """Return the remarks shown whose words are at this place, in order."""
        return tuple(dict.fromkeys(mark.remark for mark in self._at(position)))

    @property
    def place_in_stack(self) -> tuple[int, int]:
        """Where the current remark stands among those on the same words: (2, 3) for "2 of 3"."""
        return self.place_of(self._current)

    def place_of(self, index: int) -> tuple[int, int]:
        """Return where a remark stands among those at its first word; the current one: at the place chosen."""
        spot = self._spot if index == self._current else -1
        stack = self.stack_at(spot) if spot >= 0 else ()
        if index not in stack:
            marks = self.marks_of(index)
            stack = self.stack_at(marks[0].span.start) if marks else ()
        return (stack.index(index) + 1, len(stack)) if index in stack else (1, 1)

    def _at(self, position: int) -> tuple[Mark, ...]:
        """Return the marks over this place; where there are none, those that end there, as a cursor behind a word."""
        found = tuple(mark for mark in self._marks if mark.span.start <= position < mark.span.end)
        return found or tuple(mark for mark in self._marks if mark.span.end == position)

    def _set_current(self, index: int, spot: int = -1) -> None:
        if (index, spot) != (self._current, self._spot):
            self._current, self._spot = index, spot
            self.currentChanged.emit()


def _placed(one: Feedback, text: str) -> Feedback:
    """Return the remark with those of its spans that are what they say; only an open gap has one without any words."""
    spans = tuple(
        span
        for span in dict.fromkeys(one.spans)
        if 0 <= span.start <= span.end <= len(text)
        and text[span.start : span.end] == span.content
        and (span.content or span.placeholder)
    )
    return one if spans == one.spans else replace(one, spans=spans)


def _first_offset(one: Feedback) -> int:
    return min((span.start for span in one.spans), default=-1)


def _untouched(before: str, now: str) -> tuple[int, int]:
    """Return how many characters at the beginning and at the end an edit surely left alone.

    Which of several equal letters were taken out or put in cannot be told: all of them count as touched.
    """
    shorter = min(len(before), len(now))
    head = _equal(shorter, lambda count: now.startswith(before[:count]))
    tail = _equal(shorter, lambda count: now.endswith(before[len(before) - count :]))
    return min(head, shorter - tail), min(tail, shorter - head)


def _equal(longest: int, holds: Callable[[int], bool]) -> int:
    """Return the largest count up to `longest` for which a claim holds that holds for every smaller one."""
    low, high = 0, longest
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _moved(mark: Mark, head: int, tail_start: int, by: int) -> Mark | None:
    """Return the mark after an edit that left alone what is before `head` and from `tail_start` on."""
    span = mark.span
    if span.end < head:
        return mark
    if span.start > tail_start:
        # Said in full: dataclasses.replace takes six times as long, and this runs for every mark and every key.
        span = TextSpan(span.start + by, span.end + by, span.content, span.placeholder)
        return Mark(mark.remark, span, mark.verdict)
    return None
