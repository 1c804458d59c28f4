"""What the plots of how the learner spoke show, a row a turn: its value, what is said of it, its line in the table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop.conversation.speech_figures import SpeechFigures, TurnSpeech
from desktop.gui.speech_words import clock, pace_label, pauses_label, voice_label, whole, with_unit
from desktop.gui.voice_timeline import VoiceBlock

_NONE = "–"


@dataclass(frozen=True, slots=True)
class PlotRow:
    """key: of the turn. value: in the plot's unit. Words are made when they are asked for: an hour has 400 turns."""

    key: str
    value: float
    label: Callable[[], str]
    """The row in words."""
    cells: partial[tuple[str, ...]]
    """As the headers name them."""


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
        pace = turn.words_per_minute
        if pace is not None:
            rows.append(PlotRow(turn.key, pace, partial(pace_label, number, turn), partial(_pace_cells, number, turn)))
    return rows


def _pace_cells(number: int, turn: TurnSpeech) -> tuple[str, ...]:
    length, pace = with_unit(turn.speaking_s or 0.0), whole(turn.words_per_minute or 0.0)
    return whole(number), whole(turn.words or 0), length, pace


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
            value = sum((end - start for start, end in turn.pauses), 0.0)
            label, cells = partial(pauses_label, number, turn), partial(_pause_cells, number, turn)
            rows.append(PlotRow(turn.key, value, label, cells))
    return rows


def _pause_cells(number: int, turn: TurnSpeech) -> tuple[str, ...]:
    lengths = [end - start for start, end in turn.pauses or ()]
    longest = with_unit(max(lengths)) if lengths else _NONE
    return whole(number), whole(len(lengths)), with_unit(sum(lengths)), longest


def voice_headers() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return translate("Speech", "At"), translate("Speech", "Who"), translate("Speech", "Time")


def voice_rows(blocks: tuple[VoiceBlock, ...], partner: str) -> list[PlotRow]:
    """Return the turns of both sides, with how many seconds each lasted."""
    you = QCoreApplication.translate("Speech", "You")
    rows = []
    for block in blocks:
        who, length_s = you if block.is_learner else partner, block.end_s - block.start_s
        label = partial(voice_label, who, block.start_s, length_s)
        rows.append(PlotRow(block.key, length_s, label, partial(_voice_cells, who, block.start_s, length_s)))
    return rows


def _voice_cells(who: str, start_s: float, length_s: float) -> tuple[str, ...]:
    return clock(start_s), who, with_unit(length_s)
