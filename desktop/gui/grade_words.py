"""What the window says of a grade: its state, its points, and each of its results in a line. No widgets."""

from collections.abc import Iterable
from math import isfinite
from typing import assert_never

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.conversation.state import ConversationState
from desktop.gui.notice_words import shortened

LONGEST_NAME = 120
"""Characters shown of a criterion's name or level; service texts have no limit of their own."""
LONGEST_TEXT = 800

KINDS = (
    EntryKind.FEEDBACK,
    EntryKind.STRENGTH,
    EntryKind.IMPROVEMENT,
    EntryKind.REPLACEMENT,
    EntryKind.HIGHLIGHT,
    EntryKind.ANALYSIS,
    EntryKind.OTHER,
)
"""In the order in which they are shown."""


def kind_title(kind: EntryKind) -> str:
    match kind:
        case EntryKind.FEEDBACK:
            return QCoreApplication.translate("Grade", "Criteria")
        case EntryKind.STRENGTH:
            return QCoreApplication.translate("Grade", "What went well")
        case EntryKind.IMPROVEMENT:
            return QCoreApplication.translate("Grade", "What to work on")
        case EntryKind.REPLACEMENT:
            return QCoreApplication.translate("Grade", "Better words")
        case EntryKind.HIGHLIGHT:
            return QCoreApplication.translate("Grade", "Worth a look")
        case EntryKind.ANALYSIS:
            return QCoreApplication.translate("Grade", "How you did it")
        case EntryKind.OTHER:
            return QCoreApplication.translate("Grade", "Also recorded")
        case _:
            assert_never(kind)


def number_words(number: float) -> str:
    """Return a score as people write it: 7, 7.5, never 7.0."""
    return QLocale().toString(round(float(number), 1), "g", 6)


def score_words(entry: GradeEntry) -> str:
    """Return "7 of 10", or "7" where the service names no best score; empty without a score."""
    if entry.score is None or not isfinite(entry.score):
        return ""
    if not _has_total(entry):
        return number_words(entry.score)
    return of_words(entry.score, entry.total or 0.0)


def of_words(score: float, total: float) -> str:
    words = QCoreApplication.translate("Grade", "{score} of {total}")
    return words.format(score=number_words(score), total=number_words(total))


def score_share(entry: GradeEntry) -> float | None:
    """Return how much of the best score was reached, 0.0 to 1.0; None where that is not known."""
    if entry.score is None or not isfinite(entry.score) or not _has_total(entry):
        return None
    return min(1.0, max(0.0, entry.score / (entry.total or 1.0)))


def points(entries: Iterable[GradeEntry]) -> tuple[float, float] | None:
    """Return the criteria's points reached and reachable; None unless every criterion has both."""
    criteria = [entry for entry in entries if entry.kind is EntryKind.FEEDBACK]
    if not criteria or any(score_share(entry) is None for entry in criteria):
        return None
    return sum(entry.score or 0.0 for entry in criteria), sum(entry.total or 0.0 for entry in criteria)


def points_words(grade: Grade) -> str:
    """Return "27 of 40 points"; empty where they do not add up."""
    found = points(grade.entries)
    if found is None:
        return ""
    words = QCoreApplication.translate("Grade", "{score} of {total} points")
    return words.format(score=number_words(found[0]), total=number_words(found[1]))


def is_going_on(grade: Grade, state: ConversationState) -> bool:
    """Return whether the chat that is graded is the one under way."""
    return grade.chat_id == state.chat_id and not state.chat_over


def status_words(grade: Grade, *, is_talking: bool = False, can_ask: bool = True) -> str:
    """Return how far the grade has come, in a sentence; empty where its results say it all.

    is_talking: the chat goes on; results that come already are not its grade. can_ask: the service can be asked again.
    """
    count = len(grade.entries)
    if is_talking and grade.status is GradeStatus.GRADING:
        return QCoreApplication.translate("Grade", "So far. The rest comes when you have finished.")
    match grade.status:
        case GradeStatus.AWAITED:
            return QCoreApplication.translate("Grade", "Waiting for the results …")
        case GradeStatus.GRADING if count:
            return QCoreApplication.translate("Grade", "Being graded: {count} so far …").format(count=count)
        case GradeStatus.GRADING:
            return QCoreApplication.translate("Grade", "Being graded …")
        case GradeStatus.GRADED if not count:
            return QCoreApplication.translate("Grade", "Graded. The service recorded no results.")
        case GradeStatus.GRADED:
            return ""
        case GradeStatus.FAILED if not can_ask:
            return QCoreApplication.translate("Grade", "The grading of this talk was not finished.")
        case GradeStatus.FAILED:
            return QCoreApplication.translate("Grade", "This could not be graded. Ask again in a moment.")
        case _:
            assert_never(grade.status)


def announced(grade: Grade) -> str:
    """Return what a screen reader says when a grade comes to a new state; empty for none."""
    if grade.status is GradeStatus.AWAITED:
        return ""
    if grade.status is GradeStatus.GRADING:
        return QCoreApplication.translate("Grade", "Your talk is being graded.")
    if grade.status is GradeStatus.GRADED and grade.entries:
        reached = points_words(grade)
        if reached:
            return QCoreApplication.translate("Grade", "Your talk is graded: {points}.").format(points=reached)
        return QCoreApplication.translate("Grade", "Your talk is graded.")
    return status_words(grade)


def is_blank(entry: GradeEntry) -> bool:
    """Return whether the service sent nothing of it that can be shown."""
    texts = (entry.name, entry.description, entry.reason, entry.level, entry.words, entry.replacement)
    return not any(map(shortened, texts)) and not score_words(entry)


def blank_words() -> str:
    return QCoreApplication.translate("Grade", "A result was recorded.")


def names_place(entry: GradeEntry) -> bool:
    """Return whether the entry is about words or a message that can be looked for in the talk."""
    return bool(entry.message_id or entry.words.strip())


def entry_line(entry: GradeEntry) -> str:
    """Return a result as a screen reader says it: "Grammar, 7 of 10, confident. Good use of tenses." """
    if is_blank(entry):
        return blank_words()
    head = ", ".join(
        part
        for part in (shortened(entry.name, LONGEST_NAME), score_words(entry), shortened(entry.level, LONGEST_NAME))
        if part
    )
    sentences = [head] if head else []
    words, better = shortened(entry.words, LONGEST_TEXT), shortened(entry.replacement, LONGEST_TEXT)
    if better:
        line = QCoreApplication.translate("Grade", "Instead of “{words}”: “{better}”")
        only = QCoreApplication.translate("Grade", "Better: “{better}”")
        sentences.append((line if words else only).format(words=words, better=better))
    elif words:
        sentences.append(f"“{words}”")
    texts = (entry.reason,) if entry.kind is EntryKind.FEEDBACK else (entry.description, entry.reason)
    sentences += [text for text in dict.fromkeys(shortened(text, LONGEST_TEXT) for text in texts) if text]
    return ". ".join(sentence.rstrip(".") for sentence in sentences) + "."


def _has_total(entry: GradeEntry) -> bool:
    return entry.total is not None and isfinite(entry.total) and entry.total > 0
