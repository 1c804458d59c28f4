"""The one adapter between tasks on paper and bits: what of a bit the learner sees, and a bit with the answer in it."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from desktop.conversation.task import Answer, Choice, Gap, Piece, Resource, ResourceKind, Task, TaskKind
from desktop.protocol import bit, free_text
from desktop.protocol.errors import WireFormatError
from desktop.protocol.placeholders import PLACEHOLDER

MOST_PLACEHOLDERS = 200
LONGEST_TITLE, LONGEST_INSTRUCTION, LONGEST_OPTION = 120, 5_000, 300
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what stands around them."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A task and the bit it was made of, which holds the solutions: it goes to a service, never to a view."""

    task: Task
    request: bit.Request


def paper_of(wire: dict[str, Any], key: str, name: str, folder: str = "") -> Paper:
    """Return the task of a bit as its author left it: without ids, perhaps without an answer.

    name: what to call it where the bit has no title. Raises WireFormatError; the text holds none of the bit's content.
    """
    request = bit.decode_request(_complete(_essay_of(wire) if free_text.is_free_text(wire) else wire))
    if isinstance(request, bit.EssayRequest):
        pieces: tuple[Piece, ...] = ()
        has_solution = bool(request.sampleSolution.strip())
    else:
        request = request.model_copy(update={"body": _unix(request.body)})
        pieces = _pieces(request)
        blanks = sum(not isinstance(piece, str) for piece in pieces)
        if not 0 < blanks <= MOST_PLACEHOLDERS:
            raise WireFormatError(f"{request.type} bit", f"its body has {blanks} gaps", ("body",))
        has_solution = bool(solutions_in(request))
    task = Task(
        key=key,
        kind=TaskKind(request.type),
        title=_title(request, name),
        instruction=_shown(request.instruction, LONGEST_INSTRUCTION),
        pieces=pieces,
        resource=_resource(request.resource),
        has_solution=has_solution,
        folder=folder,
    )
    return Paper(task, request)


def answered(request: bit.Request, answer: Answer, *, feedback_id: str, user_id: str) -> bit.Request:
    """Return the bit with this answer, exactly as typed. The author's own ids of users stay at home."""
    engine = request.feedbackEngine.model_copy(
        update={"feedbackId": feedback_id, "userId": user_id, "timeOnTask": round(answer.seconds_on_task, 1)}
    )
    if isinstance(request, bit.EssayRequest):
        return request.model_copy(update={"feedbackEngine": engine, "answer": bit.Answer(text=answer.text)})
    placeholders = {
        name: placeholder.model_copy(update={"answer": bit.Answer(text=answer.blanks.get(name, ""))})
        for name, placeholder in request.placeholders.items()
    }
    return request.model_copy(update={"feedbackEngine": engine, "placeholders": placeholders})


def solutions_in(request: bit.Request) -> tuple[str, ...]:
    """Return the sample solution of an essay, or what is right in each gap and choice in the order of the text.

    Alternatives are joined by " / ". Empty where the author gave none.
    """
    if isinstance(request, bit.EssayRequest):
        return (request.sampleSolution,) if request.sampleSolution.strip() else ()
    names = dict.fromkeys(name for name in PLACEHOLDER.findall(request.body) if name in request.placeholders)
    solutions = tuple(" / ".join(_right(request.placeholders[name])) for name in names)
    return solutions if any(solutions) else ()


def spoken_essay(title: str, text: str, *, feedback_id: str, user_id: str) -> bit.EssayRequest:
    """Return what the learner said in a talk as an answer to be checked."""
    return bit.EssayRequest(
        format="text",
        feedbackEngine=bit.FeedbackEngine(feedbackId=feedback_id, userId=user_id),
        meta=bit.Meta(language="en", learningLanguage="en"),
        instruction=title,
        sampleSolution="",
        answer=bit.Answer(text=text),
    )


def _essay_of(wire: dict[str, Any]) -> dict[str, Any]:
    """Return a free text task (newer shape) as the essay it is; an answer in it is not the learner's."""
    task = wire.get("taskDefinition")
    task = task if isinstance(task, dict) else {}
    solutions = task.get("sampleSolutions")
    texts = [one for one in solutions if isinstance(one, str)] if isinstance(solutions, list) else []
    language = task.get("language")
    return {
        "type": "essay",
        "instruction": task.get("problemStatement", 0),  # a task without one is refused
        "sampleSolution": "\n\n".join(texts),
        "meta": {"language": language, "learningLanguage": language},
    }


def _complete(wire: dict[str, Any]) -> dict[str, Any]:
    """Return the bit with what an author leaves to the one who sends it; wrong types are left for the models."""
    wire = {name: value for name, value in wire.items() if value is not None}
    engine = wire.get("feedbackEngine")
    if engine is None or isinstance(engine, dict):
        kind = wire.get("type")
        engine = {"feedbackId": f"{kind}-{uuid4().hex}", **(engine or {}), "userId": "nobody"}
    filled = {"format": "text", "instruction": "", **wire, "feedbackEngine": engine}
    return {"sampleSolution": "", "answer": {"text": ""}, **filled} if wire.get("type") == "essay" else filled


def _pieces(request: bit.ClozeRequest | bit.MultipleChoiceTextRequest) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    taken = 0
    for match in PLACEHOLDER.finditer(request.body):
        placeholder = request.placeholders.get(match.group())
        if placeholder is None:
            continue
        if match.start() > taken:
            pieces.append(request.body[taken : match.start()])
        pieces.append(_blank(match.group(), placeholder))
        taken = match.end()
    if taken < len(request.body):
        pieces.append(request.body[taken:])
    return tuple(pieces)


def _blank(name: str, placeholder: bit.Placeholder) -> Gap | Choice:
    match placeholder:
        case bit.Gap():
            return Gap(name, _line(placeholder.hint or "", LONGEST_OPTION))
        case bit.Select():
            return Choice(
                name,
                tuple(option.text for option in placeholder.options),
                placeholder.prefix or "",
                placeholder.postfix or "",
                tuple(_line(option.hint or "", LONGEST_OPTION) for option in placeholder.options),
            )


def _right(placeholder: bit.Placeholder) -> tuple[str, ...]:
    if isinstance(placeholder, bit.Gap):
        return placeholder.solutions
    return tuple(option.text for option in placeholder.options if option.isCorrect)


def _resource(resource: bit.Resource | None) -> Resource | None:
    if resource is None:
        return None
    if resource.audio is not None and resource.audio.src.strip():
        sound = resource.audio
        return Resource(ResourceKind.AUDIO, sound.src.strip(), _line(sound.format or "", 20))
    if resource.image is not None and resource.image.src.strip():
        picture = resource.image
        alt = _line(picture.alt or "", LONGEST_INSTRUCTION)
        return Resource(ResourceKind.IMAGE, picture.src.strip(), _line(picture.format or "", 20), alt)
    return None


def _title(request: bit.Request, name: str) -> str:
    extra = request.model_extra or {}
    given = extra.get("title")
    for text in (given if isinstance(given, str) else "", name, request.instruction):
        line = _line(text, LONGEST_TITLE)
        if line:
            return line
    return request.type


def _line(text: str, longest: int) -> str:
    return " ".join(_shown(text, 2 * longest).split())[:longest]


def _shown(text: str, longest: int) -> str:
    return _UNSHOWN.sub("", _unix(text[:longest])).strip()


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
