from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sound.talk_sounds import BYTES_PER_MS, PAGE_BYTES, TalkSounds


@pytest.fixture
def sounds() -> Iterator[TalkSounds[int]]:
    kept = TalkSounds[int]()
    yield kept
    kept.close()


def ms(count: int, value: int) -> bytes:
    return bytes([value]) * (count * BYTES_PER_MS)


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 40), st.integers(0, 255)), max_size=12),
    st.integers(0, 60),
)
def test_every_reply_comes_back_as_it_arrived(chunks: list[tuple[int, int, int]], from_ms: int) -> None:
    sounds = TalkSounds[int]()
    whole: dict[int, bytes] = {}
    for generation, length, value in chunks:
        sounds.add(generation, ms(length, value))
        whole[generation] = whole.get(generation, b"") + ms(length, value)
    for generation, pcm in whole.items():
        assert sounds.rest(generation, from_ms) == pcm[from_ms * BYTES_PER_MS :]
        assert sounds.length_ms(generation) == len(pcm) // BYTES_PER_MS
    assert set(sounds) == set(whole)
    sounds.close()


def test_a_reply_that_was_never_heard_of_is_empty(sounds: TalkSounds[int]) -> None:
    assert sounds.rest(4, 0) == b""
    assert sounds.length_ms(4) == 0


def test_what_was_forgotten_is_gone_and_its_room_is_used_again(sounds: TalkSounds[int]) -> None:
    sounds.add(1, ms(100, 7))
    sounds.forget()
    sounds.add(2, ms(10, 8))
    assert sounds.rest(1, 0) == b""
    assert sounds.rest(2, 0) == ms(10, 8)


def test_a_sound_can_be_shortened_and_goes_on_there(sounds: TalkSounds[int]) -> None:
    sounds.add(1, ms(2500, 7))
    sounds.truncate(1, 1200 * BYTES_PER_MS)
    sounds.truncate(1, 9_999_999)
    sounds.truncate(2, 0)
    sounds.add(2, ms(1500, 9))
    sounds.add(1, ms(300, 8))
    assert sounds.rest(1) == ms(1200, 7) + ms(300, 8)
    assert sounds.rest(2) == ms(1500, 9)


def test_the_oldest_goes_when_an_hour_is_full_and_its_room_is_used_again() -> None:
    sounds = TalkSounds[str](most_pages=3)
    for number in range(12):
        sounds.add(f"turn-{number}", ms(1000, number))
    assert tuple(sounds) == ("turn-9", "turn-10", "turn-11")
    assert sounds.rest("turn-10") == ms(1000, 10)
    sounds.add("turn-11", ms(5000, 5))
    assert sounds.rest("turn-11") == ms(1000, 11) + ms(2000, 5)
    sounds._file.seek(0, 2)
    assert sounds._file.tell() == 3 * PAGE_BYTES
    sounds.close()


def test_a_full_disk_loses_a_sound_and_nothing_else(sounds: TalkSounds[int], monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __init__(self, file: object) -> None:
            self.file = file

        def write(self, data: bytes) -> int:
            raise OSError("no space left")

        def __getattr__(self, name: str) -> object:
            return getattr(self.file, name)

    sounds.add(1, ms(10, 1))
    with monkeypatch.context() as patch:
        patch.setattr(sounds, "_file", Full(sounds._file))
        sounds.add(1, ms(10, 2))
        sounds.add(2, ms(10, 3))
    assert sounds.rest(1) == ms(10, 1)
    assert sounds.rest(2) == b""
