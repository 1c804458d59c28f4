"""Which of the microphone's frames are kept for which turn. A frame here is a number; "#" is voiced, "." is not."""

import struct
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.sound.learner_sounds import AFTER_FRAMES, BEFORE_FRAMES, LATE_FRAMES, RECENT_FRAMES, LearnerSounds

FRAME = struct.Struct("<i956x")


class Ear:
    def __init__(self) -> None:
        self.sounds = LearnerSounds()
        self.now = 0

    def hear(self, *stretches: tuple[str, int]) -> None:
        for sign, frames in stretches:
            for _ in range(frames):
                self.sounds.frame_captured(FRAME.pack(self.now), sign == "#")
                self.now += 1

    def kept(self, key: str) -> range:
        """Return the numbers of the frames that are kept; they are always one after the other."""
        pcm = self.sounds.sound(key)
        numbers = [FRAME.unpack_from(pcm, at)[0] for at in range(0, len(pcm), FRAME.size)]
        if not numbers:
            return range(0)
        found = range(numbers[0], numbers[-1] + 1)
        assert numbers == list(found)
        return found


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    yield ear
    ear.sounds.close()


def test_a_turn_begins_before_the_service_says_so_and_ends_with_its_voice(ear: Ear) -> None:
    ear.hear((".", 100), ("#", 20))
    ear.sounds.turn_is_open("learner-1")
    ear.hear(("#", 80), (".", 60))
    ear.sounds.turn_is_open("")
    ear.hear((".", 30))
    assert ear.kept("learner-1") == range(100 - BEFORE_FRAMES, 200 + AFTER_FRAMES)
    assert ear.sounds.length_ms("learner-1") == 20 * len(ear.kept("learner-1"))


def test_a_pause_within_a_turn_is_kept(ear: Ear) -> None:
    ear.hear(("#", 20))
    ear.sounds.turn_is_open("learner-1")
    ear.hear((".", 200), ("#", 10), (".", 5))
    ear.sounds.turn_is_open("")
    assert ear.kept("learner-1") == range(235)


def test_a_short_gap_in_its_first_words_belongs_to_it_and_a_long_one_ends_the_search(ear: Ear) -> None:
    ear.hear((".", 50), ("#", 10), (".", 8), ("#", 10))
    ear.sounds.turn_is_open("learner-1")
    ear.sounds.turn_is_open("")
    ear.hear((".", 50), ("#", 5), (".", 30), ("#", 10))
    ear.sounds.turn_is_open("learner-2")
    assert ear.kept("learner-1").start == 50 - BEFORE_FRAMES
    assert ear.kept("learner-2").start == 163 - BEFORE_FRAMES


def test_what_was_said_before_the_service_was_ready_is_in(ear: Ear) -> None:
    ear.hear((".", 30), ("#", 300), (".", 90))
    ear.sounds.turn_is_open("learner-1")
    ear.sounds.turn_is_open("")
    assert ear.kept("learner-1") == range(30 - BEFORE_FRAMES, 330 + AFTER_FRAMES)


def test_the_next_turn_takes_what_the_last_one_held_of_it(ear: Ear) -> None:
    """The service ends a turn when the learner has begun the next."""
    ear.hear(("#", 50))
    ear.sounds.turn_is_open("learner-1")
    ear.hear((".", 40), ("#", 15))
    ear.sounds.turn_is_open("")
    ear.hear(("#", 15))
    ear.sounds.turn_is_open("learner-2")
    ear.hear(("#", 10))
    ear.sounds.turn_is_open("")
    assert ear.kept("learner-1") == range(90 - BEFORE_FRAMES)
    assert ear.kept("learner-2") == range(90 - BEFORE_FRAMES, 130)


def test_one_turn_right_after_the_other_shares_no_frame_with_it(ear: Ear) -> None:
    ear.hear(("#", 80))
    ear.sounds.turn_is_open("learner-1")
    ear.hear(("#", 60))
    ear.sounds.turn_is_open("learner-2")
    ear.hear(("#", 10))
    ear.sounds.turn_is_open("")
    assert ear.kept("learner-1") == range(140 - LATE_FRAMES)
    assert ear.kept("learner-2") == range(140 - LATE_FRAMES, 150)


def test_a_turn_without_a_voice_takes_nothing_of_the_one_before(ear: Ear) -> None:
    ear.hear(("#", 80))
    ear.sounds.turn_is_open("learner-1")
    ear.hear((".", 30), ("#", 20), (".", 60))
    ear.sounds.turn_is_open("")
    before = ear.kept("learner-1")
    ear.sounds.turn_is_open("learner-2")
    ear.hear((".", 5))
    ear.sounds.turn_is_open("")
    assert ear.kept("learner-1") == before
    assert not set(ear.kept("learner-2")) & set(before)


def test_another_talk_begins_with_nothing(ear: Ear) -> None:
    ear.hear(("#", 80))
    ear.sounds.turn_is_open("learner-1")
    ear.sounds.forget()
    ear.sounds.turn_is_open("learner-1")
    assert ear.kept("learner-1") == range(0)
    ear.hear(("#", 5))
    assert ear.kept("learner-1") == range(80, 85)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from("#."), st.integers(1, 60)),
            st.sampled_from(["open", "close"]),
        ),
        max_size=25,
    )
)
@settings(max_examples=80, deadline=None)
def test_no_frame_is_kept_twice_and_what_is_heard_in_an_open_turn_is_kept(steps: list[tuple[str, int] | str]) -> None:
    ear = Ear()
    keys: list[str] = []
    is_open = False
    for step in steps:
        if step == "open":
            keys.append(f"learner-{len(keys)}")
            ear.sounds.turn_is_open(keys[-1])
            is_open = True
        elif step == "close":
            ear.sounds.turn_is_open("")
            is_open = False
        else:
            assert isinstance(step, tuple)
            ear.hear(step)
            if is_open:
                assert ear.kept(keys[-1])[-step[1] :] == range(ear.now - step[1], ear.now)
    kept = [ear.kept(key) for key in keys]
    for one, other in pairwise(kept):
        assert not set(one) & set(other)
    assert all(len(one) <= RECENT_FRAMES + ear.now for one in kept)
    ear.sounds.close()
