"""Checks a free text."""

from desktop.practice.review.finding import Finding, in_order
from desktop.practice.review.grammar import Grammar
from desktop.practice.review.learner_rules import learner_findings
from desktop.practice.review.praise import praised
from desktop.practice.review.sample_solution import compared
from desktop.protocol.bit import Correctness

_NOTHING = "There is nothing to check yet. Write or say an answer first."


def essay_findings(text: str, solution: str, grammar: Grammar) -> list[Finding]:
    """Return what is wrong, what is missing and what is good, those about the whole answer first.

    Where the learner rules and the grammar checker blame the same words, the rules' explanation is given.
    """
    if not text.strip():
        return [Finding("Content", _NOTHING, 0, 0, Correctness.PARTIAL)]
    wrong = learner_findings(text)
    wrong += [one for one in grammar(text) if not any(one.overlaps(known) for known in wrong)]
    return in_order([*wrong, *compared(text, solution, wrong), *praised(text, wrong)])
