"""A conversation as plain text, to be copied or kept in a file."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop.conversation.turn import Speaker, Turn


def clock_time(seconds: float) -> str:
    """Return the time of day as this country writes it; nothing for the epoch itself."""
    if seconds <= 0:
        return ""
    moment = QDateTime.fromSecsSinceEpoch(int(seconds)).time()
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def plain_text(title: str, partner: str, turns: Sequence[Turn]) -> str:
    """Return the title, the day, and a paragraph a turn with its time and speaker."""
    lines = [title]
    if turns and turns[0].started_at > 0:
        day = QDateTime.fromSecsSinceEpoch(int(turns[0].started_at)).date()
        lines.append(QLocale().toString(day, QLocale.FormatType.LongFormat))
    you = QCoreApplication.translate("Transcript", "You")
    for turn in turns:
        name = you if turn.speaker is Speaker.LEARNER else partner
        time = clock_time(turn.started_at)
        lines += ["", f"[{time}] {name}: {turn.wording}" if time else f"{name}: {turn.wording}"]
    return "\n".join(lines) + "\n"


def heard_words(heard: str, is_typed: bool) -> str:
    """Return what is said below words that the learner corrected: what was recognised, or written, on one line."""
    if is_typed:
        words = QCoreApplication.translate("Transcript", "You wrote: “{words}”")
    else:
        words = QCoreApplication.translate("Transcript", "I heard: “{words}”")
    return words.format(words=" ".join(heard.split()))
