"""ConversationState: the one place where a conversation's state lives. Replaced by `step`, never changed."""

from dataclasses import dataclass, field
from enum import Enum

from desktop.conversation.turn import Hint, Turn


class Phase(Enum):
    """Where a conversation stands; the table of moves is at the top of `step.py`."""

    IDLE = "idle"
    CONNECTING = "connecting"
    """Asked for; the link or the service's answer is awaited. Also while the link is being restored."""
    LOBBY = "lobby"
    """The attempt exists, its chat does not yet."""
    JOINING = "joining"
    """The chat exists; joining it and starting the voice session."""
    LISTENING = "listening"
    LEARNER_SPEAKING = "learner_speaking"
    ASSISTANT_THINKING = "assistant_thinking"
    ASSISTANT_SPEAKING = "assistant_speaking"
    MUTED = "muted"
    """As LISTENING, with the microphone muted."""
    STOPPING = "stopping"
    ENDED = "ended"
    FAILED = "failed"


class Voice(Enum):
    """The voice session at the service."""

    OFF = "off"
    STARTING = "starting"
    ON = "on"
    STOPPING = "stopping"


class ProblemKind(Enum):
    """What went wrong, so that the window can offer the right action."""

    NO_SERVICE = "no_service"
    REFUSED = "refused"
    TAKEN_OVER = "taken_over"
    LINK_LOST = "link_lost"
    NOT_STARTED = "not_started"
    VOICE_FAILED = "voice_failed"
    AUDIO_DEVICE = "audio_device"
    RATE_LIMIT = "rate_limit"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell the learner.

    message: the service's own words where it sent any, else empty. Untrusted plain text.
    """

    kind: ProblemKind
    message: str = ""
    source: str = ""
    """The wire's error type ("audio", "rate_limit", ...), empty when it is ours."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The assistant's reply that is being generated or played."""

    generation: int
    turn_key: str
    message_id: str = ""
    text_complete: bool = False
    sound_ms: int = 0
    heard_ms: int = 0
    playing: bool = False
    last_delta: str = ""
    """The last text increment, to tell a duplicate."""


@dataclass(frozen=True, slots=True)
class ConversationState:
    """A whole conversation at one moment.

    `generation` numbers replies from 1. A chunk of sound belongs to `reply.generation`; replies up to and
    including `silenced_through` are never played again.
    """

    phase: Phase = Phase.IDLE
    assistant_id: str = ""
    course_id: int = 0
    course_name: str = ""
    started_at: float = 0.0
    link_up: bool = False
    attempt_id: str = ""
    chat_id: str = ""
    joined: bool = False
    voice: Voice = Voice.OFF
    muted: bool = False
    turns: tuple[Turn, ...] = ()
    open_turn_key: str = ""
    """The learner's turn that is being spoken; empty when none is."""
    open_turn_touched_at: float = 0.0
    reply: Reply | None = None
    generation: int = 0
    silenced_through: int = 0
    awaiting_reply: bool = False
    """After a barge-in: sound is dropped until the next reply opens."""
    hints: tuple[Hint, ...] = ()
    problem: Problem | None = None
    deadlines: tuple[tuple[str, float], ...] = field(default=())
    """Named time limits that run, as (name, when)."""
