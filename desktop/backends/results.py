"""What services say of a grade and ask in a quiz, under the names that deployments give it. Pure.

`entry` is an open object: everything in it is read by name, one name after another until one holds something.
"""

import math
from collections.abc import Mapping
from typing import Any

from desktop.conversation import events
from desktop.conversation.grade import EntryKind, GradeEntry
from desktop.conversation.quiz import Option, Question
from desktop.protocol.attempt import ContentProgress, GradingProgress

MAX_ENTRY_TEXT = 2_000
"""Longer texts are cut: a card of the rubric shows a few sentences."""
MAX_OPTIONS = 20
QUESTIONS = "questions"
"""The resource_type that is no result of a grading but something to be answered."""

_KINDS = {kind.value: kind for kind in EntryKind}
_QUOTING = frozenset({EntryKind.HIGHLIGHT, EntryKind.REPLACEMENT})
"""Kinds whose `content` is words of the conversation. In the others it is that only where something else gives the
reason; alone it is the reason."""


def event_from_result(
    message: ContentProgress | GradingProgress,
) -> events.CriterionGraded | events.QuestionAsked | None:
    """Return what was graded or asked; None for a question that cannot be answered."""
    if message.resource_type == QUESTIONS:
        asked = question(message.chat_id, message.entry or {})
        return None if asked is None else events.QuestionAsked(asked)
    kind = _KINDS.get(message.resource_type or "", EntryKind.OTHER)
    return events.CriterionGraded(message.chat_id, message.grade_id or "", grade_entry(kind, message.entry or {}))


def grade_entry(kind: EntryKind, entry: Mapping[str, Any]) -> GradeEntry | None:
    """Return the result, or None where there is nothing that can be shown."""
    content = _text(entry, "content", "text")
    reason = _text(entry, "feedback", "reason")
    words = _text(entry, "words", "quote", "section") or (content if reason or kind in _QUOTING else "")
    read = GradeEntry(
        kind,
        name=_text(entry, "name", "title", "criterion"),
        description=_text(entry, "description"),
        reason=reason or ("" if content == words else content),
        score=_number(entry, "score"),
        total=_number(entry, "total", "max", "max_score"),
        level=_text(entry, "level"),
        words=words,
        replacement=_text(entry, "replacement", "replace"),
        message_id=_text(entry, "message_id", "messageId"),
    )
    says_nothing = GradeEntry(kind, total=read.total, message_id=read.message_id)
    return None if read == says_nothing else read


def question(chat_id: str, entry: Mapping[str, Any]) -> Question | None:
    """Return the question, or None without a name to answer it by, a text, or two options to choose from."""
    id_ = _text(entry, "question_id", "id")
    text = _text(entry, "question", "text")
    options = entry.get("options")
    read: dict[str, Option] = {}
    for option in options[:MAX_OPTIONS] if isinstance(options, list) else ():
        if isinstance(option, dict) and (option_id := _text(option, "id", "option_id")):
            read.setdefault(option_id, Option(option_id, _text(option, "text", "label") or option_id))
    if not id_ or not text or len(read) < 2:  # one option is no choice
        return None
    return Question(id_, chat_id, text, tuple(read.values()), takes_several=entry.get("multiple") is True)


def _text(entry: Mapping[str, Any], *names: str) -> str:
    """Return the first of these that holds words or a number, bounded."""
    for name in names:
        value = entry.get(name)
        if isinstance(value, str) and value.strip():
            whole = value[:MAX_ENTRY_TEXT].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            return whole.strip()
        if isinstance(value, int | float) and (number := _finite(value)) is not None:
            return f"{number:g}"
    return ""


def _number(entry: Mapping[str, Any], *names: str) -> float | None:
    """Return the first of these that is a finite number, also when it came as text."""
    for name in names:
        number = _finite(entry.get(name))
        if number is not None:
            return number
    return None


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
