"""A reply that is held goes on later as if nothing had been."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.audio.format import BLOCK_FRAMES
from desktop.audio.messages import PlaybackFinished, PlaybackFlushed, PlaybackProgressed
from desktop.audio.playback.jitter_buffer import Run
from desktop.audio.playback.playback_path import PlaybackPath
from desktop.audio.playback.ramps import FADE_FRAMES
from desktop.audio.samples import Int16Block
from tests.audio.fake_streams import FakeStreams
from tests.support.fake_sound_card import find, noise, tone

REPLY = (np.random.default_rng(1).permutation(12_000) + 20_000).astype(np.int16)
"""No sample occurs twice."""
_PLACE = np.full(2**15, -1)
_PLACE[REPLY] = np.arange(len(REPLY))


class Player:
    """A path, its device, and what came out of it."""

    def __init__(self, rate_hz: int = 24_000, latency_ms: float = 0) -> None:
        self.path = PlaybackPath()
        self.streams = FakeStreams(rate_hz, latency_ms=latency_ms)
        self.path.attach(self.streams)
        self.played: Int16Block = np.empty(0, np.int16)
        self.faded: list[slice] = []
        self.runs: list[slice] = []
        """Where in `played` samples of replies lie; what is put in between them looks like them. At 24 kHz only."""
        self._note_runs()
        self.heard_ms: list[int] = []
        self.finished: list[int] = []

    def run(self, ms: float) -> Int16Block:
        before = len(self.played)
        for _ in range(round(ms / 10)):
            self.ask(self.streams.playback_rate_hz // 100)
        return self.played[before:]

    def ask(self, frames: int) -> None:
        self.played = np.concatenate((self.played, self.streams.ask(frames)))
        self.path.fill()
        for event in self.path.advance():
            if isinstance(event, PlaybackFinished | PlaybackProgressed):
                self.heard_ms.append(event.heard_ms)
            if isinstance(event, PlaybackFinished):
                self.finished.append(event.generation)

    def _note_runs(self) -> None:
        pull = self.path.jitter.pull

        def noting(frames: int) -> tuple[Int16Block, tuple[Run, ...]]:
            block, runs = pull(frames)
            at = len(self.played) + self.streams.playback.unread
            self.runs += [slice(at + run.offset, at + run.offset + run.frames) for run in runs]
            return block, runs

        self.path.jitter.pull = noting  # type: ignore[method-assign]

    def hold(self) -> tuple[int, int] | None:
        was_held = self.path.jitter.held is not None
        held = self.path.hold()
        if held and not was_held:
            unread = self.streams.playback.unread
            fade = min(unread, round(FADE_FRAMES * self.streams.playback_rate_hz / 24_000))
            end = len(self.played) + unread
            self.faded.append(slice(end - fade, end))
            self.runs = [slice(run.start, min(run.stop, end)) for run in self.runs if run.start < end]
        if held:
            self.heard_ms.append(held[1])
        return held

    def clear(self) -> Int16Block:
        """Return what was played of replies but for what was faded."""
        keep = np.zeros(len(self.played), bool)
        for part in self.runs:
            keep[part] = True
        for part in self.faded:
            keep[part] = False
        return np.where(keep, self.played, 0)


def places(played: Int16Block) -> list[int]:
    """Return of each played sample its place in REPLY, -1 of all others."""
    return [int(place) for place in _PLACE[played]]


@settings(max_examples=60)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("ask"), st.integers(1, 700)),
            st.tuples(st.just("push"), st.integers(1, 4000)),
            st.sampled_from([("hold", 0), ("resume", 0)]),
        ),
        max_size=50,
    )
)
def test_held_at_any_moment_every_sample_is_played_and_only_the_faded_ones_twice(steps: list[tuple[str, int]]) -> None:
    player = Player()
    pushed = 0
    for what, count in steps:
        if what == "ask":
            player.ask(count)
        elif what == "push":
            player.path.play(1, REPLY[pushed : pushed + count].tobytes())
            pushed = min(len(REPLY), pushed + count)
        elif what == "hold":
            held = player.hold()
            assert held is None or held[1] == round(np.count_nonzero(player.clear()) / 24)
        else:
            player.path.resume()
    player.path.resume()
    for _ in range(200):
        if player.path.is_idle:
            break
        player.run(10)
    heard = [place for place in places(player.clear()) if place >= 0]
    assert heard == list(range(pushed))
    assert player.heard_ms == sorted(player.heard_ms)
    if pushed:
        assert player.heard_ms[-1] == round(pushed / 24)


@pytest.mark.parametrize("rate_hz", [16_000, 24_000, 44_100, 48_000])
def test_at_every_rate_the_reply_goes_on_where_its_fade_began(rate_hz: int) -> None:
    player = Player(rate_hz)
    player.path.play(1, np.arange(6_000, 30_000).astype(np.int16).tobytes())
    player.run(200)
    for more_ms in (70, 130, 60, 210):
        player.hold()
        fade = player.faded[-1]
        player.run(100)
        player.path.resume()
        begins = len(player.played)
        player.run(more_ms)
        ms = rate_hz // 1000
        progress = (player.played[begins + 10 * ms] - player.played[fade.start - 1]) / 24
        assert progress == pytest.approx(5, abs=0.1)  # ms of the reply, after 5 of the ramp
    player.run(1000)
    assert player.heard_ms == sorted(player.heard_ms)
    assert player.heard_ms[-1] == 1000


def test_a_held_reply_falls_silent_within_the_fade_and_without_a_jump() -> None:
    player = Player()
    player.path.play(1, tone(440, 1000).tobytes())
    player.run(200)
    player.hold()
    after = player.run(300)
    assert not after[FADE_FRAMES:].any()
    assert after[: FADE_FRAMES // 2].any()
    player.path.resume()
    player.run(300)
    assert abs(np.diff(player.played.astype(int))).max() <= abs(np.diff(tone(440, 50).astype(int))).max() + 90


def test_a_held_reply_is_not_finished_and_not_idle() -> None:
    player = Player()
    player.path.play(1, tone(440, 100).tobytes())
    player.run(90)
    assert player.hold() is not None
    player.run(500)
    assert player.finished == []
    assert not player.path.is_idle
    player.path.resume()
    player.run(200)
    assert player.finished == [1]
    assert player.path.is_idle


def test_what_was_heard_of_a_held_reply_is_told_when_it_is_flushed() -> None:
    player = Player(latency_ms=40)
    player.path.play(1, noise(1000).tobytes())
    player.run(300)
    held = player.hold()
    assert held is not None
    player.run(200)
    # What was inside the device was still heard.
    assert list(player.path.flush(1)) == [PlaybackFlushed(1, held[1] + 40)]
    assert player.path.is_idle
    assert player.path.jitter.held is None


def test_after_the_flush_of_a_held_reply_the_next_one_is_played() -> None:
    player = Player()
    player.path.play(1, noise(1000).tobytes())
    player.run(200)
    player.hold()
    player.path.play(2, noise(100, seed=2).tobytes())
    list(player.path.flush(1))
    find(noise(100, seed=2), player.run(300))


def test_chunks_and_newer_replies_that_arrive_meanwhile_wait_behind_the_held_one() -> None:
    player = Player()
    player.path.play(1, noise(150).tobytes())
    player.run(150)
    player.hold()
    assert player.path.play(2, noise(200, seed=2).tobytes())
    assert player.path.play(1, noise(200, seed=3).tobytes())
    player.run(300)
    player.path.resume()
    after = player.run(700)
    assert find(noise(200, seed=3), after) < find(noise(200, seed=2), after)


def test_two_replies_on_their_way_to_the_device_are_held_in_order() -> None:
    player = Player()
    player.streams.playback_lead_s = 0.09
    player.path.attach(player.streams)
    player.path.play(1, noise(40).tobytes())
    player.path.play(2, noise(300, seed=2).tobytes())
    while {run for run, _ in player.path._history.newest(2400)} != {1, 2}:
        player.run(10)
    held = player.hold()
    assert held is not None
    assert held[0] == 1
    player.run(200)
    player.path.resume()
    after = player.run(600)
    assert find(noise(40)[400:], after) < find(noise(300, seed=2), after)
    assert player.finished == [1, 2]


def test_a_reply_that_waits_for_its_cushion_can_be_held_from_its_beginning() -> None:
    player = Player()
    player.path.play(1, noise(30).tobytes())
    assert player.hold() == (1, 0)
    player.run(500)
    assert not player.played.any()
    player.path.resume()
    find(noise(30), player.run(300))


def test_where_nothing_is_played_nothing_is_held() -> None:
    player = Player()
    assert player.hold() is None
    player.path.play(1, noise(100).tobytes())
    player.run(500)
    assert player.hold() is None
    player.path.play(2, noise(100, seed=2).tobytes())
    find(noise(100, seed=2), player.run(300))


def test_the_flush_of_a_reply_returns_what_was_ready_of_the_next() -> None:
    player = Player()
    player.path.play(1, noise(100).tobytes())
    player.path.play(2, noise(300, seed=2).tobytes())
    while not any(run == 2 for run, _ in player.path._history.newest(10 * BLOCK_FRAMES)):
        player.run(10)
    list(player.path.flush(1))
    find(noise(300, seed=2), player.run(500))


def test_on_the_next_device_no_sample_is_missing() -> None:
    player = Player()
    player.path.play(1, REPLY.tobytes())
    player.run(200)
    heard = max(places(player.played))
    player.path.detach()
    player.streams = FakeStreams()
    player.path.attach(player.streams)
    find(REPLY[heard + 1 :], player.run(600))
    assert player.heard_ms[-1] == 500
