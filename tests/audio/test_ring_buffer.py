"""The ring between a device's thread and the worker."""

import threading

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.audio.ring_buffer import RingBuffer
from desktop.audio.samples import Int16Block, samples_from
from tests.support.fake_sound_card import noise

CAPACITY = 50


def counted(first: int, count: int) -> Int16Block:
    return np.arange(first, first + count).astype(np.int16)


def take(ring: RingBuffer, frames: int) -> list[int]:
    out = bytearray(frames * 2)
    got = ring.read_into(memoryview(out))
    samples: list[int] = samples_from(bytes(out[: got * 2])).tolist()
    return samples


@given(st.lists(st.tuples(st.booleans(), st.integers(0, CAPACITY + 10)), max_size=60))
def test_everything_that_fits_comes_out_once_and_in_order(steps: list[tuple[bool, int]]) -> None:
    ring = RingBuffer(CAPACITY)
    expected: list[int] = []
    written = 0
    for is_write, count in steps:
        if is_write:
            dropped = ring.write(counted(written, count).tobytes())
            assert dropped == max(0, count - (CAPACITY - len(expected)))
            expected += counted(written, count).tolist()[: count - dropped]
            written += count
        else:
            assert take(ring, count) == expected[:count]
            del expected[:count]
        assert ring.unread == len(expected)
    assert samples_from(ring.read()).tolist() == expected


@given(st.integers(0, CAPACITY), st.integers(0, CAPACITY), st.integers(0, CAPACITY))
def test_a_cut_keeps_the_fade_alone(before: int, unread: int, fade: int) -> None:
    ring = RingBuffer(CAPACITY)
    ring.write(bytes(before * 2))
    take(ring, before)
    ring.write(np.full(unread, 1000, np.int16).tobytes())
    kept = min(unread, fade)

    assert ring.cut(fade) == (unread - kept, kept)

    rest = take(ring, CAPACITY)
    assert len(rest) == kept
    assert rest == sorted(rest, reverse=True)
    if kept > 1:
        assert (rest[0], rest[-1]) == (1000, 0)


def test_after_a_cut_writing_goes_on_where_the_sound_was_cut() -> None:
    ring = RingBuffer(CAPACITY)
    ring.write(counted(0, 40).tobytes())
    take(ring, 10)
    ring.cut(0)
    ring.write(counted(100, 3).tobytes())
    assert take(ring, CAPACITY) == [100, 101, 102]


def test_a_reader_that_passed_the_cut_in_that_instant_hears_what_is_written_next() -> None:
    ring = RingBuffer(CAPACITY)
    ring.write(counted(0, 40).tobytes())
    ring.cut(10)
    ring.read_position = 20  # the device's copy of 20 frames had begun before the cut
    assert ring.unread == 0
    assert take(ring, 5) == []
    ring.write(counted(100, 3).tobytes())
    assert take(ring, 5) == [100, 101, 102]


def test_channels_stay_together() -> None:
    ring = RingBuffer(4, channels=2)
    assert ring.write(counted(0, 12).tobytes()) == 2
    assert take(RingBuffer(1), 1) == []
    out = bytearray(3 * 4)
    assert ring.read_into(memoryview(out)) == 3
    assert samples_from(bytes(out)).tolist() == [0, 1, 2, 3, 4, 5]


def test_two_threads_lose_and_double_nothing() -> None:
    sent = noise(1000)
    ring = RingBuffer(999)
    received = bytearray()

    def write() -> None:
        at = 0
        while at < len(sent):
            part = sent[at : at + 240]
            if ring.unread + len(part) <= 999:
                at += len(part) - ring.write(part.tobytes())

    writer = threading.Thread(target=write)
    writer.start()
    out = bytearray(331 * 2)
    while len(received) < len(sent) * 2:
        received += out[: ring.read_into(memoryview(out)) * 2]
    writer.join()
    assert bytes(received) == sent.tobytes()
