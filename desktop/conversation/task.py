"""A task on paper: an essay, a text with gaps, a text with choices, and what the learner made of it.

It holds nothing that would give the answer away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from desktop.conversation.feedback import TextSpan


class TaskKind(Enum):
    """The values are the wire's names of bits."""

    ESSAY = "essay"
    CLOZE = "cloze"
    MULTIPLE_CHOICE_TEXT = "multiple-choice-text"


class ResourceKind(Enum):
    AUDIO = "audio"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to listen to or to look at. source: as the task names it; `Tasks.resource` fetches it.

    alt: what a picture shows, for those who do not see it; empty where the author did not say.
    """

    kind: ResourceKind
    source: str
    format: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank to fill in. name: the placeholder ("{0}")."""

    name: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice within the text; prefix and postfix stand around what is chosen. hints: as many as options."""

    name: str
    options: tuple[str, ...]
    prefix: str = ""
    postfix: str = ""
    hints: tuple[str, ...] = ()


Piece = str | Gap | Choice


@dataclass(frozen=True, slots=True)
class Task:
    """key: stable from run to run, names the draft. pieces: the body of a text with gaps or choices, in order."""

    key: str
    kind: TaskKind
    title: str
    instruction: str = ""
    pieces: tuple[Piece, ...] = ()
    resource: Resource | None = None
    has_solution: bool = False
    """Something can be shown once the learner has finished and asks for it."""
    folder: str = ""
    """Name of the folder it was opened from; empty for the tasks that come with the program."""


@dataclass(frozen=True, slots=True)
class Answer:
    """text: the essay, exactly as typed, "\\n" line ends. blanks: placeholder -> what the learner put there."""

    text: str = ""
    blanks: Mapping[str, str] = field(default_factory=dict)
    seconds_on_task: float = 0.0

    @property
    def is_empty(self) -> bool:
        return not self.text and not any(self.blanks.values())


def filled_in(task: Task, answer: Answer) -> tuple[str, tuple[TextSpan, ...]]:
    """Return the body with everything filled in, and where each placeholder's answer stands in it.

    Counted in code points, as the spans of `Feedback` are. A placeholder left open has an empty span. An essay is its
    own text and has no placeholders.
    """
    if task.kind is TaskKind.ESSAY:
        return answer.text, ()
    text = ""
    spans = []
    for piece in task.pieces:
        if isinstance(piece, str):
            text += piece
            continue
        given = answer.blanks.get(piece.name, "")
        before, behind = (piece.prefix, piece.postfix) if isinstance(piece, Choice) else ("", "")
        start = len(text) + len(before)
        spans.append(TextSpan(start, start + len(given), given, piece.name))
        text += before + given + behind
    return text, tuple(spans)
