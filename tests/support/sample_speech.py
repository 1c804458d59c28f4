"""A talk in a café with its voices: what was said, when, with pauses, fillers, an interruption and a typed turn."""

from dataclasses import replace

from desktop.conversation.speech_figures import Span, SpeechFigures, speech_figures
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from tests.support.sample_conversation import NOW

_SAID = (
    ("Good morning. Um, could I have a table for two, please?", (1.1, 1.9), (0.0, 2.4)),
    ("We have, uh, no reservation, but my friend is coming soon.", (0.9, 2.2, 1.4), (0.0, 1.5, 4.6)),
    ("Near the window would be very nice, you know, for the light.", (3.8,), (0.0,)),
    ("I think I take the soup. And, um, what is in the salad?", (1.2, 0.8, 1.7), (0.0, 2.3, 3.5)),
    ("No nuts, please, I am allergic to them.", (2.4,), (0.0,)),
    ("Yes.", (0.5,), (0.0,)),
    ("Then I would like the soup and the bread, and a glass of water.", (2.1, 1.9), (0.0, 2.5)),
    ("For my friend, er, the fish. He, um, he eats no meat.", (0.8, 0.6, 1.5), (0.0, 1.9, 3.9)),
    ("That is all, thank you very much. It smells wonderful here.", (3.4,), (0.0,)),
)
_REPLY_S = (3.1, 4.4, 2.8, 5.2, 3.3, 1.9, 4.1, 3.6, 2.5)
_WAITS_S = (0.4, 0.7, 1.3, 0.5, 2.2, 0.3, 0.9, 1.6, 0.6)


def sample_talk(repeat: int = 1, begun_at: float | None = None) -> tuple[tuple[Turn, ...], tuple[Span, ...]]:
    """Return the turns and the learner's voice; `repeat` times nine exchanges."""
    at = NOW.timestamp() - 600 if begun_at is None else begun_at
    turns: list[Turn] = []
    voice: list[Span] = []
    for number in range(9 * repeat):
        text, lengths, offsets = _SAID[number % 9]
        reply_s, wait_s = _REPLY_S[number % 9], _WAITS_S[number % 9]
        is_cut = number % 9 == 4
        reply = Turn(f"assistant-{number}", Speaker.ASSISTANT, at, "Of course.", TurnStatus.FINAL)
        at += reply_s
        status = TurnStatus.INTERRUPTED if is_cut else TurnStatus.FINAL
        turns.append(replace(reply, status=status, ended_at=at, heard_ms=round(reply_s * 1000)))
        at += 0.0 if is_cut else wait_s
        spans = [(at + start, at + start + length) for start, length in zip(offsets, lengths, strict=True)]
        voice += spans
        end = spans[-1][1]
        turns.append(Turn(f"learner-{number}", Speaker.LEARNER, at + 0.1, text, TurnStatus.FINAL, ended_at=end + 0.9))
        at = end + 1.4
        if number % 9 == 5:
            typed = Turn(f"typed-{number}", Speaker.LEARNER, at, "Gluten-free", TurnStatus.FINAL, typed=True)
            turns.append(replace(typed, ended_at=at))
    return tuple(turns), tuple(voice)


def sample_speech(repeat: int = 1) -> SpeechFigures:
    return speech_figures(*sample_talk(repeat))


def typed_speech() -> SpeechFigures:
    """Return the figures of a talk in which everything was written."""
    return speech_figures([replace(turn, typed=True, heard_ms=0) for turn in sample_talk()[0]], ())


def voiceless_speech() -> SpeechFigures:
    """Return the figures of a talk of which only the words are known."""
    return speech_figures([replace(turn, heard_ms=0) for turn in sample_talk()[0]], ())
