"""How a conversation was graded: the criteria's results, as they arrive."""

from dataclasses import dataclass
from enum import Enum


class EntryKind(Enum):
    """What a result is; the values are the wire's. What a service says beyond these reads as OTHER."""

    FEEDBACK = "feedbacks"
    """A criterion of the rubric."""
    STRENGTH = "strengths"
    IMPROVEMENT = "improvements"
    ANALYSIS = "analyses"
    HIGHLIGHT = "highlights"
    REPLACEMENT = "replacements"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class GradeEntry:
    """One result. Every text is the service's own: untrusted plain text, empty where it sent none."""

    kind: EntryKind
    name: str = ""
    """The criterion's name."""
    description: str = ""
    """What the criterion asks for."""
    reason: str = ""
    """Why this was reached."""
    score: float | None = None
    total: float | None = None
    """The best score; None where the service names none."""
    level: str = ""
    """The level reached, in words ("confident")."""
    words: str = ""
    """Words of the conversation this is about."""
    replacement: str = ""
    """What could be said instead of them."""
    message_id: str = ""
    """The message this is about: `Turn.message_id`."""


class GradeStatus(Enum):
    AWAITED = "awaited"
    """Asked for; nothing came yet."""
    GRADING = "grading"
    """Criteria are arriving."""
    GRADED = "graded"
    """All of it is here."""
    FAILED = "failed"
    """The service refused, or nothing came in time; it can be asked for again."""


@dataclass(frozen=True, slots=True)
class Grade:
    """What is known of one chat's grade."""

    chat_id: str
    status: GradeStatus
    entries: tuple[GradeEntry, ...] = ()
    """In the order of arrival, none twice. One without any text: something was recorded that cannot be shown."""
    grade_id: str = ""
    note: str = ""
    """Why it FAILED, in the service's own words; empty where it sent none."""
