"""Compares an answer with the sample solution by their content words, without telling what the solution says."""

import re
from collections.abc import Sequence

from desktop.practice.review.finding import Finding
from desktop.practice.review.vocabulary import BASE_OF_PAST, BASES, PLURALS, listed, participle
from desktop.protocol.bit import Correctness

TOPIC = "Content"
COVERED, PARTLY = 0.75, 0.34
"""Shares of the solution's content words. Another wording of the same thing often leaves a quarter of them out."""
MOST_MARKS = 12
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BASE_OF = {**BASE_OF_PAST, **{participle(verb): verb for verb in BASES}, "was": "be", "were": "be", "been": "be"}
_ENDINGS = ("ing", "ies", "ied", "ed", "es", "s", "ly")
_FUNCTION_WORDS = frozenset(
    listed(
        "a about after all also am an and any are as at be because been before but by can could did do does for from "
        "had has have he her here him his how i if in into is it its just me more most much my no not of on one or our "
        "out over she should so some than that the their them then there these they this those to too up us very was "
        "we were what when where which who will with would you your"
    )
)


def compared(answer: str, solution: str, wrong: Sequence[Finding] = ()) -> list[Finding]:
    """Return one remark on how much of the solution the answer covers; none where either says nothing.

    wrong: words that are blamed already, which are not marked as good.
    """
    wanted = {_stem(word) for word in _WORD.findall(solution)} - _FUNCTION_WORDS
    given = list(_WORD.finditer(answer))
    if not wanted or not given:
        return []
    covered = [match for match in given if _stem(match.group()) in wanted]
    share = len({_stem(match.group()) for match in covered}) / len(wanted)
    if share >= COVERED:
        good = [match.span() for match in covered if not _touches(match.span(), wrong)]
        first, *rest = good[:MOST_MARKS] or [(0, 0)]
        return [Finding(TOPIC, "You cover what the task asks for.", *first, Correctness.CORRECT, also=tuple(rest))]
    message = (
        "You cover part of what the task asks for. Read the task again: what else can you say?"
        if share >= PARTLY
        else "Your answer has little in common with the sample solution. Read the task again: is it what was asked?"
    )
    return [Finding(TOPIC, message, 0, 0, Correctness.PARTIAL)]


def _touches(place: tuple[int, int], wrong: Sequence[Finding]) -> bool:
    return any(one.start < place[1] and place[0] < one.end for one in wrong)


def _stem(word: str) -> str:
    """Return what a word has in common with its other forms: walked, walks, walking -> walk."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    base = _BASE_OF.get(plain) or PLURALS.get(plain)
    if base is None:
        endings = (ending for ending in _ENDINGS if plain.endswith(ending) and len(plain) - len(ending) >= 3)
        base = plain.removesuffix(next(endings, ""))
    return base.rstrip("e") if len(base) > 3 else base
