"""Everything a conversation may ask for, in the imperative. Performed by `conversation_runner`."""

from dataclasses import dataclass

from desktop.conversation.events import CriterionGraded, GradingCompleted, GradingStarted
from desktop.conversation.state import Problem, TurnMode

# -- asked of the service ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """Ask the service for a conversation with this assistant (`convo.start`)."""

    assistant_id: str
    course_id: int
    course_name: str
    opening: bool = True


@dataclass(frozen=True, slots=True)
class OpenNextChat:
    """The attempt waits in its lobby, or between two chats: ask for its next chat."""

    attempt_id: str


@dataclass(frozen=True, slots=True)
class JoinChat:
    chat_id: str


@dataclass(frozen=True, slots=True)
class StartVoice:
    chat_id: str


@dataclass(frozen=True, slots=True)
class StopVoice:
    chat_id: str


@dataclass(frozen=True, slots=True)
class SendMute:
    chat_id: str
    muted: bool


@dataclass(frozen=True, slots=True)
class SendMessage:
    attempt_id: str
    chat_id: str
    text: str


@dataclass(frozen=True, slots=True)
class StopReply:
    """Ask the service to stop generating."""

    chat_id: str


@dataclass(frozen=True, slots=True)
class EndAttempt:
    """End this chat and have it graded; without a chat_id end all that is left of the attempt."""

    attempt_id: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class AskForGrade:
    attempt_id: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class SubmitResponse:
    chat_id: str
    question_id: str
    option_ids: tuple[str, ...]


# -- asked of the sound card ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartCapture:
    """Open microphone and loudspeaker; what the microphone hears is kept until OpenMicrophoneGate."""

    turn_mode: TurnMode = TurnMode.HANDS_FREE


@dataclass(frozen=True, slots=True)
class StopCapture:
    pass


@dataclass(frozen=True, slots=True)
class OpenMicrophoneGate:
    """Send what was kept since StartCapture, then what the turn mode lets through as it is captured, to this chat."""

    chat_id: str


@dataclass(frozen=True, slots=True)
class CloseMicrophoneGate:
    """Keep again (bounded) instead of sending."""


@dataclass(frozen=True, slots=True)
class MuteMicrophone:
    """Replace what the microphone hears by silence, paced as speech is; or end that."""

    muted: bool


@dataclass(frozen=True, slots=True)
class UseTurnMode:
    """From now on this decides what of the microphone is sent, and whether a voice holds the reply."""

    mode: TurnMode


@dataclass(frozen=True, slots=True)
class TakeFloor:
    """HOLD: send what the microphone hears, from a moment before this one."""


@dataclass(frozen=True, slots=True)
class ReleaseFloor:
    """Send the last syllable, then the silence that ends the turn; in HOLD nothing after it."""


@dataclass(frozen=True, slots=True)
class WithholdSilence:
    """Send speech only, so that no pause ends the turn; or end that."""

    on: bool


@dataclass(frozen=True, slots=True)
class PlayChunk:
    """Queue the chunk of the ReplySoundArrived being handled as part of this reply."""

    generation: int


@dataclass(frozen=True, slots=True)
class FlushPlayback:
    """Silence this reply and every older one at once, in the queue and in the device."""

    generation: int


# -- asked of the archive ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileResult:
    """A result of a chat that is not of this attempt: keep it with the talk it is about, where that is known."""

    event: GradingStarted | CriterionGraded | GradingCompleted


# -- told to the application ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileConversation:
    """The conversation is over: read the lists anew so that it stands in the sidebar."""

    course_id: int


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell the learner."""

    problem: Problem


Effect = (
    OpenConversation
    | OpenNextChat
    | JoinChat
    | StartVoice
    | StopVoice
    | SendMute
    | SendMessage
    | StopReply
    | EndAttempt
    | AskForGrade
    | SubmitResponse
    | StartCapture
    | StopCapture
    | OpenMicrophoneGate
    | CloseMicrophoneGate
    | MuteMicrophone
    | UseTurnMode
    | TakeFloor
    | ReleaseFloor
    | WithholdSilence
    | PlayChunk
    | FlushPlayback
    | FileResult
    | FileConversation
    | Notify
)
