from hypothesis import given
from hypothesis import strategies as st

from desktop.archive.voice import packed, unpacked

SITTING = 1_700_000_000_123


def test_spans_are_kept_in_few_letters() -> None:
    assert packed([(1_700_000_000.5, 1_700_000_001.75)], SITTING) == "[[377,1250]]"


@given(st.lists(st.tuples(st.integers(-1000, 10**7), st.integers(0, 10**5)), max_size=10))
def test_what_is_packed_is_unpacked_to_the_millisecond(pairs: list[tuple[int, int]]) -> None:
    text = "[" + ",".join(f"[{start},{length}]" for start, length in pairs) + "]"
    assert packed(unpacked(text, SITTING), SITTING) == text
