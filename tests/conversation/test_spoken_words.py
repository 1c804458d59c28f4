import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.conversation.spoken_words import spoken_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'd like a tea, please.", ("i'd", "like", "a", "tea", "please")),
        ("It’s my mother-in-law’s café.", ("it's", "my", "mother-in-law's", "café")),
        ("Um, I have, uh, two.", ("i", "have", "two")),
        ("Ummm ... errr ... Hmm. Erm, uhm", ()),
        ("20 mm", ("20", "mm")),
        ("I was in the ER.", ("i", "was", "in", "the", "er")),
        ("", ()),
        ("… !", ()),
    ],
)
def test_words_are_told_from_sounds_that_fill_time(text: str, words: tuple[str, ...]) -> None:
    assert spoken_words(text).words == words


@pytest.mark.parametrize(
    ("text", "fillers"),
    [
        ("Um, I um think, uh, so.", {"um": 2, "uh": 1}),
        ("Er, erm, hmm, mm.", {"er": 1, "erm": 1, "hm": 1, "mm": 1}),
        ("Well, you know, it was late. You know, I slept.", {"you know": 2}),
        ("Do you know him? You know that I do.", {}),
        ("It was, like, huge, and I like tea.", {"like": 1}),
        ("He looks like, I mean, his father.", {}),
        ("Uh-huh. Mm-hm.", {}),
        ("UM, YES", {"um": 1}),
    ],
)
def test_fillers_are_counted_only_where_they_can_be_nothing_else(text: str, fillers: dict[str, int]) -> None:
    assert dict(spoken_words(text).fillers) == fillers


@pytest.mark.parametrize("text", ["我想要一杯茶", "ฉันต้องการชา", "お茶をください"])
def test_words_without_spaces_between_them_are_not_counted(text: str) -> None:
    assert spoken_words(text).words is None


@given(st.text(max_size=40))
def test_any_text_has_words_and_fillers_or_none(text: str) -> None:
    found = spoken_words(text)
    assert all(count > 0 for _, count in found.fillers)
    assert found.words is None or all(found.words)


@given(st.lists(st.sampled_from(["um", "tea", "uh", "one", "hmm"]), max_size=20))
def test_every_word_is_a_word_or_a_sound(said: list[str]) -> None:
    found = spoken_words(" ".join(said))
    assert found.words is not None
    assert len(found.words) + sum(count for _, count in found.fillers) == len(said)
