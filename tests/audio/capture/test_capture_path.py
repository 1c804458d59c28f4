"""From the microphone's ring to frames of 20 ms."""

import numpy as np
import pytest

from desktop.audio.capture.capture_path import CapturePath
from desktop.audio.format import BLOCK_FRAMES, SILENT_FRAME
from desktop.audio.samples import Int16Block, samples_from
from tests.audio.fake_streams import FakeStreams
from tests.support.fake_sound_card import noise, silence, strength_at, tone


class SubtractingCanceller:
    """An echo canceller for a room without delay or loss."""

    def __init__(self) -> None:
        self.far: list[Int16Block] = []

    def hear_far_end(self, played: Int16Block) -> None:
        assert len(played) == BLOCK_FRAMES
        self.far.append(played)

    def clean(self, captured: Int16Block) -> Int16Block:
        assert len(captured) == BLOCK_FRAMES
        return captured - self.far.pop(0)


def captured(path: CapturePath) -> Int16Block:
    return samples_from(b"".join(path.frames()))


def test_frames_hold_exactly_what_was_captured_whatever_the_blocks_are() -> None:
    streams = FakeStreams()
    path = CapturePath(streams, None)
    sound, frames, at = noise(100), b"", 0
    for size in (1, 239, 700, 0, 500, 960):
        streams.hear(sound[at : at + size])
        at += size
        for frame in path.frames():
            assert len(frame) == 960
            frames += frame
    assert samples_from(frames).tolist() == sound.tolist()


def test_mute_sends_silence_at_the_same_pace() -> None:
    streams = FakeStreams()
    path = CapturePath(streams, None)
    streams.hear(noise(40))
    path.muted = True
    assert list(path.frames()) == [SILENT_FRAME, SILENT_FRAME]
    assert path.meter.peak == 0.0
    path.muted = False
    streams.hear(noise(20))
    assert [samples_from(frame).tolist() for frame in path.frames()] == [noise(20).tolist()]
    assert path.meter.peak > 0.2


def test_a_device_at_48_khz_is_brought_to_24() -> None:
    streams = FakeStreams(rate_hz=48_000)
    path = CapturePath(streams, None)
    streams.hear(tone(1000, 500, rate_hz=48_000))
    sound = captured(path)
    assert len(sound) == pytest.approx(12_000, abs=480)
    assert strength_at(sound[2400:9600], 1000) == pytest.approx(10_000, rel=0.01)


def test_of_two_channels_the_live_one_is_taken() -> None:
    streams = FakeStreams(channels=2)
    path = CapturePath(streams, None)
    streams.hear(np.column_stack((silence(100), noise(100))))
    assert captured(path).tolist() == noise(100).tolist()


def test_the_canceller_hears_exactly_what_was_played() -> None:
    streams = FakeStreams(echo=True)
    path = CapturePath(streams, SubtractingCanceller())
    loudspeaker, learner = noise(200, seed=1), noise(200, seed=2)
    sound = []
    for at in range(0, len(learner), BLOCK_FRAMES):
        block = slice(at, at + BLOCK_FRAMES)
        streams.playback.write(loudspeaker[block].tobytes())
        streams.ask()
        streams.hear(learner[block] + loudspeaker[block])
        sound += captured(path).tolist()
    assert sound == learner.tolist()


def test_digital_silence_is_timed() -> None:
    streams = FakeStreams()
    path = CapturePath(streams, None)
    streams.hear(silence(500))
    captured(path)
    assert path.silent_s == pytest.approx(0.5)
    streams.hear(np.concatenate((silence(9), np.ones(24, np.int16))))
    captured(path)
    assert path.silent_s == 0
