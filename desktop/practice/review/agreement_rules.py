"""Learner rules: the verb agrees with who does it."""

import re

from desktop.practice.review.rule import Match, after, before, rule
from desktop.practice.review.vocabulary import (
    BASE_OF_PAST,
    BASE_OF_THIRD,
    BASES,
    COUNTABLES,
    OWNER,
    PLURALS,
    RELATIVE,
    SEVERAL,
    either,
    plural,
    third,
)

_TOPIC = "Subject and verb"
_SAME_IN_THE_PAST = {"be", "cost", "cut", "hope", "put", "read"}
_ADVERB = "(?:always|often|usually|sometimes|never|also|really|only|still|just)"
_BASE = either(verb for verb in BASES if verb not in _SAME_IN_THE_PAST)
_HELPER = re.compile(
    r"\b(?:do|does|did|can|could|will|would|shall|should|may|might|must|let|lets|let's|make|makes|made|making|see|sees|"
    r"saw|seen|hear|hears|heard|watch|watched|help|helps|helped|have|had|don't|doesn't|didn't|can't|couldn't|won't|"
    r"wouldn't|shouldn't|suggest|suggests|suggested|recommend|recommended|insist|insisted|demand|demanded|lest)"
    r"(?: not)? (?:that )?$"
)
_SHARED_SUBJECT = re.compile(
    r"(?:^|, |\b(?:because|but|that|so|when|where|if|and|both|think) )"
    r"(?:(?:my|your|his|her|our|their|the|a) (?:\w+ )?)?(?:\w+ )(?:and|or) $"
)
_CLAUSE_BEGINS = re.compile(r"(?:^|, |\b(?:and|but|because|that|so|when|if|think|believe|know|sure|hope) )$")


def _has_another_reason(match: Match) -> bool:
    """Whether a bare verb is right: a helper stands before its subject, or the subject is more than one."""
    head = before(match)
    if _HELPER.search(head) or _SHARED_SUBJECT.search(head):
        return True
    return match["who"].lower() == "it" and not _CLAUSE_BEGINS.search(head)


def _third(match: Match) -> str:
    return f"{match['adverb'] or ''}{third(match['verb'].lower())}"


_PEOPLE_IN_ANOTHER_PHRASE = re.compile(
    r"\b(?:of|about|with|from|for|by|in|at|to|between|among|like|\w{2,}ing)(?: (?:the|other|these|those|many|most|some|"
    r"young|old|more|such|all))* $"
)
_ASKING_OR_LETTING = re.compile(
    r"\b(?:do|does|did|can|could|will|would|should|must|may|let|make|made|help|have|has|had|were|are)(?:n't)? $"
)
_PLACE_OR_TIME_AFTER = re.compile(r"^[- ](?:\w+[- ])?(?:o'clock|door|star|bedroom|day|hour|way|year|minute)\b")


def _uncounted(match: Match) -> bool:
    return bool(_PLACE_OR_TIME_AFTER.search(after(match)))


def _be_plural(match: Match) -> str:
    return {"is": "are", "was": "were", "has": "have", "'s": " are", "isn't": "aren't", "wasn't": "weren't"}[
        match["be"].lower()
    ]


_PLURAL = either(sorted(set(PLURALS) - {"people"}))
_MANY = (
    rf"(?:(?:so |too |very )?many(?! a\b)|several|a few|(?:a lot|lots|plenty) of (?:\w+ )?(?:{_PLURAL}|people)|"
    rf"{SEVERAL}|some (?:{_PLURAL}|people)|no (?:{_PLURAL}|people)|(?:{_PLURAL}|people))"
)

RULES = (
    rule(
        "my brother work",
        _TOPIC,
        "With he, she, it or one person the verb ends in -s.",
        rf"(?P<who>he|she|it|{OWNER} {RELATIVE}) (?P<mark>(?P<adverb>{_ADVERB} )?(?P<verb>{_BASE}))",
        _third,
        _has_another_reason,
    ),
    rule(
        "he don't",
        _TOPIC,
        "With he, she or it “do” becomes “does”.",
        rf"(?:he|she|it|{OWNER} {RELATIVE}) (?P<mark>(?:don't|do not|dont))",
        "doesn't",
        lambda match: bool(_SHARED_SUBJECT.search(before(match))),
    ),
    rule(
        "I goes",
        _TOPIC,
        "With I, you, we and they the verb has no -s.",
        rf"(?P<who>i|we|they) (?P<mark>(?P<verb>{either(BASE_OF_THIRD)}))",
        lambda match: BASE_OF_THIRD[match["verb"].lower()],
    ),
    rule(
        "we was",
        _TOPIC,
        "With you, we and they it is “were”.",
        r"(?:you|we|they) (?P<mark>was(?:n't)?)",
        lambda match: "weren't" if match["mark"].lower().endswith("n't") else "were",
    ),
    rule(
        "they is",
        _TOPIC,
        "With you, we and they it is “are”.",
        r"(?:we|they|you) (?P<mark>is(?:n't)?)",
        lambda match: "aren't" if match["mark"].lower().endswith("n't") else "are",
        lambda match: match.group().lower().startswith("you") and bool(before(match)),
    ),
    rule(
        "does he likes",
        _TOPIC,
        "After do, does and did comes the plain verb.",
        rf"(?:do|does|did) (?P<who>i|you|he|she|it|we|they|this|that|this word|{OWNER} {RELATIVE}) "
        rf"(?P<mark>(?P<verb>{either({*BASE_OF_THIRD, *BASE_OF_PAST, 'means', 'meaned'} - {'left'})}))",
        lambda match: _plain(match["verb"].lower()),
        lambda match: match["who"].lower() in ("this", "that")
        and not re.search(r"(?:^|\b(?:what|how|why|where|when) )$", before(match)),
    ),
    rule(
        "didn't went",
        _TOPIC,
        "After don't, doesn't and didn't comes the plain verb.",
        rf"(?:don't|doesn't|didn't|did not|does not|do not) "
        rf"(?P<mark>(?P<verb>{either({*BASE_OF_THIRD, *BASE_OF_PAST})}))",
        lambda match: _plain(match["verb"].lower()),
    ),
    rule(
        "people is",
        _TOPIC,
        "People, children, men and women are many.",
        r"(?P<who>people|children|men|women)(?: (?:in|from) (?:[a-z]+ ){0,2}?[a-z]+)? (?P<mark>(?P<be>is|was|has|"
        r"isn't|wasn't))",
        _be_plural,
        lambda match: bool(_PEOPLE_IN_ANOTHER_PHRASE.search(before(match))),
    ),
    rule(
        "people thinks",
        _TOPIC,
        "People, children, men and women are many.",
        rf"(?:people|children|men|women) (?P<mark>(?P<verb>{either(set(BASE_OF_THIRD) - {'has', 'lives', 'loves'})}))",
        lambda match: BASE_OF_THIRD[match["verb"].lower()],
        lambda match: bool(_PEOPLE_IN_ANOTHER_PHRASE.search(before(match))),
    ),
    rule(
        "everybody are",
        _TOPIC,
        "Everybody, everyone, somebody and nobody count as one.",
        r"(?P<who>(?:every|some|any|no)(?:body|one)|no one)(?: in (?:[a-z]+ )?[a-z]+)? (?P<mark>(?P<verb>are|were|"
        r"have|don't|aren't|like|want|know))",
        lambda match: {
            "are": "is", "were": "was", "have": "has", "don't": "doesn't", "aren't": "isn't",
        }.get(match["verb"].lower(), f"{match['verb'].lower()}s"),
        lambda match: bool(_ASKING_OR_LETTING.search(before(match)))
        or (match["verb"].lower() == "like"
        and bool(re.match(r"^ (?:this|that|me|you|him|her|us|them|an?)\b", after(match)))),
    ),
    rule(
        "there is many",
        _TOPIC,
        "For more than one it is “there are”.",
        rf"(?P<mark>there(?P<be>'s| is| was| isn't| wasn't| has been)) {_MANY}",
        lambda match: f"there {_be_plural_of(match['be'])}",
        _uncounted,
    ),
    rule(
        "is there many",
        _TOPIC,
        "For more than one it is “are there”.",
        rf"(?P<mark>(?P<be>is|was) there) (?:many|several|any (?:{_PLURAL}|people)|{SEVERAL})",
        lambda match: f"{_be_plural(match)} there",
        _uncounted,
    ),
    rule(
        "there are a",
        _TOPIC,
        "For one thing it is “there is”.",
        rf"(?P<mark>there (?P<be>are|were)) (?:an?|one) (?:\w+ )?(?:{either(COUNTABLES)})(?! or\b)",
        lambda match: "there was" if match["be"].lower() == "were" else "there is",
        lambda match: "more" in match.group().lower(),
    ),
    rule(
        "this are",
        _TOPIC,
        "“This” is one; for many it is “these”.",
        r"(?P<mark>this (?P<be>are|were))",
        "these {be}",
        lambda match: bool(re.search(r"\b(?:like|as|of|about|with|for|from|to|in|at|on|than|do|doing|after|before) $",
                                     before(match))),
    ),
    rule(
        "these is",
        _TOPIC,
        "“These” and “those” are many.",
        r"(?P<who>these|those) (?P<mark>(?P<be>is|was|has))",
        _be_plural,
        lambda match: bool(re.search(r"\b(?:of|like|about|with|for|in|from) $", before(match))),
    ),
    rule(
        "this books",
        "Singular and plural",
        "“This” and “that” stand before one thing, “these” and “those” before many.",
        rf"(?P<mark>(?P<det>this|that) "
        rf"(?P<noun>{either(set(PLURALS) - {'people', 'lives', 'plans', 'places', 'names'})}))",
        lambda match: f"{'these' if match['det'].lower() == 'this' else 'those'} {match['noun']}",
        lambda match: match["det"].lower() == "that" and bool(before(match)),
    ),
    rule(
        "these book",
        "Singular and plural",
        "“These” and “those” stand before many.",
        rf"(?P<mark>(?P<det>these|those) (?P<noun>{either(COUNTABLES)}))(?= (?:is|was|are|were|have|has|in|on|at|"
        rf"and|for)(?!\w)|$|[,.?!])",
        lambda match: f"{match['det']} {plural(match['noun'].lower())}",
    ),
)  # fmt: skip


def _plain(verb: str) -> str:
    return {"means": "mean", "meaned": "mean"}.get(verb) or BASE_OF_THIRD.get(verb) or BASE_OF_PAST[verb]


def _be_plural_of(be: str) -> str:
    return {"'s": "are", "is": "are", "was": "were", "isn't": "aren't", "wasn't": "weren't", "has been": "have been"}[
        be.strip().lower()
    ]
