"""One side's say in a conversation."""

from dataclasses import dataclass
from enum import Enum


class Speaker(Enum):
    LEARNER = "learner"
    ASSISTANT = "assistant"


class TurnStatus(Enum):
    LIVE = "live"
    """The text may still change."""
    FINAL = "final"
    INTERRUPTED = "interrupted"
    """An assistant turn that was silenced before all of it was heard."""
    NO_TEXT = "no_text"
    """Something was heard, no words were recognised; the recording is kept."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said, as far as it is known.

    Times are seconds since the epoch on the learner's clock.
    """

    key: str
    """Unique within the conversation and stable for the life of the turn ("learner-3", "assistant-4")."""
    speaker: Speaker
    started_at: float
    text: str = ""
    status: TurnStatus = TurnStatus.LIVE
    typed: bool = False
    """The learner wrote this turn instead of speaking it."""
    item_id: str = ""
    message_id: str = ""
    generation: int = 0
    """Number of the reply, from 1, for the assistant's turns; 0 where it has no sound of its own."""
    ended_at: float | None = None
    """When it was completed, heard or silenced; None while open, and for good where no completion ever came."""
    heard_ms: int = 0
    """How much of the reply's sound reached the loudspeaker."""
    sound_ms: int = 0
    """How much sound of the reply has arrived."""
    corrected: str = ""
    """What the learner says they said, where `text` is what was heard instead; empty where it was heard right."""

    @property
    def wording(self) -> str:
        """What was said, as well as it is known."""
        return self.corrected or self.text


def past_key(sitting: int, key: str) -> str:
    """Return the key of a turn once the talk is over. sitting: the talk's start in epoch milliseconds."""
    return f"{sitting}-{key}"


@dataclass(frozen=True, slots=True)
class Hint:
    """Something the learner could say next."""

    text: str
    id: str = ""
