import re

import pytest

from desktop.practice.review import vocabulary


@pytest.mark.parametrize(
    ("verb", "third", "past", "participle", "ing"),
    [
        ("go", "goes", "went", "gone", "going"),
        ("study", "studies", "studied", "studied", "studying"),
        ("play", "plays", "played", "played", "playing"),
        ("watch", "watches", "watched", "watched", "watching"),
        ("make", "makes", "made", "made", "making"),
        ("stop", "stops", "stopped", "stopped", "stopping"),
        ("have", "has", "had", "had", "having"),
        ("be", "is", "was", "been", "being"),
        ("see", "sees", "saw", "seen", "seeing"),
        ("swim", "swims", "swam", "swum", "swimming"),
    ],
)
def test_the_forms_of_a_verb(verb: str, third: str, past: str, participle: str, ing: str) -> None:
    forms = (
        vocabulary.third(verb),
        vocabulary.past(verb),
        vocabulary.participle(verb),
        vocabulary.ing(verb),
    )
    assert forms == (third, past, participle, ing)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("child", "children"),
        ("city", "cities"),
        ("boy", "boys"),
        ("bus", "buses"),
        ("church", "churches"),
        ("wife", "wives"),
    ],
)
def test_the_plural_of_a_noun(one: str, many: str) -> None:
    assert vocabulary.plural(one) == many
    assert vocabulary.PLURALS[many] == one


@pytest.mark.parametrize("number", ["2", "12", "25", "thirty-two", "thirty two", "twelve", "sixty", "a hundred"])
def test_numbers_come_as_digits_or_as_words(number: str) -> None:
    assert re.fullmatch(vocabulary.NUMBER, number)


@pytest.mark.parametrize(
    ("number", "is_several"), [("1", False), ("one", False), ("2", True), ("10", True), ("two", True)]
)
def test_several_is_more_than_one(number: str, is_several: bool) -> None:
    assert bool(re.fullmatch(vocabulary.SEVERAL, number)) is is_several


@pytest.mark.parametrize("time", ["yesterday", "last Monday", "three days ago", "a few weeks ago", "last summer"])
def test_times_that_are_over(time: str) -> None:
    assert re.fullmatch(vocabulary.PAST_TIME, time, re.IGNORECASE)


def test_wrong_pasts_are_no_words() -> None:
    real = {vocabulary.past(verb) for verb in vocabulary.BASES}
    assert not real & set(vocabulary.WRONG_PASTS)
    assert set(vocabulary.WRONG_PASTS.values()) <= real
