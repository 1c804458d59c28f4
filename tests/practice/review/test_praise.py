import pytest

from desktop.practice.review.finding import Finding
from desktop.practice.review.praise import MOST, praised
from desktop.protocol.bit import Correctness


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("I have lived here since 2010.", "have lived here since 2010"),
        ("I look forward to seeing you.", "look forward to seeing"),
        ("I’m used to driving.", "I’m used to driving"),
        ("It is more interesting than that.", "more interesting than"),
        ("If I had time, I would come.", "If I had time, I would"),
        ("Could you please help me?", "Could you please"),
        ("That depends on you.", "depends on"),
    ],
)
def test_what_many_get_wrong_is_praised_when_it_is_right(text: str, marked: str) -> None:
    assert [text[one.start : one.end] for one in praised(text, []) if one.verdict is Correctness.CORRECT] == [marked]


def test_ordinary_words_are_not_praised() -> None:
    assert praised("I go home. It is other than that.", []) == []


def test_praise_is_rare_and_never_touches_an_error() -> None:
    text = "Although I had time, could you listen to me? It is bigger than that and depends on us."

    assert len(praised(text, [])) == MOST
    assert praised(text, [Finding("a", "m", 0, len(text))]) == []
