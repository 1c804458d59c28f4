"""What a learner did well: phrases that many get wrong, used rightly."""

from dataclasses import dataclass
from re import Pattern

from desktop.practice.review.finding import Finding
from desktop.practice.review.rule import words
from desktop.practice.review.vocabulary import BASES, NUMBER, PARTICIPLES, either, ing
from desktop.protocol.bit import Correctness

MOST = 3
"""More praise than this hides the remarks that help."""


@dataclass(frozen=True, slots=True)
class _Praise:
    topic: str
    message: str
    pattern: Pattern[str]


_ING = either(ing(verb) for verb in BASES)
_PRAISES = (
    _Praise(
        "Tenses",
        "The present perfect, right for what began in the past and still goes on.",
        words(
            rf"(?:(?:have|has)|(?:i|we|you|they) ?'ve|(?:he|she|it) ?'s) (?:\w+ )?"
            rf"(?:{either(PARTICIPLES)}|\w+ed)(?: [\w']+){{0,6}}? "
            rf"(?:since|for (?:{NUMBER}|a few|many|some))(?: \w+)?"
        ),
    ),
    _Praise("Verb forms", "Well done: -ing after “look forward to”.", words(rf"look(?:ing|ed)? forward to {_ING}")),
    _Praise(
        "Verb forms",
        "Well done: -ing after “be used to”.",
        words(rf"(?:i|we|you|they|he|she) ?(?:am|are|is|'m|'re) used to {_ING}"),
    ),
    _Praise(
        "Verb forms",
        "“Used to”, right for a habit of the past.",
        words(rf"(?:i|we|he|she|they) used to {either(BASES)}"),
    ),
    _Praise(
        "Conditions",
        "A condition with “would”: well done.",
        words(r"if (?:i|we|you|he|she|they) (?:were|had|could)\b[^.!?]{3,60} would"),
    ),
    _Praise(
        "Comparing",
        "A comparison, put together rightly.",
        words(r"(?:(?:more|less) (?!than)\w{5,}|(?!other|rather|whether)\w{3,}er) than"),
    ),
    _Praise(
        "Linking",
        "A good word to join two thoughts.",
        words("although|even though|however|therefore|on the other hand|for example|as soon as|in order to|not only"),
    ),
    _Praise(
        "Politeness",
        "A polite way to ask.",
        words(r"could you(?: please)?|would you mind|i would like|i'd like|may i"),
    ),
    _Praise(
        "Prepositions",
        "The right preposition.",
        words("depends on|interested in|good at|married to|waiting for|listen to"),
    ),
)


def praised(text: str, wrong: list[Finding]) -> list[Finding]:
    """Return up to three phrases that are right, one of a topic, none that touches what is wrong."""
    found: dict[str, Finding] = {}
    plain = text.replace("’", "'")
    for praise in _PRAISES:
        for match in praise.pattern.finditer(plain):
            one = Finding(praise.topic, praise.message, *match.span(), Correctness.CORRECT)
            if not any(one.overlaps(other) for other in wrong):
                found.setdefault(praise.topic, one)
    return list(found.values())[:MOST]
