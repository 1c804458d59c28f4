"""Makes recognised text fit to show: loops collapsed, inventions dropped. Pure."""

import re

from desktop.practice.endpointing import LEAST_SPEECH_S

_UNFINISHED_ENDINGS = frozenset(
    ("a", "an", "the", "to", "of", "and", "but", "or", "my", "your", "with", "because", "if", "is", "i", "um", "uh")
)
_INVENTED = frozenset({"you", "thank you for watching", "thanks for watching"})
"""What recognisers write for a noise (their training data ended in it)."""
_LONGEST_LOOP_WORDS = 8
PARTIAL_LOOP = 3
FINAL_LOOP = 4
"""A learner may well say "no, no, no"; nobody says it four times as often as a recogniser does."""


def words(text: str) -> list[str]:
    """Lower-case words without punctuation; apostrophes stay."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())


def is_unfinished(text: str) -> bool:
    """Whether the text stops at a word no sentence stops at."""
    spoken = words(text)
    return bool(spoken) and spoken[-1] in _UNFINISHED_ENDINGS and not text.rstrip().endswith("?")


def _tidied(text: str) -> str:
    """Doubled commas and stops made one, blanks evened out: "Yes,, of course.." is how the engine hesitates."""
    return " ".join(re.sub(r"([,.!?])[,.]+", r"\1", text).split())


def collapse_repeats(text: str, at_least: int = PARTIAL_LOOP) -> str:
    """Replace `at_least` or more repetitions in a row of up to 8 words by one."""
    spoken = text.split()
    kept: list[str] = []
    position = 0
    while position < len(spoken):
        length, count = _loop_at(spoken, position, at_least)
        kept += spoken[position : position + length]
        position += length * count
    return " ".join(kept)


def _loop_at(spoken: list[str], position: int, at_least: int) -> tuple[int, int]:
    """(words, repetitions) of the shortest loop that begins here; (1, 1) where none does."""
    for length in range(1, _LONGEST_LOOP_WORDS + 1):
        pattern = words(" ".join(spoken[position : position + length]))
        count = 1
        while pattern and words(" ".join(spoken[position + count * length :][:length])) == pattern:
            count += 1
        if count >= at_least:
            return length, count
    return 1, 1


def final_text(text: str, speech_s: float) -> str:
    """What a decode is worth as the last word on `speech_s` seconds of speech; "" when it is worth nothing."""
    spoken = " ".join(words(text))
    if speech_s < LEAST_SPEECH_S or not spoken or spoken in _INVENTED:
        return ""
    return collapse_repeats(_tidied(text), FINAL_LOOP)


def partial_text(text: str, previous: str) -> str | None:
    """What to show while the learner goes on speaking; None when the old text had better stay."""
    shown = collapse_repeats(_tidied(text))
    count = len(words(shown))
    if not count or shown == previous or " ".join(words(shown)) in _INVENTED:
        return None
    return None if count < len(words(previous)) / 2 else shown
