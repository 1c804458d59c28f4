"""Commands and their envelopes: assistants, conversations, favorites, post, convo.

Field names are the wire's, but for `_id` (here `id`) and `in` (here `in_`). Optional fields of records are
None where the service left them out or sent null; `to_wire` gives back only what was set, so that a field with
three states (`institution`) keeps them.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import Field

from desktop.protocol.errors import WireFormatError
from desktop.protocol.wire import (
    CompleteModel,
    CourseId,
    Id,
    Model,
    Name,
    Number,
    OptionalId,
    Text,
    Whole,
    WireModel,
    quoted,
    read,
    read_object,
)

RESPONSE_TYPE = "pria-response"
VERSION = 1
# A reply may call the command otherwise than the request did.
_COMMAND_ALIASES = {"post.message": "post"}

Record = TypeVar("Record", bound=WireModel)


# -- requests ------------------------------------------------------------------------------------------------


class SelectedCourse(CompleteModel):
    """The conversation that is meant; course_id is the learner's clock in epoch milliseconds at its opening."""

    course_id: CourseId
    course_name: Name = ""


class Request(CompleteModel):
    """A request object, `{command, ...}`."""

    command: ClassVar[str]

    def to_wire(self) -> dict[str, Any]:
        return {"command": self.command, **super().to_wire()}


class ListAssistants(Request):
    command = "assistants.list"


class ListConversations(Request):
    command = "conversations.list"


class ListFavorites(Request):
    command = "favorites.list"


class Post(Request):
    command = "post"
    inputs: tuple[Text, ...]
    assistantId: OptionalId = None
    selectedCourse: SelectedCourse | None = None


class ConvoStart(Request):
    """Ours: assistantId, selectedCourse, whether the assistant should speak first, and how long a silence ends the
    learner's turn, in seconds. Others ignore them."""

    command = "convo.start"
    assistantId: OptionalId = None
    selectedCourse: SelectedCourse | None = None
    opening: bool | None = None
    pause_s: Number | None = None


class ConvoStop(Request):
    command = "convo.stop"


class SetFavorite(Request):
    """Ours: stars or unstars an exchange."""

    command = "favorites.set"
    id: Id
    favorite: bool


_REQUESTS: dict[str, type[Request]] = {model.command: model for model in Request.__subclasses__()}


def decode_request(obj: object) -> Request:
    """Return the request a client sent; raises WireFormatError for an unknown or malformed one."""
    given = read_object(obj, "request")
    command = canonical_command(given.get("command"))
    model = _REQUESTS.get(command) if command else None
    if model is None:
        raise WireFormatError("request", f"command {quoted(given.get('command'))} is unknown")
    return read(model, {key: value for key, value in given.items() if key != "command"}, model.command)


def canonical_command(command: object) -> str | None:
    """Return the command a reply or request names, in our spelling; None where it names none."""
    return _COMMAND_ALIASES.get(command, command) if isinstance(command, str) and command else None


# -- the envelope --------------------------------------------------------------------------------------------


class Response(WireModel):
    content: Any = None
    command: Any = None
    type: Any = None
    """A hint ("object", "string", "array"), never branched on."""
    isError: bool | None = None


class Envelope(WireModel):
    """A reply; it may also come unasked."""

    type: Text
    response: Response
    version: Any = None

    @property
    def content(self) -> Any:
        """The answer as raw JSON; of an error usually a sentence."""
        return self.response.content

    @property
    def command(self) -> str | None:
        """The command that is answered; None means the oldest open request."""
        return canonical_command(self.response.command)

    @property
    def is_error(self) -> bool:
        """Whether the envelope says so. A post can also fail by `PostResult.success`."""
        return self.response.isError is True


def decode_envelope(obj: object) -> Envelope:
    """Return the reply; raises WireFormatError for anything else."""
    given = read_object(obj, "envelope")
    if given.get("type") != RESPONSE_TYPE:
        raise WireFormatError("envelope", "type (not a reply)", ("type",))
    return read(Envelope, given, "envelope")


def reply(command: str, content: object, is_error: bool = False) -> dict[str, Any]:
    """Return the envelope of an answer; content: JSON, a record, or a sequence of records."""
    if isinstance(content, WireModel):
        content = content.to_wire()
    elif isinstance(content, Sequence) and not isinstance(content, str | bytes):
        content = [item.to_wire() if isinstance(item, WireModel) else item for item in content]
    kind = "string" if isinstance(content, str) else "object"
    response = {"content": content, "command": command, "type": kind, "isError": is_error}
    return {"type": RESPONSE_TYPE, "response": response, "version": VERSION}


# -- records -------------------------------------------------------------------------------------------------


class AssistantRecord(WireModel):
    """An assistant as the lists name it. An empty id means "no assistant"."""

    id: Id = Field(default="", validation_alias="_id", serialization_alias="_id")
    name: Name = ""
    description: Text | None = None
    picture_url: Text | None = None
    """Relative to the site of the service."""
    status: Text | None = None
    liked_count: Whole | None = None
    admin_only: bool | None = None
    institution_shared: bool | None = None
    editable_others: bool | None = None
    remember_history: Whole | None = None
    created: Text | None = None
    level: Text | None = None
    """Ours: "A1" ... "C2"."""
    goal: Text | None = None
    """Ours: what the learner tries to reach."""
    persona: Text | None = None
    """Ours: who speaks, where the name is that of a scene ("Mia" of "Cafe order")."""

    @property
    def display_name(self) -> str:
        """The name to show and to sort by."""
        return self.name.strip()


class ConversationRecord(WireModel):
    course_name: Name = ""
    assistant: AssistantRecord | None = None
    history_count: Whole | None = None
    last_dialogue_date: Text | None = None
    course_id: CourseId = 0

    @property
    def display_name(self) -> str:
        """The name to show and to sort by; may be empty."""
        return self.course_name.strip()


class FavoriteInput(WireModel):
    input: Text | None = None
    """Of a voice exchange only "Transcripts for conversation conv_..."."""


class FavoriteOutput(WireModel):
    outputs: tuple[Text, ...] | None = None


class FavoriteRecord(WireModel):
    """A starred exchange. Sources define the credits differently: show none without saying whose they are."""

    id: Id
    created: Text | None = None
    credits: Number | None = None
    usage: Number | None = None
    cached: Number | None = None
    completion: Number | None = None
    latencyMs: Number | None = None
    institution: OptionalId = None
    """An id, null, or not set (see `model_fields_set`): three different things."""
    favorite: bool | None = None
    forgotten: bool | None = None
    course_id: CourseId | None = None
    course_name: Text | None = None
    role_id: Whole | Text | None = None
    role_name: Text | None = None
    query_duration_ms: Number | None = None
    conversation_model: Text | None = None
    success: bool | None = None
    in_: FavoriteInput | None = Field(default=None, validation_alias="in", serialization_alias="in")
    out: FavoriteOutput | None = None

    @property
    def display_name(self) -> str:
        """The conversation's name to show; may be empty."""
        return (self.course_name or "").strip()


class RequestArgs(WireModel):
    userISODate: Text | None = None
    userTimezone: Text | None = None
    socketId: Text | None = None
    assistantId: OptionalId = None
    selectedCourse: SelectedCourse | None = None


class PostResult(WireModel):
    """What a post gave. success False is a failure although the envelope is not an error."""

    success: bool = True
    outputs: tuple[Text, ...] | None = None
    message: Text | None = None
    usage: Number | None = None
    institutioncredits: Number | None = None
    credits: Number | None = None
    creditsUsed: Number | None = None
    totalLength: Number | None = None
    totalCredits: Number | None = None
    query_duration_ms: Number | None = None
    requestArgs: RequestArgs | None = None
    model: Text | None = None


class Records(tuple[Record, ...], Generic[Record]):
    """The records of a list that could be read, in order. One bad record does not cost the others.

    faults: what was wrong with each record that was left out, without its content, fit for a log.
    """

    faults: tuple[str, ...] = ()

    @classmethod
    def of(cls, records: Iterable[Record], faults: Iterable[str]) -> "Records[Record]":
        made = cls(records)
        made.faults = tuple(faults)
        return made


def assistants(content: object) -> Records[AssistantRecord]:
    """Return the assistants of a list; raises WireFormatError when it is no list."""
    return _records(AssistantRecord, content, ListAssistants.command)


def conversations(content: object) -> Records[ConversationRecord]:
    """Return the conversations of a list; raises WireFormatError when it is no list."""
    return _records(ConversationRecord, content, ListConversations.command)


def favorites(content: object) -> Records[FavoriteRecord]:
    """Return the favorites of a list; raises WireFormatError when it is no list."""
    return _records(FavoriteRecord, content, ListFavorites.command)


def post_result(content: object) -> PostResult:
    """Return what a post gave; raises WireFormatError when it is no such object."""
    return read(PostResult, content, Post.command)


def _records(model: type[Model], content: object, shape: str) -> Records[Model]:
    if not isinstance(content, list | tuple):
        raise WireFormatError(shape, "not a list")
    records: list[Model] = []
    faults: list[str] = []
    for number, item in enumerate(content):
        try:
            records.append(read(model, item, f"{shape} record {number}"))
        except WireFormatError as error:
            faults.append(str(error))
    return Records.of(records, faults)
