"""An attempt over Socket.IO: what the server tells and what it can be told. One contract, one file.

Events carry what the server sent: an empty or missing `chat_id` is "" and means the current chat, ids that
came as numbers are strings. Read them with `decode_event`, commands (on the serving side) with
`decode_command`.
"""

import base64
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, StringConstraints

from desktop.protocol.aliases import canonical_name
from desktop.protocol.errors import WireFormatError
from desktop.protocol.wire import CompleteModel, Id, OptionalId, Text, Whole, WireModel, quoted, read

MAX_MESSAGE_CHARS = 5000
BYTES_PER_SAMPLE = 2


class Event(CompleteModel):
    """Something the server told."""

    event: ClassVar[str]


class Command(CompleteModel):
    """Something the server is told. Nothing is acknowledged."""

    event: ClassVar[str]


# -- the attempt and its chats -------------------------------------------------------------------------------


class Started(Event):
    """A lobby: the attempt exists, its chat does not yet."""

    event = "attempt_started"
    attempt_id: Id
    chat_entry_id: Id = ""


class ChatStarted(Event):
    event = "attempt_chat_started"
    attempt_id: Id = ""
    chat_id: Id = ""


class ChatEnded(Event):
    event = "attempt_chat_ended"
    chat_id: Id = ""
    is_attempt_finished: bool | None = None
    grade_id: OptionalId = None


class Ended(Event):
    event = "attempt_ended"
    attempt_id: Id = ""
    success: bool
    all_scenarios_complete: bool | None = None
    message: Text | None = None


class Error(Event):
    """Never filtered away because its chat_id is missing."""

    event = "attempt_error"
    chat_id: OptionalId = None
    type: Text | None = None
    """join, start, next, proceed, send, stop, end, grade, quiz, audio, rate_limit, chat, unknown: open."""
    message: Text = ""


class Joined(Event):
    event = "attempt_joined"
    chat_id: Id = ""
    success: bool


class Stopped(Event):
    """Generation of the reply was stopped."""

    event = "attempt_stopped"
    chat_id: Id = ""
    success: bool
    message: Text | None = None


class ResponseResult(Event):
    """is_correct None: the response was recorded, not judged."""

    event = "attempt_response_result"
    success: bool
    message: Text | None = None
    is_correct: bool | None = None
    response_id: OptionalId = None


# -- the assistant -------------------------------------------------------------------------------------------


class AssistantStart(Event):
    event = "attempt_assistant_start"
    chat_id: Id = ""
    message_id: Id = ""
    created_at: Id = ""


class AssistantComplete(Event):
    """content, when not None, overwrites the text so far."""

    event = "attempt_assistant_complete"
    chat_id: Id = ""
    message_id: Id = ""
    content: Text | None = None


class _Chunk(Event):
    chat_id: Id = ""
    content: Text | None = None
    audio: Any = Field(default=None, repr=False)

    def pcm(self) -> bytes | None:
        """Return the sound as int16 little-endian mono at 24 kHz, None where there is none or it is damaged.

        Bytes are taken as they are, text as strict base64; half a sample at the end spoils the chunk.
        """
        sound = self.audio
        if isinstance(sound, str):
            try:
                sound = base64.b64decode(sound, validate=True)
            except ValueError:
                return None
        if not isinstance(sound, bytes | bytearray | memoryview) or len(sound) % BYTES_PER_SAMPLE:
            return None
        return bytes(sound)


class Progress(_Chunk):
    """An increment of the assistant's text. Belongs to the chat's open assistant message."""

    event = "attempt_progress"
    content_type: Text = "delta"


class AssistantAudio(_Chunk):
    """A chunk of the assistant's voice; also what progress with content_type "audio" is read as."""

    event = "attempt_assistant_audio"
    content_type: Text = "audio"


class AssistantDelta(Event):
    """Not in the source text: all of the assistant's text so far. Replaces, never appends."""

    event = "attempt_assistant_delta"
    chat_id: Id = ""
    message_id: Id = ""
    content: Text


# -- the learner ---------------------------------------------------------------------------------------------


class UserStart(Event):
    """Speech was detected."""

    event = "attempt_user_start"
    chat_id: Id = ""
    message_id: Id = ""
    created_at: Id = ""
    item_id: OptionalId = None


class UserDelta(Event):
    """transcript: the words so far. Replaces, never appends."""

    event = "attempt_user_delta"
    chat_id: Id = ""
    item_id: Id = ""
    transcript: Text


class UserComplete(Event):
    """Also sent for a typed message, which then carries no item_id."""

    event = "attempt_user_complete"
    chat_id: Id = ""
    message_id: Id = ""
    content: Text
    created_at: Id = ""
    item_id: OptionalId = None


# -- the voice session ---------------------------------------------------------------------------------------


class AudioReady(Event):
    event = "attempt_audio_ready"
    chat_id: Id = ""
    success: bool
    message: Text | None = None


class AudioEnded(Event):
    event = "attempt_audio_ended"
    chat_id: Id = ""
    success: bool
    message: Text | None = None


# -- hints and grading ---------------------------------------------------------------------------------------


class Hint(WireModel):
    """Something the learner could say; deployments call the words `hint` or `text`."""

    id: OptionalId = None
    hint: Text | None = None
    plain: Text | None = Field(default=None, validation_alias="text", serialization_alias="text")
    idx: Whole | None = None
    message_id: OptionalId = None

    @property
    def text(self) -> str:
        """The words under either name; empty where there are none."""
        return self.hint or self.plain or ""


def _none_as_empty(value: object) -> object:
    return () if value is None else value


class HintProgress(Event):
    """An empty list means there are no hints."""

    event = "attempt_hint_progress"
    chat_id: Id = ""
    hints: Annotated[tuple[Hint, ...], BeforeValidator(_none_as_empty)] = ()


class _CriterionResult(Event):
    chat_id: Id = ""
    grade_id: OptionalId = None
    resource_type: Text | None = None
    """feedbacks, strengths, improvements, analyses, highlights, replacements, or another."""
    entry: dict[str, Any] | None = None
    """Open: name, description, feedback, score, total, section, replace, content where present."""


class ContentProgress(_CriterionResult):
    event = "attempt_content_progress"


class GradingProgress(_CriterionResult):
    event = "attempt_grading_progress"


class GradeStarted(Event):
    """Not in the source text: grading began."""

    event = "attempt_grade_start"
    chat_id: Id = ""
    grade_id: OptionalId = None


class Graded(Event):
    """Grading is complete."""

    event = "attempt_graded"
    chat_id: Id = ""
    grade_id: OptionalId = None


AttemptEvent = (
    Started
    | ChatStarted
    | ChatEnded
    | Ended
    | Error
    | Graded
    | Joined
    | Stopped
    | ResponseResult
    | AssistantStart
    | AssistantComplete
    | Progress
    | AssistantAudio
    | UserStart
    | UserComplete
    | UserDelta
    | AudioReady
    | AudioEnded
    | ContentProgress
    | HintProgress
    | GradingProgress
    | GradeStarted
    | AssistantDelta
)


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """An event that is not in the contract: to be counted and logged once."""

    name: str


# -- commands ------------------------------------------------------------------------------------------------


class AttemptStart(Command):
    """Answered by Started, ChatStarted, Ended or Error: any of the four."""

    event = "attempt_start"
    home_id: OptionalId = None
    practice_id: OptionalId = None
    infinite_mode: bool = False


class AttemptNext(Command):
    event = "attempt_next"
    attempt_id: Id
    draft_id: OptionalId = None


class AttemptJoin(Command):
    event = "attempt_join"
    chat_id: Id


class AttemptLeave(Command):
    event = "attempt_leave"
    chat_id: Id


class AttemptMessage(Command):
    event = "attempt_message"
    attempt_id: Id
    chat_id: Id
    message: Annotated[Text, StringConstraints(min_length=1, max_length=MAX_MESSAGE_CHARS)]
    parent_message_id: OptionalId = None


class AttemptStop(Command):
    """Deployments know this one or AttemptStopMessage: send both."""

    event = "attempt_stop"
    chat_id: Id


class AttemptStopMessage(Command):
    event = "attempt_stop_message"
    chat_id: Id


class AttemptEnd(Command):
    event = "attempt_end"
    attempt_id: Id
    chat_id: Id
    grade: bool = True


class AttemptEndAll(Command):
    event = "attempt_end_all"
    attempt_id: Id


class AttemptGrade(Command):
    event = "attempt_grade"
    attempt_id: Id
    chat_id: Id


class AttemptResponseSubmit(Command):
    event = "attempt_response_submit"
    chat_id: Id
    question_id: Id
    option_ids: tuple[Id, ...]


class AudioStart(Command):
    event = "attempt_audio_start"
    chat_id: Id


class AudioStop(Command):
    event = "attempt_audio_stop"
    chat_id: Id


class AudioFrame(Command):
    """audio: int16 little-endian mono at 24 kHz, 20 to 40 ms."""

    event = "attempt_audio_frame"
    chat_id: Id
    audio: bytes = Field(strict=True, repr=False)


class AudioMute(Command):
    event = "attempt_audio_mute"
    chat_id: Id
    muted: bool


# -- reading -------------------------------------------------------------------------------------------------

_EVENTS: dict[str, type[AttemptEvent]] = {model.event: model for model in AttemptEvent.__args__}
_COMMANDS: dict[str, type[Command]] = {model.event: model for model in Command.__subclasses__()}


def decode_event(name: str, payload: object) -> AttemptEvent | UnknownEvent:
    """Return the event that a server sent under any of its spellings.

    Progress is read by its content_type and not by its name: "audio" is a chunk of sound even without `audio`
    (then `pcm()` is None and the chunk is to be counted as damaged), anything else is text.
    Raises WireFormatError, and nothing else, for a payload that does not fit.
    """
    canonical = canonical_name(name, payload) if isinstance(name, str) else None
    model = _EVENTS.get(canonical) if canonical else None
    if model is None:
        return UnknownEvent(name if isinstance(name, str) else quoted(name))
    return read(model, payload, model.event)


def decode_command(name: str, payload: object) -> Command:
    """Return the command that a client sent; raises WireFormatError for an unknown or malformed one."""
    canonical = canonical_name(name) if isinstance(name, str) else None
    model = _COMMANDS.get(canonical) if canonical else None
    if model is None:
        raise WireFormatError("command", f"{quoted(name)} is unknown")
    return read(model, payload, model.event)
