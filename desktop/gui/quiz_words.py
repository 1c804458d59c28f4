"""What the window says of a question and of the answer to it. No widgets."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from desktop.conversation.quiz import Outcome, Question
from desktop.gui.notice_words import shortened

LONGEST_QUESTION = 600
OUTCOME_MARKS = {
    Outcome.SUBMITTED: ("hourglass", "text-soft"),
    Outcome.RIGHT: ("check", "correct"),
    Outcome.WRONG: ("close", "wrong"),
    Outcome.RECORDED: ("check", "unknown"),
    Outcome.REFUSED: ("warning", "partial"),
}
"""Outcome -> icon and its colour."""

ANSWERABLE = frozenset({Outcome.OPEN, Outcome.REFUSED})


def outcome_words(outcome: Outcome) -> str:
    match outcome:
        case Outcome.OPEN:
            return ""
        case Outcome.SUBMITTED:
            return QCoreApplication.translate("Quiz", "Your answer is on its way …")
        case Outcome.RIGHT:
            return QCoreApplication.translate("Quiz", "Right")
        case Outcome.WRONG:
            return QCoreApplication.translate("Quiz", "Not right")
        case Outcome.RECORDED:
            return QCoreApplication.translate("Quiz", "Your answer was recorded")
        case Outcome.REFUSED:
            return QCoreApplication.translate("Quiz", "Your answer did not get through. Submit it again.")
        case _:
            assert_never(outcome)


def question_text(question: Question) -> str:
    return shortened(question.text, LONGEST_QUESTION) or QCoreApplication.translate("Quiz", "A question without words")


def announced(question: Question) -> str:
    """Return what a screen reader says when the service answered; empty for none."""
    if question.outcome in (Outcome.OPEN, Outcome.SUBMITTED):
        return ""
    return " ".join(part for part in (outcome_words(question.outcome) + ".", shortened(question.message)) if part)


def question_line(question: Question) -> str:
    """Return a question with its state, as a screen reader names its card."""
    state = outcome_words(question.outcome)
    line = QCoreApplication.translate("Quiz", "{question} {state}")
    return line.format(question=question_text(question), state=state).strip()
