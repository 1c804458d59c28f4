"""Where in a conversation the words stand that a grade names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.conversation.turn import Turn

_QUOTES = "\"'“”„‘’«»….,;:!?()[] \t\n"


@dataclass(frozen=True, slots=True)
class Found:
    """A turn, by its place among those searched, and the words in its text: code points, end exclusive.

    start == end where the turn is meant, but not with these words.
    """

    place: int
    start: int = 0
    end: int = 0


def find_place(turns: Sequence[Turn], message_id: str, words: str) -> Found | None:
    """Return what is meant: the turn with this message, else the latest with these words; None where there is none.

    Words are found whatever their case, the spaces between them and the quotes around them.
    """
    pattern = _pattern(words)
    if message_id:
        for place in reversed(range(len(turns))):
            if turns[place].message_id == message_id:
                found = _words_in(turns[place], pattern)
                return Found(place, *found) if found is not None else Found(place)
    for place in reversed(range(len(turns))):
        found = _words_in(turns[place], pattern)
        if found is not None:
            return Found(place, *found)
    return None


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = words.strip(_QUOTES).split()
    if not parts:
        return None
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, parts)) + r"(?!\w)", re.IGNORECASE)


def _words_in(turn: Turn, pattern: re.Pattern[str] | None) -> tuple[int, int] | None:
    """Return where the words stand in the turn; all of it where they were heard in it and then corrected."""
    if pattern is None:
        return None
    match = pattern.search(turn.wording)
    if match is None and turn.corrected and pattern.search(turn.text):
        return 0, len(turn.corrected)
    return match.span() if match is not None else None
