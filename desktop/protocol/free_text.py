"""Feedback on a free text, in the newer shape (0.9.0) of the same service. Field names are the wire's."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from desktop.protocol.bit import Context, EssayRequest, Topic
from desktop.protocol.wire import CompleteModel, Number, Text, WireModel, read


class Content(WireModel):
    """content: exactly as typed, "\\n" line ends."""

    content: Text


class TaskDefinition(CompleteModel):
    """id names the task; the sample solutions are kept out of `repr`."""

    id: Text
    type: Literal["FREEFORM_TEXT"] = "FREEFORM_TEXT"
    problemStatement: Text
    language: Text | None = None
    sampleSolutions: tuple[Any, ...] = Field(default=(), repr=False)


class FreeTextRequest(CompleteModel):
    userId: Text
    taskType: Literal["FREEFORM_TEXT"] = "FREEFORM_TEXT"
    answer: Content
    taskDefinition: TaskDefinition


class AspectType(StrEnum):
    CONCEPT = "CONCEPT"
    MISCONCEPTION = "MISCONCEPTION"


def _none_as_empty(value: object) -> object:
    return () if value is None else value


class Aspect(WireModel):
    """type: as sent; anything but MISCONCEPTION is no error of the learner's."""

    type: Any = None
    name: Text | None = None
    description: Text | None = None


class Points(WireModel):
    achievedPoints: Number
    achievablePoints: Number


class FreeTextItem(WireModel):
    """One remark. The older shape's correctness, topic and context are read where they are given."""

    message: Text
    correctness: Any = None
    topic: Topic | None = None
    aspects: Annotated[tuple[Aspect, ...], BeforeValidator(_none_as_empty)] = ()
    points: Points | None = None
    context: Annotated[tuple[Context, ...], BeforeValidator(_none_as_empty)] = ()


class FreeTextResult(WireModel):
    feedback: Annotated[tuple[FreeTextItem, ...], BeforeValidator(_none_as_empty)] = ()
    points: Points | None = None


class FreeTextReply(WireModel):
    result: FreeTextResult


def is_free_text(obj: object) -> bool:
    """Whether a request is of this shape rather than a bit."""
    return isinstance(obj, dict) and "taskType" in obj


def decode_request(obj: object) -> FreeTextRequest:
    """Return the request a client sent; raises WireFormatError, whose `fields` say what is at fault."""
    return read(FreeTextRequest, obj, "free text task")


def decode_reply(obj: object) -> FreeTextReply:
    """Return a service's reply; raises WireFormatError."""
    return read(FreeTextReply, obj, "free text reply")


def free_text_of(essay: EssayRequest) -> FreeTextRequest:
    """Return an essay bit as the newer service takes it."""
    language = essay.meta.learningLanguage or essay.meta.language if essay.meta else None
    return FreeTextRequest(
        userId=essay.feedbackEngine.userId,
        answer=Content(content=essay.answer.text),
        taskDefinition=TaskDefinition(
            id=essay.feedbackEngine.feedbackId,
            problemStatement=essay.instruction,
            language=language,
            sampleSolutions=(essay.sampleSolution,) if essay.sampleSolution else (),
        ),
    )
