"""The words of a talk that say something, one of each family."""

from desktop.practice.review.vocabulary import BASE_OF_PAST, BASE_OF_THIRD, PLURALS, listed
from desktop.practice.wording import words

_FUNCTION_WORDS = frozenset(
    listed(
        "a about after again ah all also am an and any are aren't as at be because been before being but by can can't "
        "could couldn't did didn't do does doesn't don't down each for from had has have he hello her here hers hi him "
        "his how i i'd i'll i'm i've if in into is isn't it it's its just let's me mine more most my no nor not of off "
        "oh ok okay on one only or our out over please she should so some such than thank thanks that that's the their "
        "them then there there's these they they're this those to too uh um under until up us very was wasn't we we're "
        "were what what's when where which who why will with won't would wouldn't yes yeah you you're your yours"
    )
)
_ENDINGS = ("ing", "ed", "es", "s", "ly")
_SHORTEST_STEM = 4


def content_words(text: str) -> dict[str, str]:
    """Return the content words of a text, family -> the form first said."""
    found: dict[str, str] = {}
    for word in words(text.replace("’", "'")):
        if word not in _FUNCTION_WORDS and len(word) > 1 and not word.isdigit():
            found.setdefault(_family(word), word)
    return found


def _family(word: str) -> str:
    word = word.removesuffix("'s")
    known = BASE_OF_PAST.get(word) or BASE_OF_THIRD.get(word) or PLURALS.get(word)
    if known:
        return known
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word
