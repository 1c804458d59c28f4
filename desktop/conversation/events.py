"""Everything that can happen to a conversation, in the past tense.

`chat_id` is as the service sent it: empty means the current chat.
"""

from dataclasses import dataclass

from desktop.conversation.grade import GradeEntry
from desktop.conversation.quiz import Question
from desktop.conversation.state import Problem, TurnMode

# -- what the learner did ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TalkRequested:
    """The learner pressed the button. Capture begins at this moment, before any answer.

    course_id: the learner's clock in epoch milliseconds; names the conversation in the lists.
    opening: whether the assistant should speak first, where the service lets us choose.
    """

    assistant_id: str
    course_id: int
    course_name: str
    opening: bool = True
    turn_mode: TurnMode = TurnMode.HANDS_FREE


@dataclass(frozen=True, slots=True)
class StopRequested:
    pass


@dataclass(frozen=True, slots=True)
class MuteRequested:
    muted: bool


@dataclass(frozen=True, slots=True)
class SilenceRequested:
    """The learner wants the reply that is playing to be quiet (Esc)."""


@dataclass(frozen=True, slots=True)
class TurnModeChosen:
    mode: TurnMode


@dataclass(frozen=True, slots=True)
class FloorTaken:
    """The key to speak went down (HOLD)."""


@dataclass(frozen=True, slots=True)
class FloorReleased:
    """The key to speak went up (HOLD), or was tapped to send what was said (TAP)."""


@dataclass(frozen=True, slots=True)
class TimeToThinkRequested:
    """The learner wants to think without losing the turn, or has thought."""

    on: bool


@dataclass(frozen=True, slots=True)
class MessageSubmitted:
    """The learner sent a typed message of 1 to 5000 characters."""

    text: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The learner submitted these options of a question."""

    question_id: str
    option_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextScenarioRequested:
    """Between two scenarios the learner wants to begin the next."""


@dataclass(frozen=True, slots=True)
class GradeRequested:
    """The learner wants this chat graded, or graded again."""

    chat_id: str


@dataclass(frozen=True, slots=True)
class TurnCorrected:
    """What was heard is not what the learner said. text: empty takes the correction back."""

    turn_key: str
    text: str


# -- the link ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LinkOpened:
    pass


@dataclass(frozen=True, slots=True)
class LinkLost:
    """The transport is gone; it is being restored unless `final`, which carries why it will not be."""

    final: Problem | None = None


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """The service answered `convo.start`, or another command of this conversation, with an error."""

    problem: Problem


# -- what the service told -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    attempt_id: str


@dataclass(frozen=True, slots=True)
class ChatStarted:
    attempt_id: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class ChatJoined:
    chat_id: str
    success: bool


@dataclass(frozen=True, slots=True)
class VoiceReady:
    chat_id: str
    success: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class VoiceEnded:
    chat_id: str
    success: bool = True
    message: str = ""


@dataclass(frozen=True, slots=True)
class LearnerStartedSpeaking:
    chat_id: str
    message_id: str
    item_id: str = ""


@dataclass(frozen=True, slots=True)
class LearnerTranscribed:
    """The learner's words so far: replaces what was there."""

    chat_id: str
    item_id: str
    transcript: str


@dataclass(frozen=True, slots=True)
class LearnerTurnCompleted:
    """Also sent for a typed message, which then carries no item_id."""

    chat_id: str
    message_id: str
    item_id: str
    text: str


@dataclass(frozen=True, slots=True)
class ReplyStarted:
    chat_id: str
    message_id: str


@dataclass(frozen=True, slots=True)
class ReplyTextArrived:
    """An increment of the reply's text, or (`snapshot`) all of it so far.

    An increment that begins with all the text so far and is longer is a snapshot too.
    """

    chat_id: str
    text: str
    message_id: str = ""
    snapshot: bool = False


@dataclass(frozen=True, slots=True)
class ReplySoundArrived:
    """A chunk of the reply's sound is at hand; the samples stay outside. Answered by PlayChunk or by nothing."""

    chat_id: str
    duration_ms: float


@dataclass(frozen=True, slots=True)
class ReplyCompleted:
    """All of the reply was generated; its sound may still be playing. text: overwrites, when not None."""

    chat_id: str
    message_id: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ReplyStopped:
    """The service stopped generating, usually after a barge-in; or could not, and may say why."""

    chat_id: str
    success: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class HintsArrived:
    """hints: texts with ids; empty means there are none now."""

    chat_id: str
    hints: tuple[tuple[str, str], ...]
    """(id, text) pairs."""


@dataclass(frozen=True, slots=True)
class GradingStarted:
    chat_id: str
    grade_id: str = ""


@dataclass(frozen=True, slots=True)
class CriterionGraded:
    """A result arrived. entry None: something was recorded that cannot be shown."""

    chat_id: str
    grade_id: str = ""
    entry: GradeEntry | None = None


@dataclass(frozen=True, slots=True)
class GradingCompleted:
    chat_id: str
    grade_id: str = ""


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """question.chat_id: as the service sent it."""

    question: Question


@dataclass(frozen=True, slots=True)
class ResponseJudged:
    """The service's answer to the oldest response it has not answered yet. is_correct None: recorded."""

    success: bool
    is_correct: bool | None = None
    message: str = ""
    response_id: str = ""


@dataclass(frozen=True, slots=True)
class ChatEnded:
    chat_id: str
    attempt_finished: bool = True
    grade_id: str = ""
    """Of the grading that follows."""


@dataclass(frozen=True, slots=True)
class AttemptEnded:
    attempt_id: str
    success: bool = True
    message: str = ""
    all_scenarios_complete: bool | None = None


@dataclass(frozen=True, slots=True)
class ServiceFailed:
    """The service reported an error; the conversation stays usable where it can."""

    problem: Problem
    chat_id: str = ""


# -- the sound card ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaptureStarted:
    """The microphone's first samples are here: from now on words are heard."""


@dataclass(frozen=True, slots=True)
class CaptureStopped:
    """The microphone gives no samples for a while: the sound card is being opened anew. CaptureStarted ends that."""


@dataclass(frozen=True, slots=True)
class LearnerInterrupted:
    """The microphone heard 300 ms of speech over this reply, which waits, silent, for what becomes of it."""

    generation: int


@dataclass(frozen=True, slots=True)
class PlaybackStarted:
    """The first sample of this reply left for the loudspeaker."""

    generation: int


@dataclass(frozen=True, slots=True)
class PlaybackProgressed:
    generation: int
    heard_ms: int


@dataclass(frozen=True, slots=True)
class PlaybackFinished:
    """Everything that had been queued of this reply was played. More may still arrive."""

    generation: int
    heard_ms: int


@dataclass(frozen=True, slots=True)
class AudioFailed:
    """The sound card could not be opened or went away for good."""

    message: str


@dataclass(frozen=True, slots=True)
class TimePassed:
    """A deadline of `next_deadline` may be due."""


Event = (
    TalkRequested
    | StopRequested
    | MuteRequested
    | SilenceRequested
    | TurnModeChosen
    | FloorTaken
    | FloorReleased
    | TimeToThinkRequested
    | MessageSubmitted
    | QuestionAnswered
    | NextScenarioRequested
    | GradeRequested
    | TurnCorrected
    | LinkOpened
    | LinkLost
    | CommandRefused
    | AttemptStarted
    | ChatStarted
    | ChatJoined
    | VoiceReady
    | VoiceEnded
    | LearnerStartedSpeaking
    | LearnerTranscribed
    | LearnerTurnCompleted
    | ReplyStarted
    | ReplyTextArrived
    | ReplySoundArrived
    | ReplyCompleted
    | ReplyStopped
    | HintsArrived
    | GradingStarted
    | CriterionGraded
    | GradingCompleted
    | QuestionAsked
    | ResponseJudged
    | ChatEnded
    | AttemptEnded
    | ServiceFailed
    | CaptureStarted
    | CaptureStopped
    | LearnerInterrupted
    | PlaybackStarted
    | PlaybackProgressed
    | PlaybackFinished
    | AudioFailed
    | TimePassed
)
