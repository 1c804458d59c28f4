"""What is said of a talk beside its scores: strengths, what to work on, words worth keeping, words to replace."""

from desktop.practice.grading.checked_turn import Checked
from desktop.practice.grading.content_words import content_words
from desktop.practice.grading.criteria import remarks_by_topic
from desktop.practice.grading.phrases import highlights
from desktop.practice.grading.rubric import Entry, Rubric
from desktop.protocol.bit import Correctness

MOST_STRENGTHS = 3
MOST_IMPROVEMENTS = 3
LONG_ANSWER_WORDS = 6
MOST_REPLACEMENTS = 8
"""More of any of them is not read."""


def comments(checked: Checked, rubric: Rubric) -> list[Entry]:
    """Return them in the order in which a learner wants to read them."""
    return [
        *_analyses(checked),
        *_strengths(checked),
        *_improvements(checked),
        *highlights(rubric, checked.talk.turns),
        *_replacements(checked),
    ]


def _analyses(checked: Checked) -> list[Entry]:
    talk = checked.talk
    count, turns = talk.word_count, len(talk.turns)
    families = {family for turn in talk.turns for family in content_words(turn.text)}
    longest = max(talk.turns, key=lambda turn: turn.word_count)
    said = f"{_counted(count, 'word')} in {_counted(turns, 'turn')}, {_counted(len(families), 'different word')}"
    return [
        Entry(
            "analyses",
            {
                "name": "What you said",
                "feedback": f"{said} that carry meaning. Your longest turn has {_counted(longest.word_count, 'word')}.",
                "message_id": longest.message_id,
            },
        )
    ]


def _strengths(checked: Checked) -> list[Entry]:
    found: dict[str, Entry] = {}
    for remark in checked.right:
        fields: dict[str, str | float] = {
            "name": remark.finding.topic,
            "feedback": remark.finding.message,
            "section": remark.words,
            "message_id": remark.turn.message_id,
        }
        found.setdefault(remark.finding.topic, Entry("strengths", fields))
    return list(found.values())[:MOST_STRENGTHS] or _longest_answer(checked)


def _longest_answer(checked: Checked) -> list[Entry]:
    turn = max(checked.talk.turns, key=lambda turn: turn.word_count)
    if turn.word_count < LONG_ANSWER_WORDS or any(remark.turn is turn for remark in checked.wrong):
        return []
    message = f"{turn.word_count} words in one go, and no error in them."
    return [
        Entry(
            "strengths",
            {"name": "Full answers", "feedback": message, "section": turn.text, "message_id": turn.message_id},
        )
    ]


def _improvements(checked: Checked) -> list[Entry]:
    entries = []
    for topic, remarks in remarks_by_topic(checked.wrong)[:MOST_IMPROVEMENTS]:
        first = remarks[0]
        often = "" if len(remarks) == 1 else f" It came {len(remarks)} times."
        entries.append(
            Entry(
                "improvements",
                {
                    "name": topic,
                    "feedback": f"{first.finding.message}{often}",
                    "section": first.words,
                    "message_id": first.turn.message_id,
                },
            )
        )
    return entries


def _replacements(checked: Checked) -> list[Entry]:
    return [
        Entry(
            "replacements",
            {
                "name": remark.finding.topic,
                "content": remark.words,
                "replace": remark.finding.correction.strip(),
                "feedback": remark.finding.message,
                "message_id": remark.turn.message_id,
            },
        )
        for remark in checked.wrong
        if remark.finding.correction.strip() and remark.finding.verdict is Correctness.WRONG
    ][:MOST_REPLACEMENTS]


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
