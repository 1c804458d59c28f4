"""Sound that waits on disk."""

import tempfile
from typing import IO

import numpy as np
import pytest

from desktop.audio.playback.reply_queue import PIECE_FRAMES
from desktop.audio.playback.spill import FileSpill
from tests.support.fake_sound_card import noise


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> list[IO[bytes]]:
    """Every temporary file that was opened."""
    opened: list[IO[bytes]] = []
    real = tempfile.TemporaryFile

    def opening(*, buffering: int) -> IO[bytes]:
        opened.append(real(buffering=buffering))
        return opened[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", opening)
    return opened


def test_what_is_put_there_comes_back_in_any_order() -> None:
    spill = FileSpill()
    sounds = [noise(ms, seed=ms) for ms in (1000, 1, 500)]
    places = [spill.put(sound) for sound in sounds]
    for sound, place in reversed(list(zip(sounds, places, strict=True))):
        assert place is not None
        assert np.array_equal(spill.get(place), sound)


def test_no_file_is_there_before_and_after(files: list[IO[bytes]]) -> None:
    spill = FileSpill()
    assert files == []
    places = [spill.put(noise(100)) for _ in range(3)]
    for place in places:
        assert not files[0].closed
        assert place is not None
        spill.free(place)
    assert files[0].closed


def test_the_file_goes_with_what_it_belongs_to(files: list[IO[bytes]]) -> None:
    spill = FileSpill()
    spill.put(noise(100))
    del spill
    assert files[0].closed


def test_freed_places_are_used_again(files: list[IO[bytes]]) -> None:
    spill = FileSpill()
    spill.put(noise(10))
    for seed in range(20):
        place = spill.put(noise(1000, seed=seed))
        assert place is not None
        assert np.array_equal(spill.get(place), noise(1000, seed=seed))
    assert files[0].seek(0, 2) == 2 * PIECE_FRAMES * 2


class FullDisk:
    """A file that takes no more than some bytes."""

    def __init__(self, room: int) -> None:
        self.room = room

    def seek(self, offset: int) -> int:
        return offset

    def write(self, data: bytes) -> int:
        if self.room == 0:
            raise OSError(28, "No space left on device")
        taken = min(len(data), self.room)
        self.room -= taken
        return taken

    def close(self) -> None:
        pass


@pytest.mark.parametrize("room", [0, 100])
def test_a_full_disk_takes_nothing(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda buffering: FullDisk(room))
    spill = FileSpill()
    assert spill.put(noise(100)) is None
    assert spill.put(noise(100)) is None


def test_where_no_file_can_be_made_nothing_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(buffering: int) -> IO[bytes]:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    assert FileSpill().put(noise(100)) is None
