"""Text cut into sentences, so that speech can begin before a reply is complete."""

import re

_ABBREVIATIONS = frozenset({"mr", "mrs", "ms", "dr", "prof", "st", "no", "e.g", "i.e", "vs", "a.m", "p.m", "etc"})
_END = re.compile(r"([.!?…]+[\"'”’)]*)(\s+|$)|\n+")
LONGEST_SENTENCE = 400
"""Characters after which a text without punctuation is cut at a space."""


class SentenceCutter:
    """Takes text in pieces and gives back whole sentences as soon as they are certain."""

    def __init__(self) -> None:
        self._pending = ""

    def feed(self, piece: str) -> list[str]:
        """Add a piece of text and return the sentences that are now complete."""
        self._pending += piece
        complete: list[str] = []
        while (cut := self._cut()) is not None:
            sentence, self._pending = self._pending[:cut].strip(), self._pending[cut:].lstrip()
            if sentence:
                complete.append(" ".join(sentence.split()))
        return complete

    def finish(self) -> list[str]:
        """Return what is left, as at most a few sentences, and start anew."""
        complete = self.feed("\n")
        rest, self._pending = self._pending.strip(), ""
        return [*complete, rest] if rest else complete

    def _cut(self) -> int | None:
        """Return where the first certain sentence ends. A stop at the very end is not: "3." may become "3.50"."""
        for match in _END.finditer(self._pending):
            if match.end() == len(self._pending) and "\n" not in match.group():
                break
            words = self._pending[: match.start()].split()
            if match.group(1) == "." and words and words[-1].lower().lstrip("(\"'") in _ABBREVIATIONS:
                continue
            return match.end()
        if len(self._pending) > LONGEST_SENTENCE:
            return self._pending.rfind(" ", 0, LONGEST_SENTENCE) + 1 or LONGEST_SENTENCE
        return None


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a whole text, without empty ones."""
    return SentenceCutter().feed(text + "\n")
