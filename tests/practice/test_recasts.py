import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.practice.recasts import recast, swap_sides


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("He go to school every day.", "he goes to school every day"),
        ("My brother work in a bank.", "your brother works in a bank"),
        ("And she have two cats.", "she has two cats"),
        ("I stay home because my mother cook very well.", "your mother cooks very well"),
        ("He don't like my car.", "he doesn't like your car"),
        ("I have 25 years.", "you are 25 years old"),
        ("I have twenty-five years old.", "you are twenty-five years old"),
        ("I am 30 years.", "you are 30 years old"),
        ("I am agree with you.", "you agree with me"),
        ("I'm not agree.", "you do not agree"),
        ("I go to the cinema yesterday.", "you went to the cinema yesterday"),
        ("Yesterday I eat a pizza.", "you ate a pizza yesterday"),
        ("Last week I buy a new phone.", "you bought a new phone last week"),
        ("I buyed a new car.", "you bought a new car"),
        ("We goed home.", "you went home"),
        ("My father teached me.", "your father taught you"),
        ("People is friendly here.", "people are friendly here"),
        ("The bus is more cheap.", "it is cheaper"),
        ("It depends of the weather.", "it depends on the weather"),
        ("I am here since two weeks.", "you have been here for two weeks"),
        ("I live in Paris since three years.", "you have lived in Paris for three years"),
        ("I have headache since two days.", "you have had a headache for two days"),
        ("I didn't went to work.", "you didn't go to work"),
        ("I can to swim.", "you can swim"),
    ],
)
def test_frequent_errors_are_said_back_right(said: str, right: str) -> None:
    assert recast(said) == right


@pytest.mark.parametrize(
    "said",
    [
        "He goes to school every day.",
        "Does he go to school?",
        "He can go to school.",
        "I want to help him work.",
        "I saw my brother play football.",
        "Let my brother go.",
        "My brother and I go to school.",
        "I have 25 euros.",
        "I am 25 years old.",
        "I agree with you.",
        "I went to the cinema yesterday.",
        "I go to the cinema every day.",
        "He doesn't like it.",
        "People are friendly.",
        "It is more expensive.",
        "It depends on the weather.",
        "I have been here for two weeks.",
        "I read a book yesterday.",
        "I have to go.",
        "My friends go there.",
        "She would like a tea.",
        "",
        "...",
    ],
)
def test_what_is_right_is_left_alone(said: str) -> None:
    assert recast(said) == ""


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(recast(text), str)


def test_sides_are_swapped() -> None:
    assert swap_sides("I was with my sister and it was mine") == "you were with your sister and it was yours"
