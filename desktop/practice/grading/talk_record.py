"""What was said in a chat and how, as far as grading needs it."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.practice.wording import words

MOST_TURNS = 200
"""What is older is not graded: nobody talks for longer without a break."""
LONGEST_TURN_CHARS = 5000


@dataclass(frozen=True, slots=True)
class Timing:
    """How a spoken turn went. Seconds."""

    span_s: float
    """From the first sound of the voice to the last."""
    pauses_s: tuple[float, ...] = ()
    """Silences of 0.35 s and more inside the turn."""
    response_s: float | None = None
    """From the end of the partner's words to the learner's first; None where the learner spoke first, or over them."""


@dataclass(frozen=True, slots=True)
class LearnerTurn:
    message_id: str
    text: str
    timing: Timing | None = None
    """None for a typed message."""

    @property
    def word_count(self) -> int:
        return len(words(self.text))


@dataclass(frozen=True, slots=True)
class Talk:
    """One chat as it is graded."""

    turns: tuple[LearnerTurn, ...]
    filled: Mapping[str, str] = field(default_factory=dict)
    """Slot of the scenario -> id of the message that filled it."""
    finished: bool = False
    """The scenario came to its end."""

    @property
    def word_count(self) -> int:
        return sum(turn.word_count for turn in self.turns)


class TalkRecord:
    """Takes down a chat while it goes on."""

    def __init__(self) -> None:
        self._turns: deque[LearnerTurn] = deque(maxlen=MOST_TURNS)
        self._filled: dict[str, str] = {}

    def add(self, message_id: str, text: str, timing: Timing | None = None) -> None:
        self._turns.append(LearnerTurn(message_id, text[:LONGEST_TURN_CHARS], timing))

    def note_filled(self, slots: Mapping[str, str]) -> None:
        """Take the slots that are filled now; new ones were filled by the last turn."""
        if self._turns:
            for slot in slots:
                self._filled.setdefault(slot, self._turns[-1].message_id)

    @property
    def turn_count(self) -> int:
        return len(self._turns)

    def talk(self, finished: bool) -> Talk:
        """Return what is on record by now."""
        return Talk(tuple(self._turns), dict(self._filled), finished)
