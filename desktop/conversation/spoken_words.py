"""What a wording consists of: words, and the sounds and phrases that only fill time. English.

    um uh er erm hm mm     sounds: never words
    you know, like         words; fillers too where commas or the ends of a sentence stand on both sides of them,
                           because "Do you know?" and "I like tea" fill nothing

A recogniser leaves many of the sounds out, so a count is what was written down, not what was said.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SOUNDS = {
    "um": re.compile("u+h?m+"),
    "uh": re.compile("u+h+"),
    "er": re.compile("e+r|er{3,}"),
    "erm": re.compile("e+rm+"),
    "hm": re.compile("h+m+"),
    "mm": re.compile("mm+"),
}
_PHRASES = {
    "you know": re.compile(r"(?:^|[,.;:!?…—–-])\s*you know\s*(?=$|[,.;:!?…—–-])", re.IGNORECASE),
    "like": re.compile(r"(?<=,)\s*like\s*(?=,)", re.IGNORECASE),
}
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese letters: no spaces stand between words."""


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """words: in lower case, as often and in the order in which they were said; None where they cannot be told apart."""

    words: tuple[str, ...] | None
    fillers: tuple[tuple[str, int], ...] = ()
    """(filler, how often), only those that are there."""


@lru_cache(maxsize=4096)
def spoken_words(text: str) -> SpokenWords:
    """Return what a wording consists of."""
    found: Counter[str] = Counter()
    words: list[str] = []
    is_shouted = text.isupper()
    for match in _WORD.finditer(text):
        word = match[0]
        sound = "" if word.isupper() and not is_shouted else _sound(word.casefold())
        if sound == "mm" and words and words[-1].isdigit():  # millimetres
            sound = ""
        if sound:
            found[sound] += 1
        else:
            words.append(word.casefold().replace("’", "'"))
    for phrase, pattern in _PHRASES.items():
        found[phrase] += len(pattern.findall(text))
    is_unspaced = _UNSPACED.search(text) is not None
    return SpokenWords(None if is_unspaced else tuple(words), tuple((+found).most_common()))


def _sound(word: str) -> str:
    return next((name for name, pattern in _SOUNDS.items() if pattern.fullmatch(word)), "")
