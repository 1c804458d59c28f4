"""A recording on its way to a loudspeaker that is the test."""

from collections.abc import Callable

import numpy as np
import pytest

from desktop.audio.format import BLOCK_FRAMES
from desktop.audio.playback.recording_playback import RecordingPlayback
from tests.audio.fake_streams import FakeStreams
from tests.audio.playback.test_time_stretch import Sound, steepest
from tests.support.fake_sound_card import Samples, find, loudness, noise, silence, tone


class Stage:
    def __init__(self, sound: Samples, frame: float = 0, speed: float = 1.0, **device: object) -> None:
        self.streams = FakeStreams(**device)  # type: ignore[arg-type]
        self.playback = RecordingPlayback(self.streams, Sound(sound), frame, speed)  # type: ignore[arg-type]
        self.goes_on = True

    def run(self, ms: float = 60_000, until: Callable[[], bool] = lambda: False) -> Samples:
        """Let time pass; return what was played."""
        played = [silence(0)]
        frames = round(self.streams.playback_rate_hz * 0.01)
        for _ in range(round(ms / 10)):
            if not self.goes_on or until():
                break
            played.append(self.streams.ask(frames))
            self.goes_on = self.playback.step()
        return np.concatenate(played)


def test_all_of_it_is_played_sample_for_sample_and_then_it_is_over() -> None:
    stage = Stage(noise(700))
    played = stage.run()
    assert find(noise(700), played) <= 2 * BLOCK_FRAMES
    assert stage.playback.is_at_end
    assert stage.playback.heard == 16_800
    assert not stage.goes_on


@pytest.mark.parametrize("speed", [0.5, 2.0])
@pytest.mark.parametrize(("rate_hz", "channels"), [(24_000, 1), (48_000, 2), (44_100, 1)])
def test_it_lasts_as_long_as_the_speed_says(speed: float, rate_hz: int, channels: int) -> None:
    stage = Stage(tone(220, 2000), speed=speed, rate_hz=rate_hz, channels=channels)
    played = stage.run()[::channels]
    loud = np.flatnonzero(np.abs(played.astype(int)) > 300)
    assert (loud[-1] - loud[0]) / rate_hz == pytest.approx(2.0 / speed, abs=0.02)


def test_it_tells_how_far_the_learner_has_heard_it() -> None:
    for speed in (0.5, 1.0, 2.0):
        stage = Stage(noise(3000), speed=speed, latency_ms=100)
        stage.run(600)
        # Half a second at this speed, less the 5 ms that lead to the first sample.
        assert stage.playback.heard == pytest.approx(0.495 * speed * 24_000, abs=300)


def test_a_pause_fades_and_goes_on_from_the_very_sample() -> None:
    sound = noise(2000)
    first = Stage(sound)
    before = first.run(500)
    frame = first.playback.fall_silent()
    fading = np.concatenate([first.streams.ask() for _ in range(3)])
    assert not first.playback.step_out()
    assert not fading[240:].any()
    assert frame == int(frame)
    assert (before[-100:] == sound[int(frame) - 100 : int(frame)]).all()
    second = Stage(sound, frame)
    played = second.run()
    assert find(sound[int(frame) :], played)


def test_a_jump_is_heard_at_once_without_a_click() -> None:
    sound = tone(110, 10_000)
    stage = Stage(sound)
    heard = [stage.run(300)]
    for frame in (200_000, 1_234, 100_000):
        stage.playback.go_on(frame, 1.0)
        assert stage.playback.heard == frame
        heard.append(stage.run(100))
        assert stage.playback.heard == pytest.approx(frame + 0.09 * 24_000, abs=480)
    # Fades of 5 ms from and to a full swing are steeper than the tone; a click would be a step of 10 000.
    assert steepest(np.concatenate(heard)) < 600


def test_a_jump_after_the_end_plays_again() -> None:
    stage = Stage(noise(200))
    stage.run(350)
    assert stage.playback.is_at_end
    stage.playback.go_on(0, 1.0)
    assert not stage.playback.is_at_end
    assert find(noise(200), stage.run())


def test_a_new_speed_counts_from_now_on() -> None:
    stage = Stage(noise(10_000))
    stage.run(1000)
    stage.playback.go_on(None, 2.0)
    stage.run(1000)
    # What was ready, 100 ms, still had the old one.
    assert stage.playback.heard / 24_000 == pytest.approx(1 + 0.1 + 2 * 0.9, abs=0.03)


def test_a_late_worker_is_not_heard() -> None:
    stage = Stage(tone(440, 3000))
    stage.run(300)
    late = np.concatenate([stage.streams.ask() for _ in range(9)])
    assert loudness(late).min() > 5000
    assert stage.streams.starvations == 0


@pytest.mark.parametrize("dies", [True, False])
def test_a_loudspeaker_that_stops_is_noticed(dies: bool) -> None:
    stage = Stage(noise(5000))
    stage.run(500)
    stage.streams.is_dead = dies
    steps = 0
    while stage.playback.step():
        steps += 1
    assert stage.playback.is_lost
    assert not stage.playback.is_at_end
    assert steps == (0 if dies else 200)
