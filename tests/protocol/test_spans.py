import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.protocol.spans import resolve_span

# "🎈" is 1 code point, 2 UTF-16 units, 4 UTF-8 bytes; "é" is 1, 1, 2.
TEXT = "é🎈 the cat sat on the mat"
WORDS = st.text(st.sampled_from("ab é🎈\n"), max_size=30)
INTEGERS = st.integers(-50, 50) | st.integers()


@pytest.mark.parametrize(("offset", "unit"), [(3, "code points"), (4, "UTF-16 units"), (7, "UTF-8 bytes")], ids=str)
def test_an_offset_is_understood_in_any_of_the_three_units(offset: int, unit: str) -> None:
    assert resolve_span(TEXT, "the", offset, 3) == (3, 6), unit


def test_of_repeated_words_the_unit_decides_which_is_meant() -> None:
    text = "🎈🎈aaaa"

    assert resolve_span(text, "a", 3, 1) == (3, 4)
    assert resolve_span(text, "a", 6, 1) == (4, 5)
    assert resolve_span(text, "a", 11, 1) == (5, 6)


def test_code_points_win_over_the_other_units() -> None:
    assert resolve_span("🎈abab", "ab", 3, 2) == (3, 5)


def test_otherwise_the_nearest_occurrence_is_meant() -> None:
    assert resolve_span(TEXT, "the", 14, 3) == (18, 21)
    assert resolve_span(TEXT, "the", 9, 3) == (3, 6)


def test_of_two_equally_near_the_earlier_is_meant() -> None:
    assert resolve_span("ab..ab", "ab", 2, 0) == (0, 2)


def test_nearest_counts_overlapping_occurrences() -> None:
    assert resolve_span("aaaa", "aa", 1, 5) == (1, 3)


@pytest.mark.parametrize("offset", [-5, -1, 0, 24, 1000, 10**30, -(10**30)])
@pytest.mark.parametrize("length", [-3, 0, 3, 99, 10**30])
def test_wrong_offsets_and_lengths_fall_back_to_the_words(offset: int, length: int) -> None:
    assert resolve_span(TEXT, "cat", offset, length) == (7, 10)


@pytest.mark.parametrize("content", ["dog", "", "🎈🎈"])
def test_words_that_are_not_there_have_no_mark(content: str) -> None:
    assert resolve_span(TEXT, content, 0, len(content)) is None


def test_an_empty_text_has_no_mark() -> None:
    assert resolve_span("", "a", 0, 1) is None


@given(WORDS | st.text(st.characters()), WORDS | st.text(st.characters()), INTEGERS, INTEGERS)
def test_a_span_always_holds_the_words_and_there_is_one_whenever_they_occur(
    text: str, content: str, offset: int, length: int
) -> None:
    span = resolve_span(text, content, offset, length)

    if span is None:
        assert not content or content not in text
    else:
        start, end = span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == content


@given(WORDS, WORDS.filter(bool), WORDS)
def test_an_exact_offset_in_code_points_is_taken_at_its_word(before: str, content: str, behind: str) -> None:
    text = before + content + behind

    assert resolve_span(text, content, len(before), len(content)) == (len(before), len(before) + len(content))


@pytest.mark.parametrize(("encoding", "unit_bytes"), [("utf-16-le", 2), ("utf-8", 1)])
@given(before=WORDS, content=WORDS.filter(bool), behind=WORDS)
def test_an_exact_offset_in_another_unit_finds_words_that_stand_once(
    encoding: str, unit_bytes: int, before: str, content: str, behind: str
) -> None:
    # A mark that stands nowhere else makes the occurrence the only one.
    content = f"<{content}>"
    offset = len(before.encode(encoding)) // unit_bytes
    length = len(content.encode(encoding)) // unit_bytes

    span = resolve_span(before + content + behind, content, offset, length)

    assert span == (len(before), len(before) + len(content))


@given(st.integers(0, 30), st.integers(1, 30))
def test_utf16_offsets_choose_among_repeated_characters(before: int, behind: int) -> None:
    text = "🎈" * (before + behind)

    # The length of 2 says that one balloon is counted in UTF-16 units.
    assert resolve_span(text, "🎈", 2 * before, 2) == (before, before + 1)


def test_a_slice_that_is_cut_short_by_the_end_of_the_text_is_not_taken() -> None:
    # By code points [2, 4) is the last balloon and nothing more; by UTF-16 units it is the second.
    assert resolve_span("🎈🎈🎈", "🎈", 2, 2) == (1, 2)
    assert resolve_span("one two", "two", 4, 99) == (4, 7)
