"""Runs a table of what a learner rule must flag and what it must leave alone."""

from collections.abc import Mapping
from typing import NamedTuple

from desktop.practice.review.learner_rules import RULES, learner_findings
from desktop.practice.review.rule import Rule, findings


class Case(NamedTuple):
    """flagged: (sentence, the words marked in it, what to say instead). good: sentences without any error."""

    flagged: tuple[tuple[str, str, str], ...]
    good: tuple[str, ...]


def assert_covered(rules: tuple[Rule, ...], cases: Mapping[str, Case]) -> None:
    assert [one.name for one in rules] == list(cases)


def assert_kept(name: str, case: Case) -> None:
    """Every bad sentence is marked by this rule where it should be, no good one by any rule."""
    (rule,) = (one for one in RULES if one.name == name)
    for sentence, marked, correction in case.flagged:
        found = list(findings(sentence, [rule]))
        told = [(sentence[one.start : one.end], one.correction) for one in found]
        assert (marked, correction) in told, f"{name}: {sentence} -> {told}"
        assert all(any(one.overlaps(kept) for kept in learner_findings(sentence)) for one in found), sentence
    for sentence in case.good:
        wrong = [(sentence[one.start : one.end], one.correction) for one in learner_findings(sentence)]
        assert not wrong, f"{name}: {sentence} -> {wrong}"
