"""The engine on a device that is the test, with a clock that is set by hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest

from desktop.audio import messages as m
from desktop.audio.cards import Card, FileCard, PortAudioCard
from desktop.audio.doctor.findings import QUICK
from desktop.audio.engine import LOOK_AGAIN_S, Engine
from desktop.audio.format import BLOCK_FRAMES, BLOCK_S, SILENT_FRAME
from desktop.audio.streams import AudioDeviceError
from tests.audio.fake_streams import FakeStreams
from tests.support.fake_sound_card import find, noise, silence
from tests.support.waiting import wait_until

Kind = TypeVar("Kind")
CARD = PortAudioCard(echo=False, high_pass=False, barge_in=False)


class Bench:
    """An engine, its device and its clock. `run` lets 10 ms pass at a time."""

    def __init__(self) -> None:
        self.now = 100.0
        self.told: list[m.Report] = []
        self.opened: list[FakeStreams] = []
        self.cards: list[Card] = []
        self.refuse_with = ""
        self.lost = 0
        self.make: Callable[[], FakeStreams] = FakeStreams
        self.engine = Engine(self.told.append, self._open, lambda: self.now, lambda: self.lost)

    def _open(self, card: Card) -> FakeStreams:
        if self.refuse_with:
            raise AudioDeviceError(self.refuse_with)
        self.cards.append(card)
        self.opened.append(self.make())
        return self.opened[-1]

    @property
    def streams(self) -> FakeStreams:
        return self.opened[-1]

    def run(self, ms: float, microphone: np.ndarray | None = None, *, device_works: bool = True) -> np.ndarray:
        """Let time pass; return what was played."""
        played = []
        sound = noise(ms) if microphone is None else microphone
        for index in range(round(ms / 10)):
            self.now += 0.01
            if device_works and not self.streams.is_closed:
                self.streams.hear(sound[index * BLOCK_FRAMES : (index + 1) * BLOCK_FRAMES])
                played.append(self.streams.ask())
            if self.engine.next_step_at is not None and self.now >= self.engine.next_step_at:
                self.engine.step()
        return np.concatenate(played) if played else silence(0)

    def all_of(self, kind: type[Kind]) -> list[Kind]:
        return [report for report in self.told if isinstance(report, kind)]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_nothing_is_opened_before_it_is_asked_for(bench: Bench) -> None:
    assert bench.engine.next_step_at is None
    bench.engine.step()
    assert bench.opened == []
    assert bench.told == []


def test_capture_begins_with_open_and_frames_are_numbered(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    sound = noise(100)
    bench.run(100, sound)
    frames = bench.all_of(m.FrameCaptured)
    assert bench.told[0] == m.CaptureStarted(20.0)
    assert [frame.index for frame in frames] == [0, 1, 2, 3, 4]
    assert b"".join(frame.pcm for frame in frames) == sound.tobytes()


def test_shut_sends_what_was_captured_and_stops(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(10)
    bench.streams.hear(noise(10))
    bench.engine.handle(m.Shut())
    assert len(bench.all_of(m.FrameCaptured)) == 1
    assert bench.streams.is_closed
    assert bench.engine.next_step_at is None
    assert len(bench.all_of(m.EngineStats)) == 1


def test_open_while_open_begins_anew(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(40)
    bench.engine.handle(m.Open(CARD))
    bench.run(40)
    assert [streams.is_closed for streams in bench.opened] == [True, False]
    assert [frame.index for frame in bench.all_of(m.FrameCaptured)] == [0, 1, 0, 1]


def test_replies_are_played_and_reported(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.engine.handle(m.Play(1, noise(250, seed=5).tobytes()))
    played = bench.run(500)
    at = find(noise(250, seed=5), played)
    assert bench.all_of(m.PlaybackStarted) == [m.PlaybackStarted(1, at)]
    assert bench.all_of(m.PlaybackFinished) == [m.PlaybackFinished(1, 250)]
    assert bench.all_of(m.PlaybackIdle) == [m.PlaybackIdle(1)]


def test_a_chunk_while_shut_is_dropped_and_told_idle(bench: Bench) -> None:
    bench.engine.handle(m.Play(1, noise(250).tobytes()))
    assert bench.told == [m.PlaybackIdle(1)]


def test_a_flush_silences_and_answers(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.engine.handle(m.Play(1, noise(1000).tobytes()))
    bench.run(300)
    bench.engine.handle(m.Flush(1))
    after = bench.run(200)
    assert not after[120:].any()
    (flushed,) = bench.all_of(m.PlaybackFlushed)
    assert flushed.heard_ms == 295  # 300 less the lead-in
    assert bench.all_of(m.PlaybackIdle) == [m.PlaybackIdle(1)]


def test_a_flush_does_not_reach_into_the_next_talk(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.engine.handle(m.Flush(3))
    bench.engine.handle(m.Shut())
    bench.engine.handle(m.Flush(3))
    bench.engine.handle(m.Open(CARD))
    bench.engine.handle(m.Play(1, noise(100, seed=5).tobytes()))
    find(noise(100, seed=5), bench.run(300))


def test_mute_outlasts_shut(bench: Bench) -> None:
    bench.engine.handle(m.Mute(True))
    bench.engine.handle(m.Open(CARD))
    bench.run(40)
    assert {frame.pcm for frame in bench.all_of(m.FrameCaptured)} == {SILENT_FRAME}
    bench.engine.handle(m.Mute(False))
    bench.run(40)
    assert bench.all_of(m.FrameCaptured)[-1].pcm != SILENT_FRAME


def test_a_card_that_cannot_be_opened_is_told_in_a_sentence(bench: Bench) -> None:
    bench.refuse_with = "No microphone was found. Connect one and press the button again."
    bench.engine.handle(m.Open(CARD))
    assert bench.told[-1] == m.EngineFailed(bench.refuse_with)
    assert bench.engine.next_step_at is None


def test_a_device_that_stops_calling_is_opened_again(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(100)
    bench.run(540, device_works=False)
    assert bench.opened[0].is_closed
    assert len(bench.opened) == 2
    assert bench.all_of(m.DeviceChanged) == []
    bench.run(100)
    assert len(bench.all_of(m.DeviceChanged)) == 1
    assert len(bench.all_of(m.FrameCaptured)) == 10
    flow = [type(told) for told in bench.told if isinstance(told, m.CaptureStarted | m.CaptureStopped)]
    assert flow == [m.CaptureStarted, m.CaptureStopped, m.CaptureStarted]
    assert [frame.index for frame in bench.all_of(m.FrameCaptured)] == list(range(10))


def test_a_device_that_says_it_ended_is_opened_again_at_once(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(100)
    bench.streams.is_dead = True
    bench.run(20)
    assert len(bench.opened) == 2


def test_a_device_that_does_not_come_back_is_given_up_after_five_seconds(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(100)
    bench.refuse_with = "No microphone was found."
    bench.streams.is_dead = True
    bench.run(4900)
    assert bench.all_of(m.EngineFailed) == []
    bench.run(600)
    (failed,) = bench.all_of(m.EngineFailed)
    assert "press the button again" in failed.message
    assert bench.engine.next_step_at is None


def test_a_device_that_opens_but_never_runs_is_given_up_after_five_seconds(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(5400, device_works=False)
    assert bench.all_of(m.EngineFailed) == []
    bench.run(1000, device_works=False)
    (failed,) = bench.all_of(m.EngineFailed)
    assert "opens but does not run" in failed.message
    assert bench.all_of(m.DeviceChanged) == []
    assert all(streams.is_closed for streams in bench.opened)


def test_a_device_that_comes_back_goes_on_with_the_reply(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.engine.handle(m.Play(1, noise(2000).tobytes()))
    bench.run(500)
    bench.refuse_with = "gone"
    bench.streams.is_dead = True
    bench.run(1000)
    bench.refuse_with = ""
    bench.run(2500)
    assert bench.all_of(m.PlaybackFinished) == [m.PlaybackFinished(1, 2000)]


def test_shut_while_the_device_is_away_ends_the_search(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(100)
    bench.refuse_with = "gone"
    bench.streams.is_dead = True
    bench.run(1000)
    bench.engine.handle(m.Shut())
    bench.run(6000)
    assert bench.all_of(m.EngineFailed) == []


def test_a_microphone_that_gives_only_zeros_is_told_once(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(2900, silence(2900))
    assert bench.all_of(m.MicrophoneSilent) == []
    bench.run(4000, silence(4000))
    assert len(bench.all_of(m.MicrophoneSilent)) == 1


def test_a_muted_microphone_may_be_silent(bench: Bench) -> None:
    bench.engine.handle(m.Mute(True))
    bench.engine.handle(m.Open(CARD))
    bench.run(5000, silence(5000))
    assert bench.all_of(m.MicrophoneSilent) == []


def test_a_file_may_be_silent_and_its_end_is_told_after_its_last_frame(bench: Bench) -> None:
    bench.make = lambda: FakeStreams(microphone_frames=24_000)
    bench.engine.handle(m.Open(FileCard("in.wav", "out.wav")))
    bench.run(5000, silence(5000))
    assert bench.all_of(m.MicrophoneSilent) == []
    frames_before = [r for r in bench.told[: bench.told.index(m.MicrophoneEnded())] if isinstance(r, m.FrameCaptured)]
    assert len(frames_before) == 50
    assert len(bench.all_of(m.MicrophoneEnded)) == 1


def test_another_device_than_asked_for_is_told(bench: Bench) -> None:
    def replaced() -> FakeStreams:
        streams = FakeStreams()
        streams.note = "Another is used."
        return streams

    bench.make = replaced
    bench.engine.handle(m.Open(CARD))
    assert m.DeviceChanged("Another is used.") in bench.told


def test_counts_are_told_every_second_and_survive_a_new_device(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.streams.callback_gaps = 3
    bench.streams.dropped_frames = 2 * BLOCK_FRAMES
    bench.lost = 4
    bench.run(1100)
    assert bench.all_of(m.EngineStats) == [m.EngineStats(0, 0, 6, 3, 0.0, 60.0)]
    bench.streams.is_dead = True
    bench.run(20)
    bench.streams.callback_gaps = 1
    bench.engine.handle(m.Shut())
    assert bench.all_of(m.EngineStats)[-1].callback_gaps == 4


def test_playback_the_device_never_asked_for_is_told(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(2500)
    for _ in range(20):
        bench.now += 0.01
        bench.engine.step()
    bench.run(3000)
    assert bench.all_of(m.EngineStats)[-1].clock_lag_ms == pytest.approx(200, abs=15)


def test_release_reaches_the_card(bench: Bench) -> None:
    bench.engine.handle(m.Release())
    bench.engine.handle(m.Open(CARD))
    assert not bench.streams.is_released
    bench.engine.handle(m.Release())
    assert bench.streams.is_released


def test_what_is_fed_reaches_the_card(bench: Bench) -> None:
    bench.engine.handle(m.Feed(b"ab"))
    bench.engine.handle(m.Open(CARD))
    bench.engine.handle(m.Feed(b"cd"))
    assert bench.streams.fed == b"cd"


def test_late_steps_of_a_device_are_left_out_and_those_of_a_file_are_not(bench: Bench) -> None:
    for skips, expected in ((True, 1), (False, 5)):

        def make(skips: bool = skips) -> FakeStreams:
            streams = FakeStreams()
            streams.skips_late_steps = skips
            return streams

        bench.make = make
        bench.engine.handle(m.Open(CARD))
        bench.engine.step()
        bench.now += 0.0501
        steps = 0
        while bench.engine.next_step_at is not None and bench.now >= bench.engine.next_step_at and steps < 20:
            bench.engine.step()
            steps += 1
            bench.now += 1e-9
        assert steps == expected


def test_the_worker_keeps_to_the_beat_of_the_device(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.engine.step()
    assert bench.engine.next_step_at == pytest.approx(bench.now + LOOK_AGAIN_S)
    bench.streams.hear(noise(10))
    bench.engine.step()
    assert bench.engine.next_step_at == pytest.approx(bench.now + BLOCK_S)


def test_levels_follow_the_sound_and_fall_to_zero_when_shut(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(100)
    assert bench.all_of(m.FrameCaptured)[-1].capture_level > 0.2
    bench.engine.handle(m.Shut())
    assert bench.all_of(m.Levels)[-1] == m.Levels(0.0, 0.0)


# -- once more -----------------------------------------------------------------------------------------------


def test_a_recording_is_played_between_the_replies_of_a_talk_and_its_end_is_told(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.run(50)
    bench.engine.handle(m.Replay(noise(100, seed=3).tobytes(), CARD))
    played = bench.run(200)
    find(noise(100, seed=3), played)
    assert bench.all_of(m.ReplayEnded) == [m.ReplayEnded()]
    assert bench.all_of(m.PlaybackStarted) == []


def test_a_reply_that_begins_breaks_the_recording_off(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.engine.handle(m.Replay(noise(5000, seed=3).tobytes(), CARD))
    bench.run(200)
    assert bench.all_of(m.ReplayEnded) == []
    bench.engine.handle(m.Play(1, noise(200, seed=4).tobytes()))
    played = bench.run(300)
    assert bench.all_of(m.ReplayEnded) == [m.ReplayEnded()]
    find(noise(200, seed=4)[1000:], played)


def test_a_recording_is_stopped_on_request(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.engine.handle(m.Replay(noise(5000, seed=3).tobytes(), CARD))
    bench.run(100)
    bench.engine.handle(m.Replay(b"", CARD))
    assert not bench.run(200)[-1000:].any()
    assert bench.all_of(m.ReplayEnded) == [m.ReplayEnded()]
    bench.engine.handle(m.Replay(b"", CARD))
    assert len(bench.all_of(m.ReplayEnded)) == 1


def test_between_talks_the_loudspeaker_alone_is_opened_for_a_recording(bench: Bench) -> None:
    bench.engine.handle(m.Replay(noise(100, seed=3).tobytes(), CARD))
    assert bench.cards == [replace(CARD, listens=False)]
    find(noise(100, seed=3), bench.run(500))
    assert bench.streams.is_closed
    assert bench.all_of(m.EngineFailed) == []
    assert bench.engine.next_step_at is None
    assert bench.all_of(m.ReplayEnded) == [m.ReplayEnded()]
    assert bench.all_of(m.FrameCaptured) == []


def test_a_talk_that_is_opened_ends_the_recording(bench: Bench) -> None:
    bench.engine.handle(m.Replay(noise(5000, seed=3).tobytes(), CARD))
    bench.run(50)
    bench.engine.handle(m.Open(CARD))
    assert bench.opened[0].is_closed
    assert not bench.run(100).any()
    assert bench.all_of(m.ReplayEnded) == [m.ReplayEnded()]


def test_a_loudspeaker_that_does_not_run_is_given_up(bench: Bench) -> None:
    bench.engine.handle(m.Replay(noise(100).tobytes(), CARD))
    bench.run(3000, silence(3000), device_works=False)
    assert bench.streams.is_closed
    assert bench.all_of(m.ReplayEnded) == [m.ReplayEnded()]
    assert [failed.message[-1] for failed in bench.all_of(m.EngineFailed)] == ["."]


def test_a_loudspeaker_that_cannot_be_opened_for_a_recording_is_told(bench: Bench) -> None:
    bench.refuse_with = "No loudspeaker was found."
    bench.engine.handle(m.Replay(noise(100).tobytes(), CARD))
    assert bench.told == [m.EngineFailed("No loudspeaker was found."), m.ReplayEnded()]


def test_an_examination_is_refused_in_a_talk(bench: Bench) -> None:
    bench.engine.handle(m.Open(CARD))
    bench.engine.handle(m.Examine(CARD, QUICK))
    assert bench.all_of(m.Examined) == [m.Examined((), is_complete=False)]
    assert len(bench.opened) == 1


@pytest.mark.parametrize(
    "command",
    [m.Open(CARD), m.StopExamination(), m.Shut(), m.Examine(CARD, QUICK), m.Replay(noise(100).tobytes(), CARD)],
)
def test_an_examination_is_broken_off_and_its_devices_freed(bench: Bench, command: m.Command) -> None:
    bench.engine.handle(m.Examine(CARD, QUICK))
    wait_until(lambda: bench.opened and bench.streams.is_started)
    examined = bench.streams
    bench.engine.handle(command)
    assert examined.is_closed
    assert bench.all_of(m.Examined) == [m.Examined((), is_complete=False)]
    bench.engine.shut()


def test_an_examination_ends_a_recording_that_is_played(bench: Bench) -> None:
    bench.engine.handle(m.Replay(noise(5000).tobytes(), CARD))
    bench.engine.handle(m.Examine(CARD, QUICK))
    assert bench.opened[0].is_closed
    assert bench.all_of(m.ReplayEnded) == [m.ReplayEnded()]
    bench.engine.shut()
