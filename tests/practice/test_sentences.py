import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.practice.sentences import LONGEST_SENTENCE, SentenceCutter, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hello! How are you? Fine.", ["Hello!", "How are you?", "Fine."]),
        ("Dr. Patel is here. Come in.", ["Dr. Patel is here.", "Come in."]),
        ("It is 3.50 pounds. Really.", ["It is 3.50 pounds.", "Really."]),
        ("Well... all right.", ["Well...", "all right."]),
        ('He said "No." Then he left.', ['He said "No."', "Then he left."]),
        ("no stop at all", ["no stop at all"]),
        ("One line\nanother line", ["One line", "another line"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_texts_are_cut_at_their_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


def test_a_sentence_is_given_as_soon_as_it_is_certain() -> None:
    cutter = SentenceCutter()
    assert cutter.feed("It costs 3.") == []
    assert cutter.feed("50 pounds.") == []
    assert cutter.feed(" Cash") == ["It costs 3.50 pounds."]
    assert cutter.feed(" or card?") == []
    assert cutter.finish() == ["Cash or card?"]
    assert cutter.finish() == []


def test_a_text_without_an_end_is_cut_at_a_space() -> None:
    pieces = SentenceCutter().feed("word " * 200)
    assert pieces
    assert all(len(piece) <= LONGEST_SENTENCE for piece in pieces)


@given(st.lists(st.text(alphabet='ab .!?\n"', max_size=20), max_size=20))
def test_however_it_is_cut_into_pieces_no_word_is_lost(pieces: list[str]) -> None:
    cutter = SentenceCutter()
    sentences = [sentence for piece in pieces for sentence in cutter.feed(piece)] + cutter.finish()
    assert "".join("".join(sentences).split()) == "".join("".join(pieces).split())
    assert sentences == split_sentences("".join(pieces))
