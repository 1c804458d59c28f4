"""A grade as a row of the archive, and back. Pure."""

import json
from dataclasses import asdict

from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.conversation.grading import PENDING

UPSERT_GRADE = """
INSERT INTO grade VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (course_id, sitting, chat_id) DO UPDATE SET
    status = excluded.status, grade_id = excluded.grade_id, note = excluded.note, entries = excluded.entries
"""
GRADE_COLUMNS = "chat_id, status, grade_id, note, entries"


def to_row(course_id: int, sitting: int, grade: Grade) -> tuple[object, ...]:
    entries = json.dumps([{**asdict(entry), "kind": entry.kind.value} for entry in grade.entries], ensure_ascii=False)
    return course_id, sitting, grade.chat_id, grade.status.value, grade.grade_id, grade.note, entries


def from_row(row: tuple[str, ...]) -> Grade:
    """Return the grade of the columns GRADE_COLUMNS, as it was last known."""
    chat_id, status, grade_id, note, entries = row
    kept = (GradeEntry(**{**entry, "kind": EntryKind(entry["kind"])}) for entry in json.loads(entries))
    return Grade(chat_id, GradeStatus(status), tuple(kept), grade_id, note)


def as_read(grade: Grade) -> Grade:
    """Return the grade of a talk that is no longer held: nobody waits for the rest of it."""
    if grade.status not in PENDING:
        return grade
    return Grade(grade.chat_id, GradeStatus.FAILED, grade.entries, grade.grade_id, grade.note)
