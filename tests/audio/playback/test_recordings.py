"""Recordings inside the engine: loaded, played, and in the way of nothing else."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.audio import messages as m
from desktop.audio.cards import FileCard
from desktop.audio.playback.recording import Recording, decode
from tests.audio.test_engine import CARD, Bench
from tests.support.fake_sound_card import find, noise, silence, write_wav
from tests.support.waiting import wait_until


class Desk(Bench):
    def load(self, folder: Path, number: int = 1, ms: float = 1000) -> None:
        write_wav(folder / f"{number}.wav", noise(ms, seed=number))
        self.engine.handle(m.LoadRecording(number, str(folder / f"{number}.wav")))
        wait_until(lambda: any(told.number == number for told in self.all_of(m.RecordingLoaded)))

    def play(self, position_s: float | None = 0.0, number: int = 1, speed: float = 1.0, run: int = 7) -> None:
        self.engine.handle(m.PlayRecording(number, run, position_s, speed, CARD))

    @property
    def stops(self) -> list[m.RecordingStopped]:
        return self.all_of(m.RecordingStopped)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.engine.handle(m.LoadRecording(0, ""))


def test_a_recording_is_played_from_where_it_was_asked_for_and_tells_where_it_is(desk: Desk, tmp_path: Path) -> None:
    desk.load(tmp_path)
    assert desk.all_of(m.RecordingLoaded) == [m.RecordingLoaded(1, 1.0)]
    desk.play(0.25)
    find(noise(1000)[6000:], desk.run(2000))
    assert desk.stops == [m.RecordingStopped(7, 1.0, at_end=True)]
    positions = [told.position_s for told in desk.all_of(m.RecordingMoved)]
    assert positions == sorted(positions)
    assert len(positions) >= 15
    assert desk.streams.is_closed
    assert desk.engine.next_step_at is None
    assert desk.all_of(m.FrameCaptured) == []


def test_it_stops_on_request_and_goes_on_there(desk: Desk, tmp_path: Path) -> None:
    desk.load(tmp_path)
    desk.play()
    desk.run(300)
    desk.engine.handle(m.StopRecording())
    desk.engine.handle(m.StopRecording())
    (stopped,) = desk.stops
    assert not stopped.at_end
    assert 0.2 < stopped.position_s < 0.3
    desk.run(100)
    assert desk.streams.is_closed
    desk.play(stopped.position_s)
    find(noise(1000)[round(stopped.position_s * 24_000) :], desk.run(1500))


def test_a_jump_and_a_new_speed_keep_the_loudspeaker(desk: Desk, tmp_path: Path) -> None:
    desk.load(tmp_path, ms=5000)
    desk.play()
    desk.run(200)
    desk.play(2.0, run=8)
    desk.run(200)
    desk.play(None, speed=2.0, run=8)
    desk.run(500)
    assert len(desk.opened) == 1
    assert desk.stops == []
    assert {told.run for told in desk.all_of(m.RecordingMoved)} == {7, 8}
    assert desk.all_of(m.RecordingMoved)[-1].position_s == pytest.approx(2.0 + 0.3 + 2 * 0.4, abs=0.1)


@pytest.mark.parametrize("command", [m.Open(CARD), m.Shut(), m.Replay(noise(50).tobytes(), CARD)])
def test_whatever_else_is_asked_for_stops_it(desk: Desk, command: m.Command, tmp_path: Path) -> None:
    desk.load(tmp_path)
    desk.play()
    desk.run(200)
    first = desk.streams
    desk.engine.handle(command)
    assert first.is_closed
    assert len(desk.stops) == 1
    desk.run(200)
    desk.engine.shut()
    assert len(desk.stops) == 1


def test_it_stops_a_turn_that_is_played_once_more(desk: Desk, tmp_path: Path) -> None:
    desk.load(tmp_path)
    desk.engine.handle(m.Replay(noise(5000, seed=9).tobytes(), CARD))
    desk.run(50)
    desk.play()
    assert desk.all_of(m.ReplayEnded) == [m.ReplayEnded()]
    find(noise(1000), desk.run(1500))


def test_in_a_talk_none_is_played_and_the_talk_goes_on(desk: Desk, tmp_path: Path) -> None:
    desk.load(tmp_path)
    desk.engine.handle(m.Open(CARD))
    desk.play(0.5)
    assert desk.stops == [m.RecordingStopped(7, 0.5)]
    desk.engine.handle(m.StopRecording())
    desk.engine.handle(m.LoadRecording(2, ""))
    desk.run(200)
    assert len(desk.all_of(m.FrameCaptured)) == 10


def test_a_loudspeaker_that_stops_or_cannot_be_opened_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.load(tmp_path, ms=5000)
    desk.play()
    desk.run(300)
    desk.streams.is_dead = True
    desk.run(20)
    assert desk.stops[-1].message.endswith(".")
    assert desk.stops[-1].position_s == pytest.approx(0.3, abs=0.02)
    desk.refuse_with = "No loudspeaker was found."
    desk.play(1.0)
    assert desk.stops[-1] == m.RecordingStopped(7, 1.0, False, "No loudspeaker was found.")


def test_two_files_have_no_loudspeaker_for_it(desk: Desk, tmp_path: Path) -> None:
    desk.load(tmp_path)
    desk.engine.handle(m.PlayRecording(1, 7, 0.0, 1.0, FileCard("", "out.wav")))
    assert desk.stops[-1].message
    assert desk.opened == []


def test_the_next_recording_takes_the_place_of_the_last(desk: Desk, tmp_path: Path) -> None:
    desk.load(tmp_path, 1)
    desk.play()
    desk.run(100)
    desk.load(tmp_path, 2)
    assert len(desk.stops) == 1
    desk.play(0.0, number=1)
    assert desk.stops[-1] == m.RecordingStopped(7, 0.0)
    desk.play(0.0, number=2)
    find(noise(1000, seed=2), desk.run(1500))


def test_one_that_is_being_loaded_gives_way_to_a_talk(desk: Desk, tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", noise(3000))
    desk.engine.handle(m.Open(CARD))
    desk.engine.handle(m.LoadRecording(1, str(tmp_path / "a.wav")))
    desk.run(100)
    (decoder,) = [thread for thread in threading.enumerate() if thread.name == "audio-decoder"]
    decoder.join(0.1)
    assert decoder.is_alive()
    assert desk.all_of(m.RecordingLoaded) == []
    desk.engine.handle(m.Shut())
    wait_until(lambda: desk.all_of(m.RecordingLoaded))


def test_one_that_was_decoded_too_late_does_not_replace_the_next(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def late(path: str, is_wanted: Callable[[], bool]) -> Recording:
        recording = decode(path)
        if path.endswith("1.wav"):
            go_on.wait()
        return recording

    monkeypatch.setattr("desktop.audio.playback.recordings.decode", late)
    write_wav(tmp_path / "1.wav", noise(100))
    desk.engine.handle(m.LoadRecording(1, str(tmp_path / "1.wav")))
    (decoder,) = [thread for thread in threading.enumerate() if thread.name == "audio-decoder"]
    desk.load(tmp_path, 2)
    go_on.set()
    decoder.join()
    assert [told.number for told in desk.all_of(m.RecordingLoaded)] == [2]
    desk.play(0.0, number=2)
    find(noise(1000, seed=2), desk.run(1500))


def test_what_cannot_be_read_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("words")
    desk.engine.handle(m.LoadRecording(3, str(tmp_path / "a")))
    wait_until(lambda: desk.all_of(m.RecordingUnreadable))
    assert desk.all_of(m.RecordingUnreadable)[0].number == 3
    desk.play(0.0, number=3)
    desk.run(50, silence(50), device_works=False)
    assert desk.opened == []
