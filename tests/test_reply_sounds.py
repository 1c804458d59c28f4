from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.reply_sounds import BYTES_PER_MS, ReplySounds


@pytest.fixture
def sounds() -> Iterator[ReplySounds]:
    kept = ReplySounds()
    yield kept
    kept.close()


def ms(count: int, value: int) -> bytes:
    return bytes([value]) * (count * BYTES_PER_MS)


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 40), st.integers(0, 255)), max_size=12),
    st.integers(0, 60),
)
def test_every_reply_comes_back_as_it_arrived(chunks: list[tuple[int, int, int]], from_ms: int) -> None:
    sounds = ReplySounds()
    whole: dict[int, bytes] = {}
    for generation, length, value in chunks:
        sounds.add(generation, ms(length, value))
        whole[generation] = whole.get(generation, b"") + ms(length, value)
    for generation, pcm in whole.items():
        assert sounds.rest(generation, from_ms) == pcm[from_ms * BYTES_PER_MS :]
        assert sounds.length_ms(generation) == len(pcm) // BYTES_PER_MS
    assert sounds.newer_than(1) == tuple(sorted(number for number in whole if number > 1))
    sounds.close()


def test_a_reply_that_was_never_heard_of_is_empty(sounds: ReplySounds) -> None:
    assert sounds.rest(4, 0) == b""
    assert sounds.length_ms(4) == 0


def test_what_was_forgotten_is_gone_and_its_room_is_used_again(sounds: ReplySounds) -> None:
    sounds.add(1, ms(100, 7))
    sounds.forget()
    sounds.add(2, ms(10, 8))
    assert sounds.rest(1, 0) == b""
    assert sounds.rest(2, 0) == ms(10, 8)
