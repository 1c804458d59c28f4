"""Learner rules: one or many, how many, and comparing."""

import re

from desktop.practice.review.rule import Match, after, before, rule
from desktop.practice.review.vocabulary import (
    COUNTABLES,
    PLURALS,
    SEVERAL,
    UNCOUNTABLES,
    WRONG_PLURALS,
    either,
    plural,
)

_TOPIC = "Singular and plural"
_COUNTED = either({*PLURALS, "people", "friends"} - {"lives"})
_LENGTHS = {"dollars", "euros", "minutes", "hours", "days", "weeks", "months", "years", "miles", "times"}
_FEW = either({*PLURALS, "people"} - _LENGTHS - {"lives"})
_COMPARATIVES = {
    "tall": "taller", "small": "smaller", "short": "shorter", "long": "longer", "old": "older", "young": "younger",
    "big": "bigger", "cheap": "cheaper", "fast": "faster", "slow": "slower", "nice": "nicer", "warm": "warmer",
    "cold": "colder", "hot": "hotter", "easy": "easier", "happy": "happier", "smart": "smarter", "good": "better",
    "bad": "worse", "strong": "stronger", "rich": "richer", "poor": "poorer", "large": "larger", "near": "nearer",
    "early": "earlier", "late": "later", "pretty": "prettier", "heavy": "heavier", "high": "higher", "hard": "harder",
    "great": "greater", "kind": "kinder", "clean": "cleaner", "dark": "darker", "busy": "busier", "funny": "funnier",
    "far": "further",
}  # fmt: skip
_SUPERLATIVES = {
    **{short: f"{longer[:-1]}st" for short, longer in _COMPARATIVES.items()},
    "good": "best", "bad": "worst", "far": "furthest",
}  # fmt: skip
_DOUBLE = {**{form: form for form in _COMPARATIVES.values()}, **{form: form for form in _SUPERLATIVES.values()}}
_NOT_A_PLURAL = {
    "always", "as", "bus", "business", "class", "glass", "this", "is", "was", "has", "does", "his", "its", "us",
    "yes", "thus", "perhaps", "less", "address", "boss", "dress", "process", "success", "princess", "actress",
    "waitress", "kiss", "gas", "lens", "crisis", "basis", "analysis", "news", "series", "species", "means", "virus",
    "campus", "status", "focus", "bonus", "minus", "plus", "cross", "loss", "mess", "pass", "press", "guess", "stress",
    "illness", "witness", "canvas", "christmas", "access", "progress", "chess", "mathematics", "tennis",
    "sometimes", "towards", "afterwards", "besides",
}  # fmt: skip
_FOLLOWS_A_NOUN = (
    r"(?= (?:and|or|but|in|at|on|from|to|ago|of|for|with|because|that|who|which|is|are|was|were|later|before|after|"
    r"every|last|next|yesterday|today|tomorrow|now|here|there|i|you|he|she|we|they|near|about|left|have|has|so|when|"
    r"at|by|without|together|per|a|since|until|during|as|if|only|too|already)(?!\w)|$|[,.?!;:])"
)
_COMPOUND_BEFORE = re.compile(
    r"\b(?:a|an|the|this|that|my|our|your|his|her|their|each|every|number|no|bus|line|room|page|platform|gate|chapter|"
    r"unit|lesson|level|floor|flight|channel|class|part|step|grade)(?: \w+)? $"
)
_YEAR_OR_CLOCK = re.compile(r"^(?:1[89]\d\d|20\d\d)$")


def _one_thing(match: Match) -> bool:
    """Whether the number does not count the noun: "a two hour film", "bus 7", "2024"."""
    head = before(match)
    text = match.string
    decimal = match.start() > 1 and text[match.start() - 1] in ".,:" and text[match.start() - 2].isdigit()
    return bool(_COMPOUND_BEFORE.search(head) or _YEAR_OR_CLOCK.match(match["count"]) or decimal)


def _much_is_right(match: Match) -> bool:
    return bool(re.search(r"\b(?:how|as|so|too|very) $", before(match))) and match["noun"].lower() == "times"


def _singular(word: str) -> str:
    if word in PLURALS:
        return PLURALS[word]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes")) else word[:-1]


_BEHIND_A_COMPARISON = re.compile(
    r"^ ?(?:$|[,)]|(?:than|and|but|or|now|today|because|if|when|for|to|in|on|at|from|with|every|as|so|here|"
    r"there)(?!\w))"
)


def _belongs_to_a_noun(match: Match) -> bool:
    """Whether "more" counts what comes behind: "more old books"."""
    return not _BEHIND_A_COMPARISON.match(after(match)) and not before(match).endswith("a ")


RULES = (
    rule(
        "every + plural",
        _TOPIC,
        "After “every” and “each” comes one.",
        rf"(?:every|each(?= {either(PLURALS)}(?!\w))) (?P<mark>(?P<noun>people|children|men|women|[a-z]{{2,}}s))(?!')",
        lambda match: _singular(match["noun"].lower()),
        lambda match: match["noun"].lower() in _NOT_A_PLURAL or match["noun"].lower().endswith(("ss", "ness")),
    ),
    rule(
        "two friend",
        _TOPIC,
        "More than one takes the plural.",
        rf"(?P<count>{SEVERAL}|many|several|few|both|some of the|a lot of|lots of) "
        rf"(?:(?:new|old|good|big|small|young|nice|other|different|best|little|older|younger|more) )?"
        rf"(?P<mark>(?P<noun>{either(set(COUNTABLES) - {'time', 'television', 'man', 'place', 'company', 'plan'})}))"
        + _FOLLOWS_A_NOUN,
        lambda match: plural(match["noun"].lower()),
        _one_thing,
    ),
    rule(
        "many time",
        _TOPIC,
        "More than one takes the plural.",
        r"(?:many|several|two|three|four|five) (?P<mark>time)(?= (?:a|in|and|i|we|but|before|already)(?!\w)|$|[,.?!])",
        "times",
        lambda match: bool(re.search(r"\b(?:a|the|how|this) $", before(match))),
    ),
    rule(
        "one of my friend",
        _TOPIC,
        "“One of” goes with the plural.",
        rf"one of (?:the|my|our|his|her|their|your) (?:(?:best|most \w+|biggest|oldest|good) )?"
        rf"(?P<mark>(?P<noun>{either(set(COUNTABLES) - {'time'})})){_FOLLOWS_A_NOUN}",
        lambda match: plural(match["noun"].lower()),
    ),
    rule(
        "much people",
        _TOPIC,
        "“Much” is for what cannot be counted, “many” for what can.",
        rf"(?P<mark>much) (?P<noun>{_COUNTED})(?!')",
        "many",
        _much_is_right,
    ),
    rule(
        "many money",
        _TOPIC,
        "“Many” is for what can be counted, “much” for what cannot.",
        rf"(?P<mark>(?P<det>many|few)) (?:{either(UNCOUNTABLES)})(?! (?:problems|jams|stations|articles|teachers|shops|"
        rf"agents|offices|lessons|books|videos|lovers|fans|bottles|sports)|-)",
        lambda match: "much" if match["det"].lower() == "many" else "little",
    ),
    rule(
        "less people",
        _TOPIC,
        "“Less” is for what cannot be counted, “fewer” for what can.",
        rf"(?P<mark>less) (?:{_FEW})(?!')",
        "fewer",
    ),
    rule(
        "childs",
        _TOPIC,
        "This noun has another plural, or none.",
        rf"(?P<mark>(?P<noun>{either(WRONG_PLURALS)}))(?!')",
        lambda match: WRONG_PLURALS[match["noun"].lower()],
        lambda match: match["noun"].lower() in ("mens", "womens") and "'" in match.string,
    ),
    rule(
        "an information",
        _TOPIC,
        "This noun cannot be counted: no “a” or “an” before it.",
        r"(?P<mark>an? (?P<noun>information|advice|furniture|homework|luggage|equipment|good news|good weather|bad "
        r"weather|nice weather))(?! (?:desk|office|centre|center|system|column|book|sheet|point|session|club|"
        r"assignment|shop|store|tag|rack|leaflet|pack|board))",
        lambda match: f"{'some ' if 'weather' not in match['noun'] else ''}{match['noun']}",
    ),
    rule(
        "am teacher",
        "Articles",
        "A job needs “a” or “an”.",
        r"(?:(?:i|he|she) ?(?:am|is|was|'m|'s)|\w+ (?:is|was)|become|became|as) (?P<mark>(?P<job>teacher|student|"
        r"engineer|nurse|waiter|waitress|lawyer|doctor|driver|cook|mechanic|programmer|secretary|actor|musician|"
        r"dentist|salesman|manager))(?= (?:in|at|and|but|for|of|from|because|now|here|with|so|since)(?!\w)|$|[,.?!;])",
        lambda match: f"{'an' if match['job'][0].lower() in 'aeiou' else 'a'} {match['job']}",
    ),
    rule(
        "more tall",
        "Comparing",
        "Short adjectives compare with -er.",
        rf"(?P<mark>more (?P<adjective>{either(_COMPARATIVES)}))(?!-)",
        lambda match: _COMPARATIVES[match["adjective"].lower()],
        _belongs_to_a_noun,
    ),
    rule(
        "most smart",
        "Comparing",
        "Short adjectives compare with -est.",
        rf"(?:the|my|our|his|her) (?P<mark>most (?P<adjective>{either(_SUPERLATIVES)}))",
        lambda match: _SUPERLATIVES[match["adjective"].lower()],
    ),
    rule(
        "more taller",
        "Comparing",
        "One sign of comparing is enough.",
        rf"(?P<mark>(?:more|most) (?P<adjective>{either(_DOUBLE)}))",
        "{adjective}",
        lambda match: bool(re.search(r"\b(?:once|no|any|one|even) $", before(match))
                           or (re.match(r"^(?:-| (?!than|in|of|and|but|for|to)\w)", after(match))
                           and not re.search(r"\b(?:the|a) $", before(match)))),
    ),
    rule(
        "taller that",
        "Comparing",
        "After -er comes “than”.",
        rf"(?:{either(set(_COMPARATIVES.values()) - {'later', 'earlier', 'better', 'worse', 'older', 'further'})}) "
        r"(?P<mark>as|that|then) (?:me|you|him|her|us|them|my|your|his|our|their|in)",
        "than",
    ),
)  # fmt: skip
