"""What the window says about how the learner spoke. Plain words for the figures, no widgets."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.conversation.speech_figures import SpeechFigures, TurnSpeech


class Figure(Enum):
    """In the order in which they stand."""

    PACE = "pace"
    PAUSES = "pauses"
    VOICES = "voices"
    ANSWERS = "answers"
    WORDS = "words"
    FILLERS = "fillers"
    INTERRUPTIONS = "interruptions"


def figure_words(figure: Figure, figures: SpeechFigures, partner: str) -> tuple[str, str]:
    """Return a figure in a few words, and what it means in a line; two empty texts where it is not known."""
    return _WORDS[figure](figures, partner or QCoreApplication.translate("Speech", "your partner"))


def seconds(value: float) -> str:
    """Return "1.5" in the learner's own numerals."""
    return QLocale().toString(float(value), "f", 1)


def with_unit(value: float) -> str:
    """Return "1.5 s"."""
    return QCoreApplication.translate("Speech", "{length} s").format(length=seconds(value))


def whole(value: float) -> str:
    return QLocale().toString(round(value))


def clock(value: float) -> str:
    """Return seconds as "1:05"."""
    minutes, rest = divmod(round(value), 60)
    return f"{minutes}:{rest:02}"


def pace_label(number: int, turn: TurnSpeech) -> str:
    """number: which of the learner's turns it is, from 1."""
    words = QCoreApplication.translate("Speech", "Turn {number}: {pace} words a minute")
    return words.format(number=whole(number), pace=whole(turn.words_per_minute or 0))


def pauses_label(number: int, turn: TurnSpeech) -> str:
    lengths = [end - start for start, end in turn.pauses or ()]
    translate = QCoreApplication.translate
    if not lengths:
        words = translate("Speech", "Turn {number}: no pause")
    elif len(lengths) == 1:
        words = translate("Speech", "Turn {number}: 1 pause of {sum} s")
    else:
        words = translate("Speech", "Turn {number}: {count} pauses, {sum} s in all")
    return words.format(number=whole(number), count=whole(len(lengths)), sum=seconds(sum(lengths)))


def voice_label(who: str, start_s: float, length_s: float) -> str:
    words = QCoreApplication.translate("Speech", "{who} at {at}, {length} s")
    return words.format(who=who, at=clock(start_s), length=seconds(length_s))


def _pace(figures: SpeechFigures, _: str) -> tuple[str, str]:
    if figures.words_per_minute is None:
        return "", ""
    translate = QCoreApplication.translate
    headline = translate("Speech", "{pace} words a minute").format(pace=whole(figures.words_per_minute))
    return headline, translate("Speech", "Your pauses count in. Native speakers chat at about 200.")


def _pauses(figures: SpeechFigures, _: str) -> tuple[str, str]:
    count, share, longest_s = figures.pause_count, figures.pause_share, figures.longest_pause_s
    translate = QCoreApplication.translate
    if count is None or share is None:
        return "", ""
    if longest_s is None:
        return translate("Speech", "No pauses"), translate("Speech", "You never stopped for a quarter of a second.")
    if count == 1:
        headline = translate("Speech", "1 pause, {share} % of your speaking time")
    else:
        headline = translate("Speech", "{count} pauses, {share} % of your speaking time")
    line = translate("Speech", "Silences of a quarter of a second or more. The longest lasted {longest} s.")
    return headline.format(count=whole(count), share=whole(100 * share)), line.format(longest=seconds(longest_s))


def _voices(figures: SpeechFigures, partner: str) -> tuple[str, str]:
    if figures.speaking_s is None or figures.learner_share is None:
        return "", ""
    translate = QCoreApplication.translate
    own = clock(figures.speaking_s)
    if figures.partner_s is None:
        headline = translate("Speech", "You spoke for {own} min").format(own=own)
        return headline, translate("Speech", "{partner} was not heard.").format(partner=partner)
    headline = translate("Speech", "You spoke {share} % of the time").format(share=whole(100 * figures.learner_share))
    line = translate("Speech", "Above you, {own} min; below {partner}, {theirs} min.")
    return headline, line.format(own=own, partner=partner, theirs=clock(figures.partner_s))


def _answers(figures: SpeechFigures, _: str) -> tuple[str, str]:
    if figures.response_s is None:
        return "", ""
    translate = QCoreApplication.translate
    headline = translate("Speech", "{length} s until you answer").format(length=seconds(figures.response_s))
    count = sum(turn.response_s is not None for turn in figures.turns)
    if count == 1:
        return headline, translate("Speech", "From the end of the reply to your first sound.")
    line = translate("Speech", "From the end of a reply to your first sound; the middle one of {count}.")
    return headline, line.format(count=whole(count))


def _words(figures: SpeechFigures, _: str) -> tuple[str, str]:
    if not figures.words or figures.distinct_words is None:
        return "", ""
    translate = QCoreApplication.translate
    headline = translate("Speech", "{count} words, {distinct} different ones")
    if figures.words == 1:
        headline = translate("Speech", "1 word")
    longest_s = figures.longest_turn.speaking_s if figures.longest_turn is not None else None
    line = "" if longest_s is None else translate("Speech", "Your longest turn lasted {length} s.")
    counts = headline.format(count=whole(figures.words), distinct=whole(figures.distinct_words))
    return counts, line.format(length=seconds(longest_s or 0))


def _fillers(figures: SpeechFigures, _: str) -> tuple[str, str]:
    if all(turn.is_typed for turn in figures.turns):
        return "", ""
    translate = QCoreApplication.translate
    if not figures.fillers:
        return translate("Speech", "No fillers"), translate("Speech", "None was written down; some are not heard.")
    headline = translate("Speech", "{count} fillers")
    if figures.filler_count == 1:
        headline = translate("Speech", "1 filler")
    listed = ", ".join(
        f"{filler}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{whole(count)}" for filler, count in figures.fillers
    )
    line = translate("Speech", "{list}. There may be more: some are not written down.")
    return headline.format(count=whole(figures.filler_count)), line.format(list=listed)


def _interruptions(figures: SpeechFigures, partner: str) -> tuple[str, str]:
    if not figures.replies:
        return "", ""
    translate = QCoreApplication.translate
    own, theirs = figures.interruptions, figures.times_interrupted
    headline = {
        0: translate("Speech", "You let {partner} finish"),
        1: translate("Speech", "You cut {partner} short once"),
    }.get(own, translate("Speech", "You cut {partner} short {count} times"))
    line = {
        None: "",
        0: translate("Speech", "{partner} let you finish, too.") if not own else "",
        1: translate("Speech", "{partner} began once while you spoke."),
    }.get(theirs, translate("Speech", "{partner} began {count} times while you spoke."))
    return headline.format(partner=partner, count=whole(own)), line.format(partner=partner, count=whole(theirs or 0))


_WORDS: dict[Figure, Callable[[SpeechFigures, str], tuple[str, str]]] = {
    Figure.PACE: _pace,
    Figure.PAUSES: _pauses,
    Figure.VOICES: _voices,
    Figure.ANSWERS: _answers,
    Figure.WORDS: _words,
    Figure.FILLERS: _fillers,
    Figure.INTERRUPTIONS: _interruptions,
}
