"""Arrival order and pace become steady playback."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.audio.format import BLOCK_FRAMES, SAMPLE_RATE_HZ, frames_from_ms
from desktop.audio.playback.cushion import START_CUSHION_MS
from desktop.audio.playback.jitter_buffer import MEMORY_S, JitterBuffer
from desktop.audio.playback.ramps import FADE_FRAMES
from desktop.audio.samples import Int16Block
from tests.support.fake_sound_card import noise, tone

CUSHION = frames_from_ms(START_CUSHION_MS)


def pull(jitter: JitterBuffer, frames: int) -> tuple[Int16Block, dict[int, list[int]]]:
    """Return what is played, and of each reply its samples, as the runs say."""
    replies: dict[int, list[int]] = {}
    blocks = []
    for _ in range(-(-frames // BLOCK_FRAMES)):
        block, runs = jitter.pull(BLOCK_FRAMES)
        assert len(block) == BLOCK_FRAMES
        blocks.append(block)
        for run in runs:
            replies.setdefault(run.generation, []).extend(block[run.offset : run.offset + run.frames].tolist())
    return np.concatenate(blocks), replies


def drain(jitter: JitterBuffer) -> dict[int, list[int]]:
    replies: dict[int, list[int]] = {}
    while not jitter.is_empty:
        for generation, samples in pull(jitter, BLOCK_FRAMES)[1].items():
            replies.setdefault(generation, []).extend(samples)
    return replies


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("push"), st.integers(0, 4), st.integers(0, 3000)),
            st.tuples(st.just("pull"), st.integers(1, 8), st.just(0)),
            st.tuples(st.just("flush"), st.integers(0, 4), st.just(0)),
        ),
        max_size=40,
    )
)
def test_no_sample_is_lost_doubled_or_out_of_order(steps: list[tuple[str, int, int]]) -> None:
    """What is played of a reply is exactly what was accepted of it, up to where it was flushed."""
    jitter = JitterBuffer()
    accepted: dict[int, list[int]] = {}
    played: dict[int, list[int]] = {}
    flushed_through = newest_played = -1
    counter = 0
    for what, number, count in steps:
        if what == "push":
            chunk = (np.arange(counter, counter + count) % 30_000 + 1).astype(np.int16)
            counter += count
            was_taken = jitter.push(number, chunk)
            # A newer reply that is being faded in has begun, although none of its samples was played yet.
            assert was_taken or number <= flushed_through or number < max(accepted, default=-1)
            assert not (was_taken and number <= flushed_through)
            if was_taken:
                accepted.setdefault(number, []).extend(chunk.tolist())
        elif what == "flush":
            jitter.flush(number)
            flushed_through = max(flushed_through, number)
            for old in [n for n in accepted if n <= number]:
                accepted[old] = played.get(old, [])
        else:
            for generation, samples in pull(jitter, number * BLOCK_FRAMES)[1].items():
                assert generation > flushed_through
                assert generation >= newest_played
                newest_played = generation
                played.setdefault(generation, []).extend(samples)
    for generation, samples in drain(jitter).items():
        played.setdefault(generation, []).extend(samples)
    assert played == {generation: samples for generation, samples in accepted.items() if samples}


@given(st.integers(0, 5), st.integers(0, 5), st.booleans())
def test_a_newer_reply_survives_the_flush_of_an_older_one(old: int, ahead: int, newer_first: bool) -> None:
    jitter = JitterBuffer()
    newer = old + 1 + ahead
    jitter.push(old, noise(200, seed=1))
    pull(jitter, frames_from_ms(50))
    if newer_first:
        assert jitter.push(newer, noise(100, seed=2))
    jitter.flush(old)
    if not newer_first:
        assert jitter.push(newer, noise(100, seed=2))
    assert not jitter.push(old, noise(20))
    assert drain(jitter) == {newer: noise(100, seed=2).tolist()}


def test_playback_waits_for_the_cushion() -> None:
    jitter = JitterBuffer()
    jitter.push(1, noise(START_CUSHION_MS - 1))
    assert not pull(jitter, BLOCK_FRAMES)[0].any()
    jitter.push(1, noise(1))
    assert pull(jitter, BLOCK_FRAMES)[0].any()


def test_a_reply_shorter_than_the_cushion_is_played_after_120_ms() -> None:
    jitter = JitterBuffer()
    jitter.push(1, noise(20))
    before, nothing = pull(jitter, frames_from_ms(120))
    assert not before.any()
    assert nothing == {}
    assert pull(jitter, frames_from_ms(30))[1] == {1: noise(20).tolist()}


def test_samples_of_a_reply_are_untouched_and_the_sound_around_them_has_no_jump() -> None:
    jitter = JitterBuffer()
    speech = tone(440, 200)[40:-30]
    jitter.push(1, speech)
    played, replies = pull(jitter, len(speech) + 4 * FADE_FRAMES)
    assert replies[1] == speech.tolist()
    assert abs(np.diff(played.astype(int))).max() <= abs(np.diff(speech.astype(int))).max() + 2


def test_a_flush_ends_the_sound_within_the_fade_and_without_a_jump() -> None:
    jitter = JitterBuffer()
    speech = tone(440, 500)
    jitter.push(1, speech)
    before, _ = pull(jitter, 5 * BLOCK_FRAMES)
    jitter.flush(1)
    after, replies = pull(jitter, 5 * BLOCK_FRAMES)
    assert replies == {}
    assert not after[FADE_FRAMES:].any()
    jumps = abs(np.diff(np.concatenate((before, after)).astype(int)))
    assert jumps.max() <= abs(np.diff(speech.astype(int))).max()


def test_a_flush_of_what_was_taken_back_is_silent_at_once() -> None:
    jitter = JitterBuffer()
    jitter.push(1, tone(440, 500))
    block, _ = jitter.pull(CUSHION)
    jitter.take_back([(1, block[-100:])], 100)
    jitter.flush(1)
    assert not pull(jitter, 5 * BLOCK_FRAMES)[0].any()


def test_an_underrun_widens_the_cushion_to_what_would_have_bridged_it() -> None:
    jitter = JitterBuffer()
    jitter.push(1, noise(100))
    pull(jitter, frames_from_ms(200))
    jitter.push(1, noise(100))  # 100 ms late
    assert jitter.underruns == 1
    assert jitter.cushion_frames == frames_from_ms(120)


def test_the_pause_before_a_next_sentence_is_no_underrun() -> None:
    jitter = JitterBuffer()
    jitter.push(1, noise(100))
    pull(jitter, frames_from_ms(1500))
    jitter.push(1, noise(100))
    jitter.push(2, noise(100))
    assert jitter.underruns == 0


def test_chunks_that_arrive_just_in_time_join_without_a_gap() -> None:
    jitter = JitterBuffer()
    sound = noise(400)
    jitter.push(1, sound[:CUSHION])
    lead_in = FADE_FRAMES  # leads from silence to the first sample
    played = [jitter.pull(CUSHION + FADE_FRAMES)[0]]
    for at in range(CUSHION, len(sound), BLOCK_FRAMES):
        jitter.push(1, sound[at : at + BLOCK_FRAMES])
        played.append(pull(jitter, BLOCK_FRAMES)[0])
    assert np.concatenate(played)[lead_in:][: len(sound)].tolist() == sound.tolist()
    assert jitter.underruns == 0


def test_beyond_the_limit_of_memory_the_newest_samples_go_and_are_counted() -> None:
    jitter = JitterBuffer(memory_limit_frames=5000)
    old, new = noise(150, seed=1), noise(150, seed=2)
    jitter.push(1, old)
    jitter.push(2, new)
    assert jitter.dropped_frames == 2200
    assert jitter.queued_frames == 5000
    assert drain(jitter) == {1: old.tolist(), 2: new[:1400].tolist()}


class MemorySpill:
    def __init__(self) -> None:
        self.kept: dict[int, Int16Block] = {}
        self.most = 0

    def put(self, samples: Int16Block) -> int | None:
        self.most += 1
        self.kept[self.most] = samples
        return self.most

    def get(self, place: int) -> Int16Block:
        return self.kept.pop(place)

    def free(self, place: int) -> None:
        del self.kept[place]


@pytest.mark.parametrize("chunk_ms", [20, 333, 100_000])
def test_a_long_reply_that_comes_at_once_is_kept_outside_of_memory_and_played_whole(chunk_ms: int) -> None:
    spill = MemorySpill()
    jitter = JitterBuffer(spill)
    sound = noise(100_000)
    for at in range(0, len(sound), chunk_ms * 24):
        jitter.push(1, sound[at : at + chunk_ms * 24])
    kept = sum(map(len, spill.kept.values()))
    assert len(sound) - kept <= (MEMORY_S + 2) * SAMPLE_RATE_HZ
    block, runs = jitter.pull(len(sound) + SAMPLE_RATE_HZ)
    played = np.concatenate([block[run.offset : run.offset + run.frames] for run in runs])
    assert np.array_equal(played, sound)
    assert spill.kept == {}
    assert jitter.dropped_frames == 0


def test_a_flush_frees_what_was_spilled_of_that_reply_only() -> None:
    spill = MemorySpill()
    jitter = JitterBuffer(spill)
    for generation in (1, 2):
        for _ in range(60):
            jitter.push(generation, noise(1000, seed=generation))
    jitter.pull(SAMPLE_RATE_HZ)
    jitter.flush(1)
    assert jitter.queued_frames == 60 * SAMPLE_RATE_HZ
    assert all(np.array_equal(piece, noise(1000, seed=2)) for piece in spill.kept.values())
    jitter.flush(2)
    assert spill.kept == {}


def test_what_is_queued_is_known_by_reply() -> None:
    jitter = JitterBuffer()
    for generation in (3, 1, 2):
        jitter.push(generation, noise(10))
    assert jitter.generations_through(2) == (1, 2)
    assert jitter.queues(3)
    assert not jitter.queues(4)
