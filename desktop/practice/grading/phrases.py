"""The useful phrases of a scenario, where a learner used them. Light enough for the loop."""

import re
from collections.abc import Iterable

from desktop.practice.grading.rubric import Entry, Rubric
from desktop.practice.grading.talk_record import LearnerTurn

MOST_HIGHLIGHTS = 4
"""More are not read."""


class Highlighter:
    """Finds words worth keeping turn by turn, one phrase of a turn: what was found stays when the talk goes on."""

    def __init__(self, rubric: Rubric) -> None:
        self._phrases = rubric.phrases
        self._used: set[str] = set()
        self.found: list[Entry] = []

    def look(self, turn: LearnerTurn) -> None:
        """Look at the next turn. Takes a millisecond for the longest one."""
        if len(self.found) >= MOST_HIGHLIGHTS:
            return
        new = [phrase for phrase in self._phrases if phrase not in self._used and _is_in(phrase, turn.text)]
        self._used.update(new)
        if new:
            fields: dict[str, str | float] = {
                "feedback": "A useful phrase, well placed.",
                "content": as_said(new[0], turn.text),
                "message_id": turn.message_id,
            }
            self.found.append(Entry("highlights", fields))


def highlights(rubric: Rubric, turns: Iterable[LearnerTurn]) -> list[Entry]:
    """Return what a Highlighter finds in these turns."""
    highlighter = Highlighter(rubric)
    for turn in turns:
        highlighter.look(turn)
    return highlighter.found


def used_phrases(rubric: Rubric, turns: Iterable[LearnerTurn]) -> dict[str, LearnerTurn]:
    """Return the phrases that were said, each with its first turn, in the order of the talk."""
    used: dict[str, LearnerTurn] = {}
    for turn in turns:
        for phrase in rubric.phrases:
            if phrase not in used and _is_in(phrase, turn.text):
                used[phrase] = turn
    return used


def as_said(phrase: str, text: str) -> str:
    """Return the phrase as it stands in the text: with its capitals and its kind of apostrophe."""
    match = re.search(_pattern(phrase), text.replace("’", "'"), re.IGNORECASE)
    return text[match.start() : match.end()] if match else phrase


def _is_in(phrase: str, text: str) -> bool:
    return re.search(_pattern(phrase), text.replace("’", "'"), re.IGNORECASE) is not None


def _pattern(phrase: str) -> str:
    return rf"\b{re.escape(phrase)}\b"
