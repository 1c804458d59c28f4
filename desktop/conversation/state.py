"""ConversationState: the one place where a conversation's state lives. Replaced by `step`, never changed."""

from dataclasses import dataclass
from enum import Enum

from desktop.conversation.grade import Grade
from desktop.conversation.quiz import Question
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
    BETWEEN = "between"
    """A scenario of the attempt is over; the learner begins the next one, or ends the talk."""
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


class TurnMode(Enum):
    """How the learner takes and gives the word."""

    HANDS_FREE = "hands_free"
    """A pause ends the turn."""
    HOLD = "hold"
    """The microphone is heard while the key is held."""
    TAP = "tap"
    """The turn lasts, pauses and all, until a tap sends it."""


class ProblemKind(Enum):
    """What went wrong, so that the window can offer the right action."""

    NO_SERVICE = "no_service"
    REFUSED = "refused"
    TAKEN_OVER = "taken_over"
    LINK_LOST = "link_lost"
    NOT_STARTED = "not_started"
    VOICE_FAILED = "voice_failed"
    AUDIO_DEVICE = "audio_device"
    DEVICE_CHANGED = "device_changed"
    MICROPHONE_SILENT = "microphone_silent"
    DEVICE_ADVICE = "device_advice"
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


class Limit(Enum):
    """What a time limit is for; `limits.py` says how long each is."""

    LINK = "link"
    """The link, or the service's answer to OpenConversation."""
    NUDGE = "nudge"
    LOBBY = "lobby"
    JOIN_AGAIN = "join_again"
    JOIN = "join"
    VOICE_AGAIN = "voice_again"
    VOICE = "voice"
    VOICE_STOP = "voice_stop"
    OPEN_TURN = "open_turn"
    """Runs exactly while a turn is open that the learner does not hold open."""
    TIME_TO_THINK = "time_to_think"
    """Runs exactly while the learner has time to think."""
    THINKING = "thinking"
    """Runs exactly while a reply is awaited."""
    REPLY = "reply"
    """Runs while a reply is generated or played: it is over when nothing more of it comes."""
    LAST_REPLY = "last_reply"
    GRADING = "grading"
    """Runs while results of a chat that is over, or was asked to be graded, are awaited; also after the end."""
    RESPONSE = "response"
    """Runs while a quiz response is not answered; also after the end."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The assistant's latest reply; text and sound without a name of their own belong to it until it is `closed`."""

    generation: int
    turn_key: str
    message_id: str = ""
    text_complete: bool = False
    text_given: bool = False
    """Its completion carried the text: late increments add nothing."""
    sound_ms: float = 0.0
    """Sound handed to the loudspeaker."""
    playing: bool = False
    """Some of that sound has not been reported as played."""
    last_delta: str = ""
    """The last text increment, to tell a duplicate."""
    over: bool = False
    """Nothing more is expected; a late chunk opens it again."""
    closed: bool = False
    """The learner completed a turn since: the next text or sound is the next reply's."""


@dataclass(frozen=True, slots=True)
class ConversationState:
    """A whole conversation at one moment.

    `generation` numbers replies from 1, across conversations. A chunk of sound belongs to `reply.generation`;
    replies up to and including `silenced_through` are never played again.
    """

    phase: Phase = Phase.IDLE
    assistant_id: str = ""
    course_id: int = 0
    course_name: str = ""
    opening: bool = True
    started_at: float = 0.0
    """When the button was pressed, in seconds since the epoch."""
    link_up: bool = False
    attempt_id: str = ""
    left_attempt_id: str = ""
    """The attempt ended before this conversation: what the service still says of it is not for us."""
    left_grade_ids: tuple[str, ...] = ()
    """The gradings of the talk before this one: they may go on."""
    chat_id: str = ""
    earlier_chats: tuple[str, ...] = ()
    """The attempt's chats before `chat_id`, oldest first."""
    next_chat_id: str = ""
    """A chat of the attempt that the service began by itself; it is joined when the learner asks for the next."""
    first_turn: int = 0
    """How many of `turns` are of the earlier chats."""
    chat_over: bool = False
    """The chat ended; while STOPPING its last reply is still played."""
    joined: bool = False
    voice: Voice = Voice.OFF
    """The microphone's gate is open exactly while this is ON."""
    voice_restarted: bool = False
    """The voice session ended by itself and was started anew; no words were heard since."""
    sound_open: bool = False
    """Between StartCapture and StopCapture."""
    capturing: bool = False
    """The microphone's samples flow: what is said now is kept. Not yet right after StartCapture, nor while the sound
    card is being opened anew."""
    muted: bool = False
    turn_mode: TurnMode = TurnMode.HANDS_FREE
    floor_held: bool = False
    """HOLD: the key is down, and what is said is sent. Never while muted."""
    thinking_time: bool = False
    """"Let me think": no pause ends the turn."""
    sent_turn_key: str = ""
    """TAP: the turn that was open when the learner sent it."""
    turns: tuple[Turn, ...] = ()
    open_turn_key: str = ""
    """The learner's turn that is being spoken; empty when none is."""
    reply: Reply | None = None
    generation: int = 0
    silenced_through: int = 0
    ended_by_service: bool = False
    """The attempt is over, or was asked to be: nothing of it is left to be ended."""
    hints: tuple[Hint, ...] = ()
    grades: tuple[Grade, ...] = ()
    """One a chat of this attempt, in the order in which the chats were; kept until the next talk is asked for."""
    questions: tuple[Question, ...] = ()
    """In the order in which they were asked; kept as the grades are."""
    scenarios_done: int = 0
    """How many of the attempt's scenarios the service ended."""
    all_scenarios_complete: bool | None = None
    """What the service said at the attempt's end; None before, and where it did not say."""
    closing_message: str = ""
    """The service's words at the attempt's end."""
    problem: Problem | None = None
    deadlines: tuple[tuple[Limit, float], ...] = ()
    """Time limits that run, with the moment each is due; never one twice."""

    @property
    def turn_held_open(self) -> bool:
        """Whether the learner keeps the open turn from ending."""
        waits_for_tap = self.turn_mode is TurnMode.TAP and self.open_turn_key != self.sent_turn_key
        return bool(self.open_turn_key) and (self.floor_held or self.thinking_time or waits_for_tap)

    @property
    def reply_active(self) -> bool:
        """Whether a reply is being generated or played."""
        reply = self.reply
        return reply is not None and not reply.over and reply.generation > self.silenced_through

    @property
    def reply_playing(self) -> bool:
        """Whether sound of the latest reply is on its way to the loudspeaker."""
        return self.reply is not None and self.reply.playing

    @property
    def awaiting_reply(self) -> bool:
        """Whether a reply was silenced and its late sound is dropped until the next one opens."""
        reply = self.reply
        return reply is not None and not reply.closed and reply.generation <= self.silenced_through
