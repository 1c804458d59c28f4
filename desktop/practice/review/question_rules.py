"""Learner rules: the order of words in questions."""

import re

from desktop.practice.review.rule import Match, before, opens_clause, rule
from desktop.practice.review.vocabulary import BASE_OF_PAST, BASE_OF_THIRD, BASES, OWNER, RELATIVE, either

_TOPIC = "Questions"
_PLACES = either(
    "station toilet bus train hotel street shop house bank restaurant exit door teacher friend brother sister book key "
    "ticket museum airport office hospital pharmacy room car bathroom supermarket"
)
_TOLD = rf"(?:i|you|we|they|he|she|it|this|that|{OWNER} \w+|the \w+)"
_BE = "(?:am|is|are|was|were|can|could|should|will|would|must|has|have)"
_TO_THE_MARK = r"(?=[^.!?;,\n]*\?)"
_HELPERS = "(?:do|does|did|is|are|was|were|can|could|would|will|should|of|have|has)"
_QUESTION = (
    rf"(?:what|where|why|when|how|how (?:much|long|often|far|old)|what time|(?:which|how many) (?!{_HELPERS}\b)\w+)"
)
_FORMS = {*BASES, *BASE_OF_THIRD, *BASE_OF_PAST} - {"have", "has", "be", "is", "had"}


_TOLD_OR_ASKED = re.compile(
    r"\b(?:know|tell|told|explain|ask|asked|wonder|show|remember|understand|see|sure|idea|about|say|said|guess|mean)\b"
)


def _reports(match: Match) -> bool:
    """Whether this is no question of its own: "Do you know where he lives?"."""
    head = before(match)
    return not opens_clause(match) or head.endswith(("me ", "please ")) or bool(_TOLD_OR_ASKED.search(head))


def _with_do(match: Match) -> str:
    verb = match["verb"].lower()
    if verb in BASE_OF_PAST:
        return f"{match['ask']} did {match['who']} {BASE_OF_PAST[verb]}"
    one = verb in BASE_OF_THIRD or re.match(
        rf"(?:he|she|it|this|that|the \w+[^s]|{OWNER} \w+[^s])$", match["who"], re.I
    )
    return f"{match['ask']} {'does' if one else 'do'} {match['who']} {BASE_OF_THIRD.get(verb, verb)}"


RULES = (
    rule(
        "what means",
        _TOPIC,
        "Questions with “what” need does or did.",
        rf"(?P<mark>what (?P<verb>means|mean|meant) (?P<what>(?:the |this |that )?[\w'“”\"-]+(?: \w+)?)){_TO_THE_MARK}"
        rf"|(?P<also>what means (?P<what2>(?:this|that|the) \w+))(?=$|[.?!])",
        lambda match: f"what does {match['what'] or match['what2']} mean",
        lambda match: not opens_clause(match),
    ),
    rule(
        "how it is called",
        _TOPIC,
        "In a question the verb comes before its subject; and names are asked with “what”.",
        rf"(?P<mark>how (?P<who>it|this|that|he|she|{OWNER} \w+|the \w+) (?P<be>is|'s|was) called)|"
        rf"(?P<short>how (?P<be2>is|do you) (?P<who2>it |this |that )?call(?:ed)?)(?! (?:for|out))",
        lambda match: f"what {match['be']} {match['who']} called" if match["be"] else "what is it called",
        lambda match: _reports(match) or bool(match["be2"] and match["be2"].lower() != "is"),
    ),
    rule(
        "where you are",
        _TOPIC,
        "In a question the verb comes before its subject.",
        rf"(?P<mark>(?P<ask>{_QUESTION}) (?P<who>{_TOLD}) (?P<be>{_BE})){_TO_THE_MARK}",
        "{ask} {be} {who}",
        lambda match: (
            _reports(match)
            or bool(re.search(r"\b(?:is|are|do|does|did|can)\b", match.string[match.end() :].split("?")[0]))
        ),
    ),
    rule(
        "where you live",
        _TOPIC,
        "A question needs do, does or did before its subject.",
        rf"(?P<mark>(?P<ask>{_QUESTION}) (?P<who>{_TOLD}) (?P<verb>{either(_FORMS)})){_TO_THE_MARK}",
        _with_do,
        lambda match: (
            _reports(match)
            or bool(
                re.search(
                    r"\b(?:is|are|was|were|do|does|did|can|will|would|should)\b",
                    match.string[match.end() :].split("?")[0],
                )
            )
        ),
    ),
    rule(
        "do you can",
        _TOPIC,
        "“Can” and “must” ask without “do”.",
        r"(?P<mark>(?:do|does) (?P<who>i|you|he|she|it|we|they) (?P<modal>can|must|should))",
        "{modal} {who}",
        lambda match: not opens_clause(match),
    ),
    rule(
        "tell me where is",
        _TOPIC,
        "Inside a sentence a question keeps the order of a statement.",
        rf"(?:tell (?:me|us|him|her)|know|explain(?: to me)?|wonder|understand|show me|remember|sure) "
        rf"(?P<mark>(?P<ask>where|how|when|why|what time|how much|how old) (?P<be>is|are|was|were|can) "
        rf"(?P<who>i|you|he|she|it|we|they|this|(?:the|my|your) (?:\w+ )?{_PLACES}))",
        "{ask} {who} {be}",
    ),
    rule(
        "tell me where do you",
        _TOPIC,
        "Inside a sentence a question has no do, does or did.",
        rf"(?:tell (?:me|us|him|her)|know|wonder|understand|remember) (?P<mark>(?P<ask>where|how|when|why|what|who) "
        rf"(?:do|does|did) (?P<who>i|you|he|she|it|we|they|{OWNER} {RELATIVE}))",
        "{ask} {who}",
    ),
)
