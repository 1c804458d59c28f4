"""A talk's grades as lines: each result once, as it arrives."""

from collections.abc import Iterable
from typing import Any, Protocol

from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus

PENDING = frozenset({GradeStatus.AWAITED, GradeStatus.GRADING})
_HEADINGS = {
    EntryKind.STRENGTH: "Strength",
    EntryKind.IMPROVEMENT: "To improve",
    EntryKind.ANALYSIS: "Analysis",
    EntryKind.HIGHLIGHT: "Well said",
    EntryKind.REPLACEMENT: "Better",
}


class Tell(Protocol):
    """Prints an event with its facts."""

    def __call__(self, event: str, /, **facts: Any) -> None: ...


class GradeLines:
    """Remembers which results were told."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._told: dict[str, set[GradeEntry]] = {}
        self._ended: dict[str, GradeStatus] = {}

    def read(self, grades: Iterable[Grade]) -> None:
        """Tell what is new in these: a result, a result with another score, an end."""
        for grade in grades:
            told = self._told.setdefault(grade.chat_id, set())
            for entry in grade.entries:
                if entry not in told:
                    told.add(entry)
                    self._tell("grade", **facts(entry))
            before, self._ended[grade.chat_id] = self._ended.get(grade.chat_id), grade.status
            if grade.status is not before and grade.status is GradeStatus.GRADED:
                self._tell("graded", results=len(grade.entries))
            elif grade.status is not before and grade.status is GradeStatus.FAILED:
                self._tell("grade_failed", reason=grade.note)


def facts(entry: GradeEntry) -> dict[str, Any]:
    """Return a result as the fields of its line; those without content are left out."""
    known: dict[str, Any] = {
        "kind": entry.kind.value,
        "criterion": entry.name,
        "score": entry.score,
        "total": entry.total,
        "level": entry.level,
        "reason": entry.reason or entry.description,
        "words": entry.words,
        "replacement": entry.replacement,
        "message_id": entry.message_id,
    }
    return {name: value for name, value in known.items() if value not in ("", None)}


def line(result: dict[str, Any]) -> str:
    """Return the `facts` of a result as a line to read."""
    kind = EntryKind(result["kind"])
    parts = [part for part in (_HEADINGS.get(kind, ""), result.get("criterion", "")) if part]
    if "score" in result:
        of = f" of {result['total']:g}" if "total" in result else ""
        parts.append(f"{result['score']:g}{of}")
    if "level" in result:
        parts.append(result["level"])
    words = f'"{result["words"]}"' if "words" in result else ""
    if "replacement" in result:
        words = f'{words} -> "{result["replacement"]}"'.strip()
    said = " ".join(part for part in (result.get("reason", ""), words) if part)
    heading = ", ".join(parts)
    return ": ".join(part for part in (heading, said) if part) or "A result was recorded."
