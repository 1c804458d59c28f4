"""The useful phrases of a scenario, where a learner used them. Light enough for the loop."""

import re
from collections.abc import Iterable

from desktop.practice.grading.rubric import Entry, Rubric
from desktop.practice.grading.talk_record import LearnerTurn

MOST_HIGHLIGHTS = 4
"""More are not read."""


def used_phrases(rubric: Rubric, turns: Iterable[LearnerTurn]) -> dict[str, LearnerTurn]:
    """Return the phrases that were said, each with its first turn, in the order of the talk."""
    used: dict[str, LearnerTurn] = {}
    for turn in turns:
        text = turn.text.replace("’", "'")
        for phrase in rubric.phrases:
            if phrase not in used and re.search(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE):
                used[phrase] = turn
    return used


def as_said(phrase: str, text: str) -> str:
    """Return the phrase as it stands in the text: with its capitals and its kind of apostrophe."""
    start = text.replace("’", "'").lower().find(phrase.lower())
    return text[start : start + len(phrase)] if start >= 0 else phrase


def highlights(rubric: Rubric, turns: Iterable[LearnerTurn]) -> list[Entry]:
    """Return a few of them as results, one of a turn: what comes first stays first when the talk goes on."""
    of_turn: dict[str, Entry] = {}
    for phrase, turn in used_phrases(rubric, turns).items():
        fields: dict[str, str | float] = {
            "feedback": "A useful phrase, well placed.",
            "content": as_said(phrase, turn.text),
            "message_id": turn.message_id,
        }
        of_turn.setdefault(turn.message_id, Entry("highlights", fields))
    return list(of_turn.values())[:MOST_HIGHLIGHTS]
