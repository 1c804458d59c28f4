"""What the plots of how the learner spoke show, a row a turn: its value, what is said of it, its line in the table."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.conversation.speech_figures import SpeechFigures
from desktop.gui.speech_words import clock, pace_label, pauses_label, voice_label, whole, with_unit
from desktop.gui.voice_timeline import VoiceBlock

_NONE = "–"


@dataclass(frozen=True, slots=True)
class PlotRow:
    """key: of the turn. value: in the plot's unit. label: the row in words. cells: as `headers` names them."""

    key: str
    value: float
    label: str
    cells: tuple[str, ...]


def pace_headers() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return (
        translate("Speech", "Turn"),
        translate("Speech", "Words"),
        translate("Speech", "Time"),
        translate("Speech", "Pace"),
    )


def pace_rows(figures: SpeechFigures) -> list[PlotRow]:
    """Return the turns that have a pace, in words a minute."""
    rows = []
    for number, turn in enumerate(figures.turns, 1):
        pace, words, length_s = turn.words_per_minute, turn.words, turn.speaking_s
        if pace is not None and words is not None and length_s is not None:
            cells = (whole(number), whole(words), with_unit(length_s), whole(pace))
            rows.append(PlotRow(turn.key, pace, pace_label(number, turn), cells))
    return rows


def pause_headers() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return (
        translate("Speech", "Turn"),
        translate("Speech", "Pauses"),
        translate("Speech", "In all"),
        translate("Speech", "Max."),
    )


def pause_rows(figures: SpeechFigures) -> list[PlotRow]:
    """Return the turns whose voice is known, with the seconds of all their pauses."""
    rows = []
    for number, turn in enumerate(figures.turns, 1):
        if turn.pauses is not None:
            lengths = [end - start for start, end in turn.pauses]
            longest = with_unit(max(lengths)) if lengths else _NONE
            cells = (whole(number), whole(len(lengths)), with_unit(sum(lengths)), longest)
            rows.append(PlotRow(turn.key, float(sum(lengths)), pauses_label(number, turn), cells))
    return rows


def voice_headers() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return translate("Speech", "At"), translate("Speech", "Who"), translate("Speech", "Time")


def voice_rows(blocks: tuple[VoiceBlock, ...], partner: str) -> list[PlotRow]:
    """Return the turns of both sides, with how many seconds each lasted."""
    you = QCoreApplication.translate("Speech", "You")
    rows = []
    for block in blocks:
        who, length_s = you if block.is_learner else partner, block.end_s - block.start_s
        label = voice_label(who, block.start_s, length_s)
        rows.append(PlotRow(block.key, length_s, label, (clock(block.start_s), who, with_unit(length_s))))
    return rows
