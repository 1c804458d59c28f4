"""Questions with options, asked in or after a scenario."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: str


class Outcome(Enum):
    """What became of the learner's answer to a question."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RIGHT = "right"
    WRONG = "wrong"
    RECORDED = "recorded"
    """Taken, not judged."""
    REFUSED = "refused"
    """Not taken, or never answered; it can be submitted again."""


@dataclass(frozen=True, slots=True)
class Question:
    """Every text is the service's own: untrusted plain text."""

    id: str
    chat_id: str
    text: str
    options: tuple[Option, ...]
    takes_several: bool = False
    chosen: tuple[str, ...] = ()
    """Ids of the options the learner submitted."""
    outcome: Outcome = Outcome.OPEN
    message: str = ""
    """What the service said of the answer."""
    response_id: str = ""
    """The service's name for the answer it gave."""
    moved_at: float = 0.0
    """When it was submitted or answered last, in seconds since the epoch."""
