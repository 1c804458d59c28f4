"""Feedback on a learner's answer to a bit: requests, replies, errors. Field names are the wire's.

The whole bit goes in a request and comes back with `feedback`. What would give the answer away (sampleSolution,
solutions, isCorrect) is kept out of `repr`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from desktop.protocol.errors import WireFormatError
from desktop.protocol.spans import resolve_span
from desktop.protocol.wire import CompleteModel, Number, Text, Whole, WireModel, quoted, read, read_object

__all__ = [
    "STATUSES",
    "Answer",
    "AudioSource",
    "BitError",
    "BitErrorType",
    "ClozeRequest",
    "Context",
    "Correctness",
    "EssayRequest",
    "FeedbackEngine",
    "FeedbackItem",
    "FeedbackReply",
    "Gap",
    "ImageSource",
    "Meta",
    "MultipleChoiceTextRequest",
    "Option",
    "Placeholder",
    "Request",
    "Resource",
    "Select",
    "Topic",
    "decode_error",
    "decode_reply",
    "decode_request",
    "reply_to",
    "resolve_span",
]


# -- the bit -------------------------------------------------------------------------------------------------


class FeedbackEngine(WireModel):
    """feedbackId names the bit and begins with its type; userId is a random id of this installation."""

    feedbackId: Text
    tenantId: Whole | Text | None = None
    userId: Text
    timeOnTask: Number | None = None
    """Seconds."""


class Meta(WireModel):
    language: Text | None = None
    learningLanguage: Text | None = None
    subject: Text | None = None


class Answer(WireModel):
    """text: exactly as typed, "\\n" line ends."""

    text: Text


class AudioSource(WireModel):
    format: Text | None = None
    src: Text


class ImageSource(WireModel):
    """alt: what it shows, in words."""

    format: Text | None = None
    src: Text
    alt: Text | None = None


class Resource(WireModel):
    """type: "audio" or "image", as sent; what else a service knows is kept."""

    type: Text
    audio: AudioSource | None = None
    image: ImageSource | None = None


class Option(WireModel):
    text: Text
    isCorrect: bool | None = Field(default=None, repr=False)
    hint: Text | None = None


class Gap(CompleteModel):
    """A blank to fill in."""

    type: Literal["gap"] = "gap"
    solutions: tuple[Text, ...] = Field(default=(), repr=False)
    hint: Text | None = None
    isCaseSensitive: bool | None = None
    answer: Answer | None = None


class Select(CompleteModel):
    """A choice within the text; prefix and postfix stand around what is chosen."""

    type: Literal["select"] = "select"
    options: tuple[Option, ...] = ()
    prefix: Text | None = None
    postfix: Text | None = None
    answer: Answer | None = None


Placeholder = Annotated[Gap | Select, Field(discriminator="type")]


# -- requests ------------------------------------------------------------------------------------------------


class _Request(CompleteModel):
    format: Text
    feedbackEngine: FeedbackEngine
    meta: Meta | None = None
    instruction: Text
    resource: Resource | None = None


class EssayRequest(_Request):
    """A bit with a free text input field."""

    type: Literal["essay"] = "essay"
    sampleSolution: Text = Field(repr=False)
    answer: Answer


class _PlaceholderRequest(_Request):
    body: Text
    """Text with "{0}", "{1}" ... where the placeholders stand; `placeholders.py` fills them in."""
    placeholders: dict[str, Placeholder]


class ClozeRequest(_PlaceholderRequest):
    """A bit with a given text that contains blanks."""

    type: Literal["cloze"] = "cloze"


class MultipleChoiceTextRequest(_PlaceholderRequest):
    """A bit whose choices are embedded in a text."""

    type: Literal["multiple-choice-text"] = "multiple-choice-text"


Request = EssayRequest | ClozeRequest | MultipleChoiceTextRequest

_REQUESTS: Mapping[str, type[Request]] = {
    "essay": EssayRequest,
    "cloze": ClozeRequest,
    "multiple-choice-text": MultipleChoiceTextRequest,
}


def decode_request(obj: object) -> Request:
    """Return the request a client sent; raises WireFormatError, whose `fields` say what is at fault."""
    kind = read_object(obj, "bit").get("type")
    model = _REQUESTS.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise WireFormatError("bit", f"type {quoted(kind)} is unknown", ("type",))
    return read(model, obj, f"{kind} bit")


# -- replies -------------------------------------------------------------------------------------------------


class Correctness(StrEnum):
    CORRECT = "CORRECT"
    PARTIAL = "PARTIAL"
    WRONG = "WRONG"
    UNKNOWN = "UNKNOWN"


def _none_as_empty(value: object) -> object:
    return () if value is None else value


class Topic(WireModel):
    name: Text = ""


class Context(WireModel):
    """A span the remark points at. The unit of offset and length is not stated: see `resolve_span`."""

    content: Text = ""
    offset: Whole = 0
    length: Whole = 0


class FeedbackItem(WireModel):
    """One remark. Without context it is about the whole answer."""

    correctness: Any = None
    """As sent; read it through `verdict`."""
    topic: Topic | None = None
    message: Text
    context: Annotated[tuple[Context, ...], BeforeValidator(_none_as_empty)] = ()

    @property
    def verdict(self) -> Correctness:
        """The correctness; anything that is not in the contract is UNKNOWN."""
        known = isinstance(self.correctness, str) and self.correctness in Correctness.__members__
        return Correctness(self.correctness) if known else Correctness.UNKNOWN


class FeedbackReply(WireModel):
    """The bit of any type with its feedback; what else of the bit came back is kept."""

    type: Text
    feedback: tuple[FeedbackItem, ...]
    answer: Answer | None = None
    sampleSolution: Text | None = Field(default=None, repr=False)
    body: Text | None = None
    placeholders: Any = Field(default=None, repr=False)


_REPLY_SHAPE = "feedback reply"


def decode_reply(obj: object) -> FeedbackReply:
    """Return a service's reply; raises WireFormatError."""
    return read(FeedbackReply, obj, _REPLY_SHAPE)


def reply_to(request: Request, feedback: Iterable[FeedbackItem]) -> FeedbackReply:
    """Return the reply that gives this feedback on the request's bit."""
    return read(FeedbackReply, {**request.to_wire(), "feedback": tuple(feedback)}, _REPLY_SHAPE)


# -- errors --------------------------------------------------------------------------------------------------


class BitErrorType(StrEnum):
    REQUEST_SCHEMA_MALFORMED = "REQUEST_SCHEMA_MALFORMED"
    INVALID_PARAMETER = "INVALID_PARAMETER"
    INVALID_TOKEN = "INVALID_TOKEN"  # a word of the contract
    MISSING_PERMISSIONS = "MISSING_PERMISSIONS"
    WRONG_TASK_TYPE_FOR_UPSERT = "WRONG_TASK_TYPE_FOR_UPSERT"
    INTERNAL = "INTERNAL"
    UNKNOWN = "UNKNOWN"
    """Not of the contract: a newer service."""


STATUSES: Mapping[BitErrorType, int] = {
    BitErrorType.REQUEST_SCHEMA_MALFORMED: 400,
    BitErrorType.INVALID_PARAMETER: 400,
    BitErrorType.INVALID_TOKEN: 401,
    BitErrorType.MISSING_PERMISSIONS: 403,
    BitErrorType.WRONG_TASK_TYPE_FOR_UPSERT: 409,
    BitErrorType.INTERNAL: 500,
}
"""HTTP statuses the practice server answers with."""


class BitError(WireModel):
    """The body of a refused request."""

    message: Text = ""
    type: Text
    """As sent; read it through `kind`."""

    @property
    def kind(self) -> BitErrorType:
        return BitErrorType(self.type) if self.type in BitErrorType.__members__ else BitErrorType.UNKNOWN


def decode_error(body: object, status: int | None = None) -> BitError:
    """Return what was refused and why.

    status: the HTTP status, which decides only when the body is not an error of the contract (a proxy's page).
    Raises WireFormatError when neither says.
    """
    try:
        return read(BitError, body, "feedback error")
    except WireFormatError:
        kind = _kind_of_status(status)
        if kind is None:
            raise
        return BitError(type=kind.value)


def _kind_of_status(status: int | None) -> BitErrorType | None:
    if status is None or status < 400:
        return None
    if status >= 500:
        return BitErrorType.INTERNAL
    named = (kind for kind, code in STATUSES.items() if code == status)
    return next(named, BitErrorType.REQUEST_SCHEMA_MALFORMED)
