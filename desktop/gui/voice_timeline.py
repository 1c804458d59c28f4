"""Who spoke when, on a clock that leaves long silences out. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.conversation.speech_figures import Span, SpeechFigures

LONG_SILENCE_S = 60.0
SHOWN_SILENCE_S = 10.0
"""What is left of a longer one: the talk was continued another time, or nobody was there."""


@dataclass(frozen=True, slots=True)
class VoiceBlock:
    """One turn of either side. Times in seconds from the first sound of all."""

    key: str
    is_learner: bool
    spans: tuple[Span, ...]
    """Never empty."""

    @property
    def start_s(self) -> float:
        return self.spans[0][0]

    @property
    def end_s(self) -> float:
        return self.spans[-1][1]


def voice_timeline(figures: SpeechFigures) -> tuple[VoiceBlock, ...]:
    """Return the turns in which somebody was heard, in order."""
    blocks = [VoiceBlock(turn.key, True, turn.voice) for turn in figures.turns if turn.voice]
    blocks += [VoiceBlock(reply.key, False, ((reply.start, reply.end),)) for reply in figures.replies]
    return tuple(_without_silences(sorted(blocks, key=lambda block: block.start_s)))


def _without_silences(blocks: Iterable[VoiceBlock]) -> Iterable[VoiceBlock]:
    latest: float | None = None
    left_out = 0.0
    for block in blocks:
        if latest is None:
            left_out = block.start_s
        elif block.start_s - latest > LONG_SILENCE_S:
            left_out += block.start_s - latest - SHOWN_SILENCE_S
        latest = block.end_s if latest is None else max(latest, block.end_s)
        yield VoiceBlock(block.key, block.is_learner, tuple((a - left_out, b - left_out) for a, b in block.spans))
