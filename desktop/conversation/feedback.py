"""What a service remarks on a learner's answer, whichever shape it came in."""

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How right the words are that a remark is about. What a service says beyond these reads as UNKNOWN."""

    CORRECT = "CORRECT"
    PARTIAL = "PARTIAL"
    WRONG = "WRONG"
    UNKNOWN = "UNKNOWN"


class CheckState(Enum):
    """How far the check of an answer has come."""

    NOT_CHECKED = "not_checked"
    """Never asked, or nobody answered in time: says nothing about the answer."""
    CHECKING = "checking"
    NO_REMARKS = "no_remarks"
    """Checked, and there is nothing to say."""
    REMARKS = "remarks"
    STALE = "stale"
    """The answer was changed after the check."""
    FAILED = "failed"
    """The service refused to check."""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Words of the answer: `answer[start:end] == content`, counted in code points, end exclusive.

    The answer of a text with gaps or choices is that text with everything filled in.
    """

    start: int
    end: int
    content: str
    placeholder: str = ""
    """The gap or choice this is the answer of ("{0}"), which may be empty; "" in an essay."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something the answer shows: a concept understood, or a misconception."""

    name: str
    is_misconception: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    achieved: float
    achievable: float


@dataclass(frozen=True, slots=True)
class Feedback:
    """One remark. Without spans it is about the whole answer, or about words that cannot be found in it."""

    message: str
    verdict: Verdict
    topic: str = ""
    spans: tuple[TextSpan, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    points: Points | None = None
    """What the whole answer earned, the same in every remark; None where the service gives no points."""


class Remedy(Enum):
    """What helps where an answer was not checked."""

    NONE = "none"
    RETRY = "retry"
    NEW_TOKEN = "new_token"  # the service's word for what it knows the learner by
    """The service does not accept the token: give another, then check again."""
    ASK_OTHERS = "ask_others"
    """Somebody else has to allow it."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """state: REMARKS, NO_REMARKS, NOT_CHECKED or FAILED; for the last two `note` is a sentence to show."""

    state: CheckState
    feedback: tuple[Feedback, ...] = ()
    note: str = ""
    remedy: Remedy = Remedy.NONE
