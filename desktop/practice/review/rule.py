"""A learner rule: a pattern over words, why they are wrong, and how to say it right."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from desktop.practice.review.finding import Finding

Match = re.Match[str]
_SIGHT = 200
"""How many characters around itself an exception sees: a text without any full stop stays fast."""


def _never(_: Match) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Rule:
    """Applied to English text with straight apostrophes.

    pattern: what is marked is its group `mark`, the whole match where it has none.
    correction: what to write instead of the marked words.
    unless: tells the exceptions that a pattern cannot.
    """

    name: str
    topic: str
    explanation: str
    pattern: re.Pattern[str]
    correction: Callable[[Match], str]
    unless: Callable[[Match], bool] = _never


def words(pattern: str) -> re.Pattern[str]:
    """Return a pattern for whole words in any case; a blank stands for any white space, " ?" for some or none."""
    spaced = pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<![\w'])(?:{spaced})(?!\w)", re.IGNORECASE)


def rule(
    name: str,
    topic: str,
    explanation: str,
    pattern: str,
    correction: str | Callable[[Match], str],
    unless: Callable[[Match], bool] = _never,
) -> Rule:
    """Return a rule; a correction given as text may name groups of the pattern: "depend{form} on"."""
    if callable(correction):
        return Rule(name, topic, explanation, words(pattern), correction, unless)
    template = correction

    def filled(match: Match) -> str:
        return template.format(**{name: text or "" for name, text in match.groupdict().items()})

    return Rule(name, topic, explanation, words(pattern), filled, unless)


def before(match: Match) -> str:
    """Return the words of the same sentence before the match, lower-case, ending in a blank where there are any."""
    seen = match.string[max(0, match.start() - _SIGHT) : match.start()]
    head = re.split(r"[.!?;\n]", seen)[-1].lower()
    return " ".join(head.split()) + " " if head.strip() else ""


def after(match: Match) -> str:
    """Return the words of the same sentence behind the match, lower-case, beginning as written."""
    return re.split(r"[.!?;\n]", match.string[match.end() : match.end() + _SIGHT])[0].lower()


def opens_clause(match: Match) -> bool:
    """Whether the match stands where a sentence, or a part of one that could stand alone, begins."""
    return bool(re.search(r"(?:^|[,:] |\b(?:and|but|so|because|me|please) )$", before(match)))


def findings(text: str, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield what the rules find, rule by rule."""
    plain = text.replace("’", "'")
    for one in rules:
        for match in one.pattern.finditer(plain):
            if not one.unless(match):
                yield _finding(one, match, text)


def _finding(rule: Rule, match: Match, text: str) -> Finding:
    marked = "mark" in rule.pattern.groupindex and match["mark"] is not None
    start, end = match.span("mark") if marked else match.span()
    correction = " ".join(rule.correction(match).split())
    if text[start].isupper() and correction[:1].islower():
        correction = correction[0].upper() + correction[1:]
    message = f"{rule.explanation} Say “{correction}”."
    # "I'm agree" is marked from the apostrophe on, "I agree" needs a blank there.
    blank = " " if text[start] in "'’" and not correction.startswith("'") else ""
    return Finding(rule.topic, message, start, end, correction=blank + correction)
