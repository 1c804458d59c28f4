"""The sound of one reply waits in memory and on disk."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.audio.playback import reply_queue
from desktop.audio.playback.reply_queue import NoSpill, ReplyQueue
from desktop.audio.playback.spill import FileSpill
from tests.support.fake_sound_card import noise

PIECE = 50
SOUND = noise(1000)


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reply_queue, "PIECE_FRAMES", PIECE)
        yield


@settings(max_examples=200)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("push"), st.integers(1, PIECE)),
            st.tuples(st.just("take"), st.integers(1, 3 * PIECE)),
            st.tuples(st.just("give back"), st.integers(1, PIECE)),
            st.just(("spill", 0)),
        ),
        max_size=60,
    )
)
def test_wherever_it_waits_the_sound_comes_out_as_it_went_in(steps: list[tuple[str, int]]) -> None:
    queue = ReplyQueue(1, 0, FileSpill())
    pushed = taken = 0
    for what, count in steps:
        if what == "push":
            queue.push(SOUND[pushed : pushed + count])
            pushed += count
        elif what == "take":
            out = np.zeros(count, np.int16)
            got = queue.take(out)
            assert got == min(count, pushed - taken)
            assert np.array_equal(out[:got], SOUND[taken : taken + got])
            taken += got
        elif what == "give back":
            back = min(count, taken)
            if back:
                queue.give_back(SOUND[taken - back : taken])
                taken -= back
        else:
            before = queue.in_memory
            assert queue.spill() == (queue.in_memory < before)
        assert queue.frames == pushed - taken
        if queue.frames:
            assert queue.first_sample == SOUND[taken]
            assert np.array_equal(queue.peek(20), SOUND[taken : min(pushed, taken + 20)])


def test_spilling_leaves_about_a_second_at_the_front_and_the_newest_in_memory() -> None:
    queue = ReplyQueue(1, 0, FileSpill())
    for at in range(0, 20 * PIECE, 10):
        queue.push(SOUND[at : at + 10])
    spilled = 0
    while queue.spill():
        spilled += 1
    assert spilled == 18
    assert queue.in_memory == 2 * PIECE


def test_where_there_is_no_room_on_disk_all_stays_in_memory() -> None:
    queue = ReplyQueue(1, 0, NoSpill())
    for at in range(0, 20 * PIECE, 10):
        queue.push(SOUND[at : at + 10])
    assert not queue.spill()
    out = np.zeros(20 * PIECE, np.int16)
    assert queue.take(out) == 20 * PIECE
    assert np.array_equal(out, SOUND[: 20 * PIECE])
