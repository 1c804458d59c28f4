"""Learner rules: when it happened and what the verb looks like then."""

import re

from desktop.practice.review.rule import Match, before, rule
from desktop.practice.review.vocabulary import (
    BASE_OF_PAST,
    BASE_OF_THIRD,
    BASES,
    NUMBER,
    OWNER,
    PARTICIPLES,
    PAST_TIME,
    RELATIVE,
    WRONG_PASTS,
    either,
    participle,
    past,
)

_TOPIC = "Tenses"
_STATES = {"hope", "know", "like", "love", "need", "remember", "think", "want", "believe", "hate", "prefer", "help"}
_SAME_IN_THE_PAST = {"be", "cost", "cut", "put", "read"}
_ACTION = either(set(BASES) - _STATES - _SAME_IN_THE_PAST)
_ACTION_THIRD = either({form for form, base in BASE_OF_THIRD.items() if base not in _STATES | _SAME_IN_THE_PAST})
_WHO = rf"(?:i|we|you|they|{OWNER} (?:parents|friends))"
_WHO_ONE = rf"(?:he|she|{OWNER} {RELATIVE})"
_BETWEEN = r"(?:(?: [\w'-]+){0,8}?)"
_WORD_BEFORE_TIME = "(?: (?:the|in|on|at|only|just))?"
# Words that begin a clause of their own, to which the time may belong.
_ANOTHER_CLAUSE = re.compile(
    r"\b(?:that|which|who|what|where|when|why|how|because|if|while|since|until|till|from|than|like|about|before|after|"
    r"by|and|but|or|so|i|you|he|she|we|they)\b",
    re.IGNORECASE,
)
_HELPER = re.compile(
    r"\b(?:do|does|did|can|could|will|would|shall|should|may|might|must|let|to|as|than|where|what|which|who|if|when|"
    r"whenever|every time|couldn't|didn't|wouldn't|don't) $"
)


def _time_belongs_elsewhere(match: Match) -> bool:
    between = match["between"]
    used = re.findall(r"[\w']+", between.lower())
    has_past = any(word in BASE_OF_PAST or (word.endswith("ed") and len(word) > 4) for word in used)
    return bool(_HELPER.search(before(match))) or has_past or bool(_ANOTHER_CLAUSE.search(between))


def _time_of_something_else(match: Match) -> bool:
    return bool(re.search(r"\b(?:since|until|till|from|than|like|about|of|before|for|by) $", before(match)))


def _past(match: Match) -> str:
    verb = match["verb"].lower()
    return past(BASE_OF_THIRD.get(verb, verb))


def _was(match: Match) -> str:
    return {"am": "was", "'m": "was", "is": "was", "'s": "was", "are": "were", "'re": "were"}[match["be"].lower()]


def _since(match: Match) -> str:
    helper = "has" if match["verb"].lower() in BASE_OF_THIRD else "have"
    verb = match["verb"].lower()
    return f"{helper} {participle(BASE_OF_THIRD.get(verb, verb))}"


_PERIOD = rf"(?:{NUMBER}|a few|many|some|several|a) (?:minutes?|hours?|days?|weeks?|months?|years?)"
_POINT = r"(?:\d{4}|yesterday|last \w+|i was|monday|january|childhood|my childhood|the morning|this morning)"
_LASTING = ["live", "work", "study", "learn", "know", "wait", "play", "teach", "stay"]
_LASTING_THIRD = [form for form, base in BASE_OF_THIRD.items() if base in _LASTING]
_PAST_EXPLAINED = "What is over is told in the past tense."

RULES = (
    rule(
        "I go yesterday",
        _TOPIC,
        _PAST_EXPLAINED,
        rf"{_WHO} (?:always |also |only |just "
        rf")?(?P<mark>(?P<verb>{_ACTION}))(?P<between>{_BETWEEN}){_WORD_BEFORE_TIME} {PAST_TIME}(?!'s)",
        _past,
        _time_belongs_elsewhere,
    ),
    rule(
        "he goes yesterday",
        _TOPIC,
        _PAST_EXPLAINED,
        rf"{_WHO_ONE} (?:always |also |only |just )?(?P<mark>(?P<verb>{_ACTION_THIRD}|"
        rf"{_ACTION}))(?P<between>{_BETWEEN}){_WORD_BEFORE_TIME} {PAST_TIME}(?!'s)",
        _past,
        _time_belongs_elsewhere,
    ),
    rule(
        "yesterday I go",
        _TOPIC,
        _PAST_EXPLAINED,
        rf"{PAST_TIME},? {_WHO} (?:also |only |just )?(?P<mark>(?P<verb>{_ACTION}))",
        _past,
        _time_of_something_else,
    ),
    rule(
        "yesterday he goes",
        _TOPIC,
        _PAST_EXPLAINED,
        rf"{PAST_TIME},? {_WHO_ONE} (?:also |only |just )?(?P<mark>(?P<verb>{_ACTION_THIRD}|{_ACTION}))",
        _past,
        _time_of_something_else,
    ),
    rule(
        "yesterday it is",
        _TOPIC,
        _PAST_EXPLAINED,
        rf"{PAST_TIME},? (?:i|he|she|it|we|they|you|there|the weather|my \w+) ?(?P<mark>(?P<be>am|is|are|'m|'re))",
        _was,
        _time_of_something_else,
    ),
    rule(
        "have seen yesterday",
        _TOPIC,
        "With a time that is over, the past tense stands without “have”.",
        rf"(?:i|you|we|they|he|she|it|{OWNER} \w+) ?(?P<mark>(?:have|has|'ve|'s) (?:already |just |also )?"
        rf"(?P<verb>{either(PARTICIPLES)}|\w{{3,}}ed))(?P<between>{_BETWEEN}){_WORD_BEFORE_TIME} {PAST_TIME}(?!'s)",
        lambda match: _past_of_participle(match["verb"].lower()),
        _time_belongs_elsewhere,
    ),
    rule(
        "goed",
        "Irregular verbs",
        "This verb is irregular in the past.",
        rf"(?P<verb>{either(WRONG_PASTS)})",
        lambda match: WRONG_PASTS[match["verb"].lower()],
    ),
    rule(
        "I am born",
        _TOPIC,
        "Being born is over: it takes “was” or “were”.",
        r"(?:i|he|she|they|we|you|my \w+) ?(?P<mark>(?P<be>am|is|are|'m|'s|'re) born)",
        lambda match: f"{_was(match)} born",
    ),
    rule(
        "since three years",
        _TOPIC,
        "“Since” goes with a point in time, “for” with a length of time.",
        rf"(?P<mark>since (?P<period>{_PERIOD}))(?! ago)",
        "for {period}",
        lambda match: match["period"].lower().startswith("a ") and "few" not in match["period"].lower(),
    ),
    rule(
        "I live here since",
        _TOPIC,
        "What began in the past and still goes on takes “have” or “has”.",
        rf"(?:i|we|they|you) (?P<mark>(?P<verb>{either(_LASTING)}))(?P<between>(?: [\w'-]+){{0,5}}?) since "
        rf"(?:{_PERIOD}|{_POINT})",
        _since,
        _time_belongs_elsewhere,
    ),
    rule(
        "he lives here since",
        _TOPIC,
        "What began in the past and still goes on takes “have” or “has”.",
        rf"{_WHO_ONE} (?P<mark>(?P<verb>{either(_LASTING_THIRD)}))(?P<between>(?: [\w'-]+){{0,5}}?) since "
        rf"(?:{_PERIOD}|{_POINT})",
        _since,
        _time_belongs_elsewhere,
    ),
    rule(
        "I am here since",
        _TOPIC,
        "What began in the past and still goes on takes “have been” or “has been”.",
        rf"(?:i|we|they|you|he|she|it|{OWNER} \w+) ?(?P<mark>(?P<be>am|'m|are|'re|is))(?P<between>(?: "
        rf"[\w'-]+){{0,5}}?) since (?:{_PERIOD}|{_POINT})",
        lambda match: "has been" if match["be"].lower() == "is" else "have been",
        _time_belongs_elsewhere,
    ),
    rule(
        "if it will rain",
        _TOPIC,
        "After “if” the present tense speaks of the future.",
        r"if (?:i|he|she|it|we|they) (?P<mark>will (?P<verb>\w+))",
        "{verb}",
        lambda match: bool(re.search(
            r"\b(?:know|knows|knew|see|wonder|wondering|(?:ask|asked|tell|told)(?: \w+)?|sure|care|idea|decide|"
            r"decided|doubt|check) $",
            before(match))),
    ),
)  # fmt: skip


def _past_of_participle(verb: str) -> str:
    for base in BASES:
        if participle(base) == verb:
            return past(base)
    return verb
