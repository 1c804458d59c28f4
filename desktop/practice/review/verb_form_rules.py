"""Learner rules: the form a verb takes after another word."""

import re

from desktop.practice.review.rule import Match, after, before, opens_clause, rule
from desktop.practice.review.vocabulary import BASE_OF_PAST, BASE_OF_THIRD, BASES, OWNER, RELATIVE, either, ing, listed

_TOPIC = "Verb forms"
# Nouns as well: "I enjoy work", "looking forward to a visit" are right.
_NOUNS_TOO = set(
    listed(
        "work travel dance walk love help change rent plan phone hope use run study wash drink drive turn break call "
        "start stop swim cost talk rain snow smell taste"
    )
)
_VERB = either(BASES)
_PLAIN_VERB = either(set(BASES) - _NOUNS_TOO)
_GET_UP = either("be get go live work speak eat drive wake drink sleep have hear see study stand walk talk wait")
_BE = "(?:am|is|are|was|were|be|been|'m|'re|get|got|getting)"
_OBJECT = {"i": "me", "he": "him", "she": "her", "we": "us", "they": "them"}
_NOUN_BEFORE = re.compile(
    r"\b(?:the|a|an|his|her|my|your|their|our|its|this|that|free|good|strong|own|last|political|trash|garbage|tin|beer|"
    r"of|in|no) $"
)
_AS_FAR_AS_POSSIBLE = re.compile(r"\b(?:everything|anything|all|what|whatever|best|most|hardest|much|as) (?:\w+ )*$")
_NOT_A_VERB = re.compile(r"^(?:some|a|an|the|my|your|his|her|our|their|this|that|which|whom|no|me|you|us|him|them)$")


def _modal_is_right(match: Match) -> bool:
    head = before(match)
    return bool(
        _NOUN_BEFORE.search(head) or _AS_FAR_AS_POSSIBLE.search(head) or _NOT_A_VERB.match(match["verb"].lower())
    )


_BASE_OF = {"goes": "go", "comes": "come", "speaks": "speak", "works": "work", "has": "have", "went": "go",
            "came": "come", "spoke": "speak", "does": "do", "did": "do", "makes": "make", "takes": "take",
            "helps": "help", "likes": "like", "wants": "want", "eats": "eat", "sees": "see", "gets": "get"}  # fmt: skip
_BASE_PLUS_S = {"live in": "lives in", "live at": "lives at", "want": "wants", "go": "goes", "have": "has",
                "speak": "speaks", "understand": "understands", "know": "knows", "think": "thinks", "come": "comes",
                "need": "needs", "believe": "believes", "hope": "hopes"}  # fmt: skip
_BASE_OF_ING = {ing(verb): verb for verb in BASES}


def _agree(match: Match) -> str:
    adverb = match["adverb"] or ""
    one = "is" in match["be"].lower()
    over = match["be"].lower() in ("was", "were")
    if match["no"]:
        return f"{'did not' if over else 'does not' if one else 'do not'}{adverb} agree"
    return f"{adverb} {'agreed' if over else 'agrees' if one else 'agree'}"


def _base(verb: str) -> str:
    plain = verb.lower()
    if plain in ("is", "are", "am", "was", "were"):
        return "be"
    return BASE_OF_THIRD.get(plain) or BASE_OF_PAST.get(plain) or verb


def _ing(match: Match) -> str:
    return ing(match["verb"].lower())


RULES = (
    rule(
        "am agree",
        _TOPIC,
        "“Agree” is a verb: it needs no “am” or “are”.",
        r"(?:i|you|we|they|he|she|everybody|everyone|\w+) ?(?P<mark>(?P<be>am|are|is|'m|'re|was|were)"
        r"(?P<adverb> (?:totally|completely|fully|really|also))?(?P<no> not|n't)? agree)",
        _agree,
    ),
    rule(
        "can to",
        _TOPIC,
        "After can, must, should and the like comes the plain verb without “to”.",
        r"(?P<mark>(?P<modal>can|can't|cannot|could|couldn't|must|mustn't|should|shouldn't|will|won't|would|wouldn't)"
        r"(?P<no> not)? to (?P<verb>\w+))",
        "{modal}{no} {verb}",
        _modal_is_right,
    ),
    rule(
        "can + form",
        _TOPIC,
        "After can, must, should and the like comes the plain verb.",
        r"(?:i|you|he|she|it|we|they) (?P<mark>(?P<modal>can|can't|cannot|could|must|should|will|won't|would) "
        r"(?P<verb>goes|comes|speaks|works|has|went|came|spoke|does|did|makes|takes|helps|likes|wants|eats|sees|gets))",
        lambda match: f"{match['modal']} {_BASE_OF[match['verb'].lower()]}",
    ),
    rule(
        "enjoy + base",
        _TOPIC,
        "After “enjoy” the verb ends in -ing.",
        rf"(?:enjoy|enjoys|enjoyed) (?P<mark>(?P<verb>{_PLAIN_VERB}|swim))",
        _ing,
    ),
    rule(
        "enjoy to",
        _TOPIC,
        "After enjoy, avoid, finish and mind the verb ends in -ing.",
        rf"(?:enjoy|enjoys|enjoyed|avoid|avoids|avoided|finish|finished|mind) (?P<mark>to (?P<verb>{_VERB}))",
        _ing,
        lambda match: before(match).endswith(("never ", "a ", "my ", "your ", "his ", "her ", "their ", "the ")),
    ),
    rule(
        "look forward to + base",
        _TOPIC,
        "After “look forward to” the verb ends in -ing.",
        rf"(?:look|looks|looked|looking) (?:very much )?forward to (?P<mark>(?P<verb>{_PLAIN_VERB}))",
        _ing,
    ),
    rule(
        "look forward + ing",
        _TOPIC,
        "It is “look forward to”.",
        r"(?:look|looks|looked|looking) (?P<mark>forward (?P<verb>\w{2,}ing))",
        "forward to {verb}",
    ),
    rule(
        "am used to + base",
        _TOPIC,
        "“Be used to” means being accustomed: the verb behind it ends in -ing.",
        rf"(?:i|you|we|they|he|she|people|{OWNER} \w+) ?{_BE}(?: not|n't| already| now| never)? used to "
        rf"(?P<mark>(?P<verb>{_GET_UP}))",
        _ing,
    ),
    rule(
        "used to + ing",
        _TOPIC,
        "A habit of the past is “used to” with the plain verb.",
        rf"(?:i|you|we|they|he|she) (?P<mark>(?:use|used) to (?P<verb>{either(ing(verb) for verb in BASES)}))",
        lambda match: f"used to {_BASE_OF_ING[match['verb'].lower()]}",
    ),
    rule(
        "I use to",
        _TOPIC,
        "A habit of the past is “used to”, one of today is “usually”.",
        r"(?:i|we|they) (?P<mark>use to) [a-z]+",
        "used to",
        lambda match: not opens_clause(match),
    ),
    rule(
        "want that",
        _TOPIC,
        "After “want” comes the person and “to”.",
        rf"(?P<mark>(?P<want>want|wants|wanted) that (?P<who>i|you|he|she|we|they|everybody|everyone|people|"
        rf"{OWNER} (?:{RELATIVE}|parents|friends|children|students)) (?P<verb>[a-z']+))",
        lambda match: f"{match['want']} {_OBJECT.get(match['who'].lower(), match['who'])} to {_base(match['verb'])}",
    ),
    rule(
        "I am live",
        _TOPIC,
        "One verb is enough: take the plain verb, or “be” with -ing.",
        r"(?:i|he|she|we|they|you) ?(?P<mark>(?P<be>am|is|are|'m|'re) (?P<verb>live in|live at|want|go|have|speak|"
        r"understand|know|think|come|need|believe|hope))",
        lambda match: _BASE_PLUS_S[match["verb"].lower()] if match["be"].lower() == "is" else match["verb"],
        lambda match: after(match).startswith("-"),
    ),
    rule(
        "I not like",
        _TOPIC,
        "“Not” needs do, does or did.",
        rf"(?:i|we|they|you) (?P<mark>(?:no|not) (?P<verb>{_PLAIN_VERB}|like|speak|know))",
        "don't {verb}",
        lambda match: not opens_clause(match),
    ),
    rule(
        "for learn",
        _TOPIC,
        "What something is for takes “to” with the plain verb.",
        r"(?P<mark>for (?:to )?(?P<verb>learn|improve|buy|see|visit|go|make|get|find|speak|understand|meet|become|"
        r"eat))",
        "to {verb}",
        lambda match: bool(re.match(r"^(?:-| or\b)", after(match))),
    ),
    rule(
        "to waiting",
        _TOPIC,
        "After “to” comes the plain verb here.",
        r"(?:want|wants|wanted|need|needs|have|has|had|decided|hope|like|likes|love|try|tried|would like) "
        rf"(?P<mark>to (?P<verb>{either(ing(verb) for verb in BASES)}))",
        lambda match: f"to {_BASE_OF_ING[match['verb'].lower()]}",
    ),
    rule(
        "to can",
        _TOPIC,
        "“Can” has no form with “to”: it becomes “be able to”.",
        r"(?:want|wants|like|need|hope|will|would|have|going|order|wish|able) (?P<mark>to can)",
        "to be able to",
    ),
)  # fmt: skip
