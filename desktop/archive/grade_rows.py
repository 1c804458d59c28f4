"""A grade as a row of the archive, and back. Pure."""

import json
from dataclasses import asdict
from typing import Any

from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.conversation.grading import PENDING

UPSERT_GRADE = """
INSERT INTO grade VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (course_id, sitting, chat_id) DO UPDATE SET
    status = excluded.status, grade_id = excluded.grade_id, note = excluded.note, entries = excluded.entries
"""
GRADE_COLUMNS = "chat_id, status, grade_id, note, entries"

_KINDS = {kind.value: kind for kind in EntryKind}


def to_row(course_id: int, sitting: int, grade: Grade) -> tuple[object, ...]:
    entries = json.dumps([{**asdict(entry), "kind": entry.kind.value} for entry in grade.entries], ensure_ascii=False)
    return course_id, sitting, grade.chat_id, grade.status.value, grade.grade_id, grade.note, entries


def from_row(row: tuple[str, ...]) -> Grade:
    """Return the grade of the columns GRADE_COLUMNS, as it was last known; what a newer version added is left out."""
    chat_id, status, grade_id, note, entries = row
    return Grade(chat_id, GradeStatus(status), tuple(map(_entry, json.loads(entries))), grade_id, note)


def _entry(kept: dict[str, Any]) -> GradeEntry:
    known = {name: kept[name] for name in GradeEntry.__dataclass_fields__ if name in kept}
    kind = _KINDS.get(kept["kind"], EntryKind.OTHER)
    return GradeEntry(**{**known, "kind": kind})


def as_read(grade: Grade) -> Grade:
    """Return the grade of a talk that is no longer held: nobody waits for the rest of it."""
    if grade.status not in PENDING:
        return grade
    return Grade(grade.chat_id, GradeStatus.FAILED, grade.entries, grade.grade_id, grade.note)
