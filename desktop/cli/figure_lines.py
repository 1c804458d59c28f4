"""How the learner spoke in a talk, as the fields of one line and as one line of text."""

from typing import Any

from desktop.conversation.speech_figures import SpeechFigures, TurnSpeech


def facts(figures: SpeechFigures) -> dict[str, Any]:
    """Return the figures; what is not known is None. Times in seconds, shares 0 ... 1."""
    longest = figures.longest_turn
    return {
        "words": figures.words,
        "distinct_words": figures.distinct_words,
        "words_per_minute": _rounded(figures.words_per_minute, 1),
        "speaking_s": _rounded(figures.speaking_s),
        "pause_count": figures.pause_count,
        "pause_s": _rounded(figures.pause_s),
        "longest_pause_s": _rounded(figures.longest_pause_s),
        "pause_share": _rounded(figures.pause_share),
        "fillers": dict(figures.fillers),
        "partner_s": _rounded(figures.partner_s),
        "learner_share": _rounded(figures.learner_share),
        "response_s": _rounded(figures.response_s),
        "interruptions": figures.interruptions,
        "times_interrupted": figures.times_interrupted,
        "longest_turn_s": _rounded(longest.speaking_s if longest is not None else None),
        "turns": [_turn(turn) for turn in figures.turns],
    }


def line(known: dict[str, Any]) -> str:
    """Return `facts` as a sentence for people; what is not known is left out."""
    parts = [
        ("words", "{:.0f} words", 1),
        ("words_per_minute", "{:.0f} a minute", 1),
        ("pause_count", "pauses: {:.0f}", 1),
        ("pause_share", "{:.0f} % of your speaking time", 100),
        ("learner_share", "you spoke {:.0f} % of the time", 100),
        ("response_s", "answers after {:.1f} s", 1),
    ]
    said = [words.format(known[name] * factor) for name, words, factor in parts if known[name] is not None]
    return "Figures: " + (", ".join(said) or "nothing was said") + "."


def _turn(turn: TurnSpeech) -> dict[str, Any]:
    return {
        "words": turn.words,
        "speaking_s": _rounded(turn.speaking_s),
        "words_per_minute": _rounded(turn.words_per_minute, 1),
        "pauses_s": None if turn.pauses is None else [_rounded(end - start) for start, end in turn.pauses],
        "fillers": turn.fillers,
        "response_s": _rounded(turn.response_s),
        "typed": turn.is_typed,
    }


def _rounded(value: float | None, digits: int = 3) -> float | None:
    return None if value is None else round(value, digits)
