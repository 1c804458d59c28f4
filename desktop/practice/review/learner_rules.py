"""All learner rules, in the order in which one of two on the same words wins."""

from desktop.practice.review import (
    agreement_rules,
    noun_rules,
    question_rules,
    tense_rules,
    verb_form_rules,
    wording_rules,
)
from desktop.practice.review.finding import Finding, in_order
from desktop.practice.review.rule import Rule, findings

RULES: tuple[Rule, ...] = (
    *wording_rules.RULES,
    *verb_form_rules.RULES,
    *tense_rules.RULES,
    *question_rules.RULES,
    *noun_rules.RULES,
    *agreement_rules.RULES,
)


def learner_findings(text: str) -> list[Finding]:
    """Return the errors of learners that the rules know, in the order of the text."""
    return in_order(findings(text, RULES))
