"""Grades a talk bit by bit, off the loop."""

from collections.abc import AsyncIterator
from functools import partial
from typing import TYPE_CHECKING

from desktop.practice.grading.rubric import CRITERIA, Entry, Rubric
from desktop.practice.grading.talk_record import Talk
from desktop.practice.review.grammar import Grammar
from desktop.practice.review.reviewer import Reviewer

if TYPE_CHECKING:
    from desktop.practice.grading.checked_turn import Checked

NOTHING_SAID = "You have not said anything yet, so there is nothing to grade. Say a few sentences next time."


async def grade(talk: Talk, rubric: Rubric, reviewer: Reviewer) -> AsyncIterator[Entry]:
    """Yield what there is to say of a talk, then each criterion; every step on the reviewer's thread."""
    if not talk.word_count:
        yield Entry("feedbacks", {"name": rubric.criteria[CRITERIA[0]].name, "feedback": NOTHING_SAID})
        return
    checked = await reviewer.run(partial(_checked, talk))
    for entry in await reviewer.run(lambda _: _comments(checked, rubric)):
        yield entry
    for key in CRITERIA:
        yield await reviewer.run(partial(_criterion, key, checked, rubric))


# -- on the reviewer's thread. The rules take 200 ms to import, and most starts of the service need none -----------


def _checked(talk: Talk, grammar: Grammar) -> "Checked":
    from desktop.practice.grading.checked_turn import checked

    return checked(talk, grammar)


def _comments(checked: "Checked", rubric: Rubric) -> list[Entry]:
    from desktop.practice.grading.comments import comments

    return comments(checked, rubric)


def _criterion(key: str, checked: "Checked", rubric: Rubric, _: Grammar) -> Entry:
    from desktop.practice.grading.criteria import GRADERS

    return GRADERS[key](checked, rubric)
