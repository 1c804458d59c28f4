"""What the window says about a check and its remarks. Plain words, no widgets."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.conversation.feedback import Aspect, CheckState, Feedback, Points, Verdict
from desktop.gui.models.remarks import Remarks

VERDICT_TOKENS = {
    Verdict.CORRECT: "correct",
    Verdict.PARTIAL: "partial",
    Verdict.WRONG: "wrong",
    Verdict.UNKNOWN: "unknown",
}
"""Verdict -> colour of the theme."""

VERDICT_ICONS = {verdict: f"verdict-{token}" for verdict, token in VERDICT_TOKENS.items()}

LONGEST_MESSAGE = 2000
"""Characters of a remark that are shown: a service may send any number."""
LONGEST_QUOTE = 80


def verdict_word(verdict: Verdict) -> str:
    match verdict:
        case Verdict.CORRECT:
            return QCoreApplication.translate("Remarks", "Correct")
        case Verdict.PARTIAL:
            return QCoreApplication.translate("Remarks", "Partly right")
        case Verdict.WRONG:
            return QCoreApplication.translate("Remarks", "Wrong")
        case Verdict.UNKNOWN:
            return QCoreApplication.translate("Remarks", "Note")
        case _:
            assert_never(verdict)


def message_of(one: Feedback) -> str:
    return shortened(one.message, LONGEST_MESSAGE)


def quote_of(one: Feedback) -> str:
    """Return the words a remark is about, in quotation marks; empty for one about the whole answer."""
    words = [shortened(" ".join(span.content.split()), LONGEST_QUOTE) for span in one.spans[:3]]
    quoted = QCoreApplication.translate("Remarks", "“{words}”")
    return " ".join(quoted.format(words=part) for part in words if part)


def aspect_words(one: Aspect) -> str:
    """Return what the answer shows: a concept that is understood, or a misconception."""
    if one.is_misconception:
        words = QCoreApplication.translate("Remarks", "Not right yet: {name}")
    else:
        words = QCoreApplication.translate("Remarks", "Understood: {name}")
    line = words.format(name=one.name)
    return f"{line}\n{one.description}" if one.description else line


def filter_words(verdict: Verdict, count: int, is_shown: bool) -> tuple[str, str]:
    """Return what a screen reader says of the filter of a verdict, and its tool tip."""
    translate = QCoreApplication.translate
    if is_shown:
        name = translate("Remarks", "{verdict}: {count}, shown")
        tip = translate("Remarks", "Hide these remarks")
    else:
        name = translate("Remarks", "{verdict}: {count}, hidden")
        tip = translate("Remarks", "Show these remarks")
    return name.format(verdict=verdict_word(verdict), count=count), tip


def place_words(place: tuple[int, int]) -> str:
    """Return "2 of 3" for a remark that shares its words with others; empty where it is alone."""
    number, count = place
    if count < 2:
        return ""
    return QCoreApplication.translate("Remarks", "{number} of {count}").format(number=number, count=count)


def spoken_line(remarks: Remarks, index: int) -> str:
    """Return a remark as a screen reader says it."""
    one = remarks.feedback[index]
    parts = (verdict_word(one.verdict), one.topic, quote_of(one), message_of(one), place_words(remarks.place_of(index)))
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def points_words(points: Points) -> str:
    locale = QLocale()
    return QCoreApplication.translate("Remarks", "{achieved} of {achievable} points").format(
        achieved=locale.toString(float(points.achieved), "g", 4),
        achievable=locale.toString(float(points.achievable), "g", 4),
    )


def state_words(remarks: Remarks) -> str:
    """Return how the check of the answer stands, in one sentence."""
    translate = QCoreApplication.translate
    match remarks.state:
        case CheckState.NOT_CHECKED:
            return remarks.note or translate("Remarks", "Not checked yet.")
        case CheckState.CHECKING:
            return translate("Remarks", "Checking …")
        case CheckState.NO_REMARKS:
            return translate("Remarks", "No remarks: nothing to mend was found.")
        case CheckState.REMARKS:
            return _counted(remarks)
        case CheckState.STALE:
            return translate("Remarks", "The text was changed since the check. Check it again.")
        case CheckState.FAILED:
            return remarks.note or translate("Remarks", "The answer was not checked. Please try again.")
        case other:
            assert_never(other)


def _counted(remarks: Remarks) -> str:
    translate = QCoreApplication.translate
    count, shown = len(remarks.feedback), len(remarks.visible)
    if shown < count:
        return translate("Remarks", "{shown} of {count} remarks shown").format(shown=shown, count=count)
    if count == 1:
        return translate("Remarks", "1 remark")
    return translate("Remarks", "{count} remarks").format(count=count)


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
