"""From chunks of a reply to what the device is given."""

import numpy as np
import pytest

from desktop.audio.format import BLOCK_FRAMES, frames_from_ms
from desktop.audio.messages import PlaybackFinished, PlaybackFlushed, PlaybackStarted
from desktop.audio.playback.playback_path import PlaybackPath
from desktop.audio.playback.ramps import FADE_FRAMES
from desktop.audio.samples import Int16Block
from tests.audio.fake_streams import FakeStreams
from tests.support.fake_sound_card import find, loudness, noise, strength_at, tone


def play(path: PlaybackPath, streams: FakeStreams, ms: float) -> tuple[Int16Block, list[object]]:
    """Let the device and the worker run in turn; return what was played and told."""
    blocks: list[Int16Block] = []
    events: list[object] = []
    block = streams.playback_rate_hz // 100
    for _ in range(round(ms / 10)):
        blocks.append(streams.ask(block))
        path.fill()
        events += list(path.advance())
    return np.concatenate(blocks), events


def test_a_reply_reaches_the_device_sample_for_sample() -> None:
    path, streams = PlaybackPath(), FakeStreams()
    path.attach(streams)
    path.play(1, noise(300).tobytes())
    played, events = play(path, streams, 500)
    at = find(noise(300), played)
    assert events[0] == PlaybackStarted(1, at)
    assert events[-1] == PlaybackFinished(1, 300)
    assert path.is_idle
    assert streams.starvations == 0


def test_a_flush_takes_back_what_the_device_has_not_had() -> None:
    path, streams = PlaybackPath(), FakeStreams()
    path.attach(streams)
    path.play(1, tone(440, 1000).tobytes())
    play(path, streams, 200)
    told = list(path.flush(1))
    after, events = play(path, streams, 100)
    assert [type(event) for event in told] == [PlaybackFlushed]
    assert not after[FADE_FRAMES:].any()
    assert after[: FADE_FRAMES // 2].any()
    assert abs(np.diff(after.astype(int))).max() <= abs(np.diff(tone(440, 50).astype(int))).max() + 90
    assert events == []
    assert path.is_idle


def test_the_heard_time_told_at_a_flush_leaves_the_latency_out() -> None:
    path, streams = PlaybackPath(), FakeStreams(latency_ms=40)
    path.attach(streams)
    path.play(1, noise(1000).tobytes())
    _, events = play(path, streams, 300)
    started = next(event.at_frame for event in events if isinstance(event, PlaybackStarted))
    heard_ms = (streams.asked_frames - started) / 24 - 40
    assert list(path.flush(1)) == [PlaybackFlushed(1, round(heard_ms))]


def test_a_flush_names_every_reply_it_silences() -> None:
    path, streams = PlaybackPath(), FakeStreams()
    path.attach(streams)
    path.play(1, noise(1000).tobytes())
    path.play(2, noise(1000).tobytes())
    path.play(4, noise(100, seed=4).tobytes())
    play(path, streams, 150)
    flushed = list(path.flush(3))
    assert [event.generation for event in flushed] == [1, 2, 3]
    assert flushed[0].heard_ms > 0
    assert [event.heard_ms for event in flushed[1:]] == [0, 0]
    find(noise(100, seed=4), play(path, streams, 300)[0])


def test_a_late_flush_of_an_old_reply_does_not_touch_the_new_one() -> None:
    path, streams = PlaybackPath(), FakeStreams()
    path.attach(streams)
    path.play(1, noise(100).tobytes())
    play(path, streams, 300)
    path.play(2, noise(500, seed=2).tobytes())
    before, _ = play(path, streams, 100)
    assert list(path.flush(1)) == [PlaybackFlushed(1, 0)]
    after, _ = play(path, streams, 600)
    find(noise(500, seed=2), np.concatenate((before, after)))


def test_a_newer_reply_starts_right_after_a_flush() -> None:
    path, streams = PlaybackPath(), FakeStreams()
    path.attach(streams)
    path.play(1, noise(1000).tobytes())
    play(path, streams, 200)
    list(path.flush(1))
    assert path.play(2, noise(200, seed=2).tobytes())
    assert not path.play(1, noise(200).tobytes())
    find(noise(200, seed=2), play(path, streams, 300)[0])


def test_a_device_with_two_channels_at_48_khz_gets_the_reply_on_both() -> None:
    path, streams = PlaybackPath(), FakeStreams(rate_hz=48_000, channels=2)
    path.attach(streams)
    path.play(1, tone(500, 500).tobytes())
    played, events = play(path, streams, 700)
    left, right = played[::2], played[1::2]
    assert left.tolist() == right.tolist()
    assert strength_at(left[12_000:24_000], 250) == pytest.approx(10_000, rel=0.02)  # measured as if at 24 kHz
    assert events[-1] == PlaybackFinished(1, 500)


def test_a_flush_at_48_khz_is_as_quick() -> None:
    path, streams = PlaybackPath(), FakeStreams(rate_hz=48_000)
    path.attach(streams)
    path.play(1, tone(500, 1000).tobytes())
    play(path, streams, 200)
    list(path.flush(1))
    after, _ = play(path, streams, 100)
    assert not after[2 * FADE_FRAMES :].any()


def starve(path: PlaybackPath, streams: FakeStreams) -> None:
    streams.ask(streams.playback.unread + BLOCK_FRAMES)
    path.fill()


def test_after_a_starvation_more_is_kept_ready_until_it_has_been_calm() -> None:
    path, streams = PlaybackPath(), FakeStreams()
    path.attach(streams)
    before = streams.playback.unread
    play(path, streams, 300)
    starve(path, streams)
    assert streams.starvations == 1
    assert streams.playback.unread > before
    play(path, streams, 10_050)
    assert streams.playback.unread <= before


def test_what_a_device_asks_for_while_it_starts_says_nothing_of_later() -> None:
    path, streams = PlaybackPath(), FakeStreams()
    path.attach(streams)
    before = streams.playback.unread
    starve(path, streams)
    assert streams.starvations == 1
    assert streams.playback.unread == before


def test_what_is_queued_goes_on_playing_on_the_next_device() -> None:
    path, first = PlaybackPath(), FakeStreams()
    path.attach(first)
    path.play(1, noise(1000).tobytes())
    before, _ = play(path, first, 300)
    path.detach()
    path.fill()
    second = FakeStreams()
    path.attach(second)
    after, events = play(path, second, 1000)
    assert len(before[before != 0]) + len(after[after != 0]) >= frames_from_ms(960)
    assert isinstance(events[-1], PlaybackFinished)


def test_the_meter_shows_what_is_played() -> None:
    path, streams = PlaybackPath(), FakeStreams()
    path.attach(streams)
    path.play(1, tone(440, 300, amplitude=16_384).tobytes())
    played, _ = play(path, streams, 200)
    assert loudness(played).max() > 10_000
    assert path.meter.peak == pytest.approx(0.5, rel=0.01)


@pytest.mark.parametrize("rate_hz", [24_000, 48_000])
def test_a_reply_does_not_wait_for_the_silence_that_was_made_ready(rate_hz: int) -> None:
    path, streams = PlaybackPath(), FakeStreams(rate_hz)
    path.attach(streams)
    play(path, streams, 100)
    path.play(1, tone(440, 300).tobytes())
    assert streams.playback.unread >= 0.03 * rate_hz
    played, events = play(path, streams, 400)
    assert played[: rate_hz // 100].any()
    assert events[-1] == PlaybackFinished(1, 300)
    assert streams.starvations == 0


def test_the_fading_end_of_a_reply_is_silenced_too() -> None:
    path, streams = PlaybackPath(), FakeStreams()
    path.attach(streams)
    path.play(1, tone(440, 100).tobytes())
    play(path, streams, 130)
    assert path.jitter.is_empty is False
    list(path.flush(1))
    assert not play(path, streams, 100)[0][FADE_FRAMES:].any()
