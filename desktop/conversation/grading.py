"""What each result makes of a chat's grade. Pure; the archive uses it too, for talks that are no longer held."""

from dataclasses import replace
from typing import assert_never

from desktop.conversation.events import CriterionGraded, GradingCompleted, GradingStarted
from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus

GradingEvent = GradingStarted | CriterionGraded | GradingCompleted

MAX_ENTRIES = 200
"""No rubric comes near, and a window lists them all."""
UNSHOWABLE = GradeEntry(EntryKind.OTHER)
"""Stands, once a chat, for results of which nothing can be shown."""
PENDING = frozenset({GradeStatus.AWAITED, GradeStatus.GRADING})


def with_result(grade: Grade, event: GradingEvent) -> Grade:
    """Return the grade after the event; the same object where the event says nothing new.

    A grade that is complete stays so when results come late, until another grading of the chat is told of.
    """
    is_another = bool(event.grade_id and grade.grade_id) and event.grade_id != grade.grade_id
    status = GradeStatus.GRADING if is_another or grade.status is not GradeStatus.GRADED else GradeStatus.GRADED
    entries = grade.entries
    match event:
        case GradingStarted():
            pass
        case CriterionGraded():
            entries = with_entry(entries, event.entry or UNSHOWABLE)
        case GradingCompleted():
            status = GradeStatus.GRADED
        case _:
            assert_never(event)
    after = Grade(grade.chat_id, status, entries, event.grade_id or grade.grade_id)
    return grade if after == grade else after


def with_entry(entries: tuple[GradeEntry, ...], entry: GradeEntry) -> tuple[GradeEntry, ...]:
    """Return the results with one more: once however often it comes, in the place of what it completes or corrects."""
    if any(_says_as_much(known, entry) for known in entries):
        return entries
    for index, known in enumerate(entries):
        if _is_earlier(known, entry):
            return (*entries[:index], entry, *entries[index + 1 :])
    return (*entries, entry) if len(entries) < MAX_ENTRIES else entries


def _is_earlier(known: GradeEntry, entry: GradeEntry) -> bool:
    """Whether `entry` is the same criterion with more known of it, or with another score."""
    if not known.name or (known.kind, known.name) != (entry.kind, entry.name):
        return False
    rescored = known.score is not None and entry.score is not None
    same_place = (known.words, known.message_id) == (entry.words, entry.message_id)
    return (rescored and same_place) or _says_as_much(entry, known)


def _says_as_much(one: GradeEntry, other: GradeEntry) -> bool:
    """Whether everything that is in `other` is in `one`."""
    if one.kind is not other.kind:
        return False
    return all(getattr(other, name) in ("", None) or getattr(one, name) == getattr(other, name) for name in _FIELDS)


def failed(grade: Grade, note: str) -> Grade:
    """Return the grade given up; what had arrived of it is kept."""
    return replace(grade, status=GradeStatus.FAILED, note=note)


_FIELDS = tuple(name for name in GradeEntry.__dataclass_fields__ if name != "kind")
