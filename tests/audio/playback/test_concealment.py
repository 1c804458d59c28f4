"""Chunks that come late are bridged: slower speech first, then a fade, never a jump."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.audio.format import BLOCK_FRAMES, frames_from_ms
from desktop.audio.playback.cushion import CUSHION_LEAST_MS
from desktop.audio.playback.jitter_buffer import JitterBuffer
from desktop.audio.samples import Int16Block
from tests.support.fake_sound_card import loudness, silence, tone

CHUNK_MS = 20


def voice(ms: float, pitch_hz: float = 120) -> Int16Block:
    """Return a hum whose pitch and strength waver like a voice's."""
    times = np.arange(round(ms * 24)) / 24_000
    phase = 2 * np.pi * (pitch_hz * times + 2 * np.sin(2 * np.pi * 3 * times))
    strength = 1500 * (1 + 0.3 * np.sin(2 * np.pi * 4 * times))
    waves = sum(np.sin(number * phase) / number for number in range(1, 12))
    return np.rint(strength * waves).astype(np.int16)


def sharpest(sound: Int16Block) -> int:
    return int(abs(np.diff(sound.astype(int))).max(initial=0))


class Playback:
    """A jitter buffer that is pulled every 10 ms, and all that came out of it."""

    def __init__(self) -> None:
        self.jitter = JitterBuffer()
        self._blocks: list[Int16Block] = []
        self.of_reply: list[int] = []

    def run(self, ms: float) -> None:
        for _ in range(round(ms / 10)):
            block, runs = self.jitter.pull(BLOCK_FRAMES)
            self._blocks.append(block)
            for run in runs:
                self.of_reply += block[run.offset : run.offset + run.frames].tolist()

    @property
    def played(self) -> Int16Block:
        return np.concatenate(self._blocks)

    def receive(self, sound: Int16Block, stalls: dict[int, int]) -> None:
        """Push 20 ms every 20 ms; during a stall nothing, then all that was held up at once.

        stalls: from ms -> for ms.
        """
        arrived = 0
        for now_ms in range(0, len(sound) // 24, CHUNK_MS):
            if not any(start <= now_ms < start + length for start, length in stalls.items()):
                while arrived <= now_ms:
                    self.jitter.push(1, sound[arrived * 24 : (arrived + CHUNK_MS) * 24])
                    arrived += CHUNK_MS
            self.run(CHUNK_MS)
        while arrived * 24 < len(sound):
            self.jitter.push(1, sound[arrived * 24 : (arrived + CHUNK_MS) * 24])
            arrived += CHUNK_MS


@pytest.mark.parametrize("start_ms", [20, 40, *range(200, 300, 20)])
def test_a_stall_of_100_ms_leaves_no_gap(start_ms: int) -> None:
    playback = Playback()
    sound = voice(1000)
    playback.receive(sound, {start_ms: 100})
    playback.run(500)
    assert playback.jitter.underruns == 0
    assert playback.of_reply == sound.tolist()
    sounding = loudness(playback.played)
    usual = float(np.median(loudness(sound)))
    begun = np.flatnonzero(sounding > usual / 2)
    assert sounding[begun[0] : begun[-8]].min() > usual / 3


def test_stalls_of_100_ms_again_and_again_leave_no_gap() -> None:
    playback = Playback()
    sound = voice(4000)
    playback.receive(sound, dict.fromkeys(range(200, 3900, 300), 100))
    playback.run(500)
    assert playback.jitter.underruns == 0
    assert playback.of_reply == sound.tolist()


def test_with_the_least_cushion_a_stall_of_100_ms_leaves_no_gap() -> None:
    playback = Playback()
    while playback.jitter.cushion_frames > frames_from_ms(CUSHION_LEAST_MS):
        playback.jitter.push(0, silence(10_000))
        playback.jitter.pull(frames_from_ms(11_000))
    sound = voice(1000)
    playback.receive(sound, {400: 100})
    playback.run(500)
    assert playback.jitter.underruns == 0


def test_a_stall_in_a_pause_of_the_speaker_is_only_a_longer_pause() -> None:
    playback = Playback()
    sound = np.concatenate((voice(300), silence(200), voice(300)))
    playback.receive(sound, {360: 100})
    playback.run(500)
    assert playback.jitter.underruns == 0
    assert playback.of_reply == sound.tolist()


def test_a_stall_of_300_ms_fades_and_comes_back_without_a_jump() -> None:
    playback = Playback()
    sound = voice(1000)
    playback.receive(sound, {300: 300})
    playback.run(700)
    assert playback.jitter.underruns == 1
    assert playback.jitter.cushion_frames >= frames_from_ms(250)
    assert playback.of_reply == sound.tolist()
    assert sharpest(playback.played) <= sharpest(sound) + 100


def test_speech_is_slowed_to_half_at_most() -> None:
    playback = Playback()
    playback.receive(voice(400), {})
    playback.run(10)
    while playback.jitter.queued_frames >= frames_from_ms(40):
        playback.run(10)
    played, of_reply = len(playback.played), len(playback.of_reply)
    while playback.jitter.queued_frames:
        playback.run(10)
    slowed = (len(playback.played) - played) / (len(playback.of_reply) - of_reply)
    assert 1.3 < slowed <= 2.2  # the first piece put in was earned before


def test_a_reply_that_ends_in_silence_is_not_drawled() -> None:
    playback = Playback()
    sound = np.concatenate((voice(300), silence(100)))
    playback.receive(sound, {})
    playback.run(300)
    first = int(np.flatnonzero(playback.played)[0])
    assert not playback.played[first + len(sound) + frames_from_ms(10) :].any()


def test_what_came_faster_than_it_is_spoken_is_not_slowed_at_its_end() -> None:
    playback = Playback()
    playback.jitter.push(1, voice(250))
    playback.run(260)
    assert playback.of_reply == voice(250).tolist()


def test_a_newer_reply_does_not_wait_for_more_of_the_older_one() -> None:
    playback = Playback()
    playback.receive(voice(300), {})
    playback.jitter.push(2, tone(440, 100))
    before = playback.jitter.queued_frames
    playback.run(before / 24 + 20)
    assert playback.jitter.queued_frames == 0


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 120)), min_size=1, max_size=15),
    st.sampled_from([70, 120, 250, 390]),
)
def test_whatever_the_arrivals_nothing_jumps_and_every_sample_is_played_in_order(
    arrivals: list[tuple[int, int]], pitch_hz: int
) -> None:
    """arrivals: after how many ms how many more ms of the reply come."""
    playback = Playback()
    sound = voice(sum(ms for _, ms in arrivals), pitch_hz)
    at = 0
    for gap_ms, ms in arrivals:
        playback.run(gap_ms)
        playback.jitter.push(1, sound[at : at + ms * 24])
        at += ms * 24
    playback.run(len(sound) / 24 + 1000)
    assert playback.of_reply == sound.tolist()
    assert playback.jitter.is_empty
    assert sharpest(playback.played) <= sharpest(voice(3000, pitch_hz)) + 200
